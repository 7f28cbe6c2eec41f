/** One bit for every index, in words of 32. */
export type Bitset = Uint32Array<ArrayBuffer>;

/** How many words hold these bits. */
export function wordsFor(bits: number): number {
  return (bits + 31) >>> 5;
}

export function hasBit(set: Bitset, index: number): boolean {
  return (((set[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;
}

export function setBit(set: Bitset, index: number): void {
  set[index >>> 5] = (set[index >>> 5] ?? 0) | (1 << (index & 31));
}

export function clearBit(set: Bitset, index: number): void {
  set[index >>> 5] = (set[index >>> 5] ?? 0) & ~(1 << (index & 31));
}

/** How many bits are set. */
export function countBits(set: Bitset): number {
  let count = 0;
  for (let i = 0; i < set.length; i++) {
    for (let word = set[i] ?? 0; word !== 0; word &= word - 1) count += 1;
  }
  return count;
}
