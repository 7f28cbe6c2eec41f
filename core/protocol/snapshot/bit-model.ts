/**
 * What the coder has learnt: for each context the probability that its bit is 1, as the mean of two estimates, one
 * that follows fast and one that is steady. Both sides learn the same, in whole numbers. The coders do the reckoning
 * for each bit with the functions below: they are the hottest code there is.
 */
export class BitModel {
  /**
   * For each context both estimates. The fast one in the upper half: 12 bits of probability, then 4 that count the
   * first bits seen, since the first ones teach more. The steady one in the lower half: 16 bits of probability.
   */
  readonly estimates: Int32Array;

  /** @param contexts some more are added, so that they are a multiple of 16 */
  constructor(contexts: number) {
    this.estimates = new Int32Array(contexts + (-contexts & 15)).fill(UNTOUCHED);
  }
}

/** Both estimates of a context of which nothing was seen. */
export const UNTOUCHED = 0x8000_8000 | 0;

const CERTAINTY = 24;
const FAST_SHIFT = 4;
const SLOW_SHIFT = 7;

/** The probability of a 1 in 1/32768, never nearer than {@link CERTAINTY} to impossible or certain. */
export function probabilityOf(fast: number, slow: number): number {
  const mean = (((fast >>> 4) << 3) + (slow >>> 1)) >>> 1;
  return mean < CERTAINTY ? CERTAINTY : mean > 32_768 - CERTAINTY ? 32_768 - CERTAINTY : mean;
}

/** The fast estimate after a bit. */
export function fastAfter(fast: number, bit: number): number {
  const seen = fast & 15;
  const p = fast >>> 4;
  const shift = seen < FAST_SHIFT ? seen + 1 : FAST_SHIFT;
  const next = bit ? p + ((4_095 - p) >>> shift) : p - (p >>> shift);
  return (next << 4) | (seen < 15 ? seen + 1 : 15);
}

/** The steady estimate after a bit; the fast one, from before it, knows how many came. */
export function slowAfter(slow: number, fast: number, bit: number): number {
  const seen = fast & 15;
  const shift = seen < SLOW_SHIFT ? seen + 1 : SLOW_SHIFT;
  return bit ? slow + ((65_535 - slow) >>> shift) : slow - (slow >>> shift);
}
