import { drawBelow, type Random } from "../core/random.ts";

const kinds = ["bit", "headerBit", "byte", "cut", "longer", "noise", "other", "wide"] as const;

/** A frame that was damaged on its way. @param ticks of the snapshots that its receiver keeps, oldest first */
export function damaged(frame: Uint8Array, others: readonly Uint8Array[], ticks: readonly number[], random: Random) {
  const kind = kinds[drawBelow(random, kinds.length)] ?? "bit";
  const bytes = frame.slice();
  const below = (count: number) => drawBelow(random, count);
  const flip = (bit: number) => {
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  };
  switch (kind) {
    case "bit":
      flip(below(bytes.length * 8));
      return bytes;
    case "headerBit":
      flip(below(Math.min(5, bytes.length) * 8));
      return bytes;
    case "byte":
      bytes[below(bytes.length)] = below(256);
      return bytes;
    case "cut":
      return bytes.subarray(0, below(bytes.length));
    case "longer":
      return Uint8Array.from([...bytes, ...Array.from({ length: 1 + below(20) }, () => below(256))]);
    case "noise": {
      const kept = below(6);
      return bytes.map((byte, i) => (i < kept ? byte : below(256)));
    }
    case "other":
      return others[below(others.length)] ?? bytes;
    case "wide":
      return wide(
        ticks,
        Array.from({ length: 40 + below(200) }, () => below(256)),
        below,
      );
  }
}

/** A frame in the wide form, told from far ahead against snapshots that are there, whose body is noise. */
function wide(ticks: readonly number[], body: readonly number[], below: (count: number) => number): Uint8Array {
  const [base = 0, recent = base, older = recent] = ticks.toReversed().slice(below(2));
  const ahead = 1 + below(2 ** (1 + below(24)) - 1);
  const numbers = [base + ahead, ahead, base - recent, recent - older];
  const bits = [
    "11",
    below(2),
    0,
    below(2),
    ...numbers.map((one, i) => one.toString(2).padStart(i === 0 ? 32 : 24, "0")),
  ];
  const text = bits.join("").padEnd(112, "0");
  return Uint8Array.from([...(text.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)), ...body]);
}
