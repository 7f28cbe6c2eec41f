/**
 * Orientations as "smallest three" (Glenn Fiedler, "Snapshot Compression", 2015): the largest part of a unit
 * quaternion follows from the other three, which lie within ±√½.
 */

/** The unit in which orientations are computed with whole numbers; products of two fit 32 bits. */
export const ONE = 16_384;
/** √½ of {@link ONE}. */
const HALF_ROOT = 11_585;

/** Four parts of a quaternion in {@link ONE}: x, y, z, w. */
export type Quaternion = Int32Array;

/**
 * @param q a quaternion whose length is `one`, @param turns the largest number of a part, even, so that 0 is told exactly
 * @returns 2 bits for the place of the largest part, then 10 for each of the others in order
 */
export function packOrientation(q: Readonly<ArrayLike<number>>, one: number, turns: number): number {
  const largest = largestOf(q);
  const sign = (q[largest] ?? 0) < 0 ? -1 : 1;
  let packed = largest;
  for (let i = 0; i < 4; i++) {
    if (i !== largest) packed = (packed << 10) | turnOf(((q[i] ?? 0) * sign * ONE) / one, turns);
  }
  return packed >>> 0;
}

/** A part in {@link ONE} as one of the numbers 0 to `turns`. */
export function turnOf(part: number, turns: number): number {
  const turn = Math.floor(((part + HALF_ROOT) * turns) / (2 * HALF_ROOT) + 0.5);
  return turn < 0 ? 0 : turn > turns ? turns : turn;
}

/** Which part is the largest, whatever its sign. */
export function largestOf(q: Readonly<ArrayLike<number>>): number {
  let largest = 0;
  for (let i = 1; i < 4; i++) if (Math.abs(q[i] ?? 0) > Math.abs(q[largest] ?? 0)) largest = i;
  return largest;
}

/** The quaternion of a packed orientation; its largest part is positive. */
export function unpackOrientation(packed: number, turns: number, into: Quaternion): void {
  const largest = packed >>> 30;
  let shift = 20;
  let rest = ONE * ONE;
  for (let i = 0; i < 4; i++) {
    if (i === largest) continue;
    const turn = (packed >>> shift) & 0x3ff;
    const part = Math.floor((turn * 2 * HALF_ROOT) / turns + 0.5) - HALF_ROOT;
    into[i] = part;
    rest -= part * part;
    shift -= 10;
  }
  into[largest] = Math.floor(Math.sqrt(rest > 0 ? rest : 0));
}

/** The packed orientation of what was never turned. */
export function levelOrientation(turns: number): number {
  const half = turns >> 1;
  return ((3 << 30) | (half << 20) | (half << 10) | half) >>> 0;
}
