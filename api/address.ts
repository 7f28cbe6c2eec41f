const KEY_MAX_CHARS = 64;

/**
 * What limits count by: an IPv4 address (also one written as IPv6), the /64 of an IPv6 address, because
 * one subscriber has 2^64 of them, or whatever else the runtime calls an address, cut short.
 */
export function addressKey(address: string): string {
  const plain = address
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/%.*$/, "");
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/.exec(plain)?.[1];
  if (mapped) return mapped;
  const groups = plain.includes(":") ? expand(plain) : null;
  return groups ? `${groups.slice(0, 4).join(":")}::/64` : plain.slice(0, KEY_MAX_CHARS) || "unknown";
}

/** Whether an address is this machine's own. */
export function isLoopbackAddress(address: string): boolean {
  return /^127(?:\.\d{1,3}){3}$/.test(addressKey(address)) || /^\[?::1\]?$/.test(address.trim());
}

/** The eight groups of an IPv6 address without leading zeros; `null` if it is none. */
function expand(address: string): string[] | null {
  const dotted = address.replace(/\d{1,3}(?:\.\d{1,3}){3}$/, "0:0");
  const [head = "", tail, ...more] = dotted.split("::");
  if (more.length > 0) return null;
  const first = head ? head.split(":") : [];
  const last = tail ? tail.split(":") : [];
  const missing = 8 - first.length - last.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...first, ...Array<string>(missing).fill("0"), ...last];
  return groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))
    ? groups.map((group) => group.replace(/^0+(?=.)/, ""))
    : null;
}
