import { SIZE_CONTEXTS, SIZES_MAX } from "./contexts.ts";
import { type BitCoder, EVEN_BITS_MAX } from "./range-coder.ts";

/** How many bits a number takes, whatever its sign; 0 takes none. */
export function sizeOf(value: number): number {
  return 32 - Math.clz32(value < 0 ? -value : value);
}

/**
 * A number of at most {@link SIZES_MAX} bits and a sign: adaptive Exp-Golomb.
 * @param size where the contexts of its size begin, @param sign the context of its sign
 * @param tail where the contexts of its further bits begin
 */
export function codeSigned(coder: BitCoder, size: number, sign: number, tail: number, value: number): number {
  const bits = codeSize(coder, size, sizeOf(value));
  if (bits === 0) return 0;
  const negative = coder.bit(sign, value < 0 ? 1 : 0);
  const magnitude = codeTail(coder, tail, bits, value < 0 ? -value : value);
  return negative ? -magnitude : magnitude;
}

/** A number from 0, of at most {@link SIZES_MAX} bits. */
export function codeUnsigned(coder: BitCoder, size: number, tail: number, value: number): number {
  const bits = codeSize(coder, size, sizeOf(value));
  return bits === 0 ? 0 : codeTail(coder, tail, bits, value);
}

/** A number of so many bits, at most 32, that tells nothing about itself. */
export function codeEven(coder: BitCoder, bits: number, value: number): number {
  let read = 0;
  for (let left = bits; left > 0; left -= EVEN_BITS_MAX) {
    const step = left < EVEN_BITS_MAX ? left : EVEN_BITS_MAX;
    read = (read << step) | coder.even(step, (value >>> (left - step)) & ((1 << step) - 1));
  }
  return read >>> 0;
}

function codeSize(coder: BitCoder, contexts: number, size: number): number {
  let bits = 0;
  while (bits < SIZES_MAX) {
    const context = contexts + (bits < SIZE_CONTEXTS ? bits : SIZE_CONTEXTS - 1);
    if (!coder.bit(context, size > bits ? 1 : 0)) break;
    bits++;
  }
  return bits;
}

/** The bits below the highest: the first two have contexts, the others are even. */
function codeTail(coder: BitCoder, contexts: number, bits: number, value: number): number {
  let read = 1;
  const place = contexts + (bits - 1) * 4;
  let left = bits - 1;
  for (; left > 0 && left > bits - 3; left--) {
    read = (read << 1) | coder.bit(place + read, (value >>> (left - 1)) & 1);
  }
  return left > 0 ? (read << left) | codeEven(coder, left, value & ((1 << left) - 1)) : read;
}
