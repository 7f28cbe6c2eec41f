import type { Model } from "./model.ts";
import { constant } from "./page-tables.ts";

const top = constant("TOP");
const least = constant("LEAST");
const ahead = constant("AHEAD");
const pastEndMax = constant("ZEROS_MAX") + ahead;
const evenBitsMax = constant("EVEN_BITS_MAX");
const sizesMax = constant("SIZES_MAX");
const sizeContexts = constant("SIZE_CONTEXTS");

/** The bytes are no body, or what they say is out of its bounds. */
export class BadBody extends Error {}

/** Reads bits and numbers of a body; see “Bits of a body”. Throws {@link BadBody} past the end. */
export class RangeReader {
  readonly #model: Model;
  readonly #bytes: Uint8Array;
  #at = 0;
  #range = top;
  #code = 0;

  constructor(model: Model, body: Uint8Array) {
    this.#model = model;
    this.#bytes = body;
    for (let i = 0; i < ahead; i++) this.#take();
  }

  bit(context: number): number {
    const share = Math.floor((this.#range * this.#model.probability(context)) / 32_768);
    const bit = this.#code < share ? 1 : 0;
    if (bit === 0) this.#code -= share;
    this.#range = bit === 1 ? share : this.#range - share;
    this.#fill();
    this.#model.learn(context, bit);
    return bit;
  }

  /** An even number of any number of bits. */
  even(bits: number): number {
    let value = 0;
    for (let left = bits; left > 0; left -= evenBitsMax) {
      const piece = Math.min(left, evenBitsMax);
      value = value * 2 ** piece + this.#evenPiece(piece);
    }
    return value;
  }

  /** @param size, tail where their contexts begin */
  unsigned(size: number, tail: number): number {
    const bits = this.#size(size);
    return bits === 0 ? 0 : this.#tail(tail, bits);
  }

  signed(size: number, sign: number, tail: number): number {
    const bits = this.#size(size);
    if (bits === 0) return 0;
    return this.bit(sign) === 1 ? -this.#tail(tail, bits) : this.#tail(tail, bits);
  }

  #size(contexts: number): number {
    let bits = 0;
    while (bits < sizesMax && this.bit(contexts + Math.min(bits, sizeContexts - 1)) === 1) bits += 1;
    return bits;
  }

  #tail(contexts: number, bits: number): number {
    let value = 1;
    let left = bits - 1;
    for (let i = 0; i < 2 && left > 0; i++, left--) {
      value = value * 2 + this.bit(contexts + (bits - 1) * 4 + value);
    }
    return value * 2 ** left + this.even(left);
  }

  #evenPiece(bits: number): number {
    const step = this.#range >> bits;
    const value = Math.min(Math.floor(this.#code / step), 2 ** bits - 1);
    this.#code = Math.min(this.#code - step * value, step - 1);
    this.#range = step;
    this.#fill();
    return value;
  }

  #fill(): void {
    for (; this.#range < least; this.#range *= 256) this.#take();
  }

  #take(): void {
    this.#code = this.#code * 256 + (this.#bytes[this.#at] ?? 0);
    this.#at += 1;
    if (this.#at - this.#bytes.length > pastEndMax) throw new BadBody("the body runs past its end");
  }
}
