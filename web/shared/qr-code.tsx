import { encode } from "uqr";

/** Empty modules around the code, as ISO/IEC 18004 wants them. */
const QUIET = 4;

/** A QR code of an address, dark on light whatever the theme. */
export function QrCode({ url }: { url: string }) {
  const { data, size } = encode(url, { border: 0, ecc: "M" });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")))
    .join("");
  const side = size + 2 * QUIET;
  return (
    <svg class="qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label="QR code of the join link">
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}
