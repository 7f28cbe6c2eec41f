import { type BitModel, fastAfter, probabilityOf, slowAfter } from "./bit-model.ts";

/**
 * Codes bits. The encoder gives back the bit it was given, the decoder the bit it read: one piece of code that
 * walks over a frame serves both, so that they cannot disagree.
 */
export interface BitCoder {
  /** A bit whose probability is learnt in a context of the model. The decoder does not look at `bit`. */
  bit(context: number, bit: number): number;
  /** A number of up to {@link EVEN_BITS_MAX} bits, each value of which is as likely as any other. */
  even(bits: number, value: number): number;
  /** Nothing more can come of this frame: the encoder has no room left, or the decoder ran past the end. */
  readonly spent: boolean;
}

/** The range is kept at 16 to 24 bits: every product stays a small integer. */
const TOP = 1 << 24;
const LEAST = 1 << 16;
/** A decoder looks so many bytes ahead; a whole frame never makes it look further. */
const AHEAD = 3;

/** At most so many zeros are left out at the end of a frame: a decoder knows when it has run past it. */
const ZEROS_MAX = 64;

/** The range allows no more in one step. */
export const EVEN_BITS_MAX = 8;

/** The share of a range that belongs to a 1 of this probability (15 bits): `range × p / 32768`, rounded down. */
function shareOf(range: number, p: number): number {
  return ((range >>> 12) * p + (((range & 0xfff) * p) >>> 12)) >>> 3;
}

/**
 * An adaptive binary range coder with carries, after G. N. N. Martin, "Range encoding" (1979), the form that LZMA
 * uses. Bytes past the end count as zeros, so zeros at the end of a frame are not sent.
 */
export class RangeEncoder implements BitCoder {
  spent = false;
  private estimates: Int32Array = new Int32Array(0);
  private bytes: Uint8Array = new Uint8Array(0);
  private start = 0;
  private end = 0;
  private at = 0;
  private low = 0;
  private range = TOP;

  /** Begins a frame that goes from `start` to at most `end` of these bytes; up to 3 after it may be written too. */
  begin(model: BitModel, bytes: Uint8Array, start: number, end: number): void {
    this.estimates = model.estimates;
    this.bytes = bytes;
    this.start = start;
    this.end = Math.min(end, bytes.length);
    this.at = start;
    this.low = 0;
    this.range = TOP;
    this.spent = false;
  }

  bit(context: number, bit: number): number {
    const both = this.estimates[context] ?? 0;
    const fast = both >>> 16;
    const slow = both & 0xffff;
    const share = shareOf(this.range, probabilityOf(fast, slow));
    this.estimates[context] = (fastAfter(fast, bit) << 16) | slowAfter(slow, fast, bit);
    if (bit) this.range = share;
    else this.skip(share);
    if (this.range < LEAST) this.shift();
    return bit;
  }

  even(bits: number, value: number): number {
    const step = this.range >>> bits;
    this.skip(step * value);
    this.range = step;
    if (this.range < LEAST) this.shift();
    return value;
  }

  /** Ends the frame with as few bytes as name a number in the range. @returns where it ends; see `spent` */
  finish(): number {
    for (let bits = 24; bits >= 0; bits -= 8) {
      const rest = (1 << bits) - 1;
      const value = (this.low + rest) & ~rest;
      if (value >= this.low + this.range) continue;
      this.skip(value - this.low);
      break;
    }
    for (let i = 0; i < AHEAD; i++) this.emit();
    const least = Math.max(this.start, this.at - ZEROS_MAX);
    while (this.at > least && this.bytes[this.at - 1] === 0) this.at--;
    this.spent = this.at > this.end;
    return this.at;
  }

  /** What the frame takes so far, in bits: for measuring. */
  get bits(): number {
    const size = 31 - Math.clz32(this.range);
    // Between two powers of 2 the logarithm is taken for a straight line: at most 0.09 bits off.
    return (this.at - this.start) * 8 + 25 - size - this.range / (1 << size);
  }

  private skip(share: number): void {
    this.low += share;
    this.range -= share;
    if (this.low >= TOP) this.carry();
  }

  private carry(): void {
    this.low -= TOP;
    for (let i = this.at - 1; i >= this.start; i--) {
      const byte = ((this.bytes[i] ?? 0) + 1) & 0xff;
      this.bytes[i] = byte;
      if (byte !== 0) return;
    }
  }

  private shift(): void {
    this.emit();
    this.range <<= 8;
    if (this.range < LEAST) this.shift();
  }

  private emit(): void {
    if (this.at < this.end + AHEAD && this.at < this.bytes.length) this.bytes[this.at] = this.low >>> 16;
    this.at++;
    this.low = (this.low & 0xffff) << 8;
    // Zeros at the very end will be taken back.
    if (this.at > this.end + AHEAD) this.spent = true;
  }
}

/** Reads what a {@link RangeEncoder} wrote. Any bytes give bits; `spent` says when they are past the end. */
export class RangeDecoder implements BitCoder {
  spent = false;
  private estimates: Int32Array = new Int32Array(0);
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;
  private code = 0;
  private range = TOP;

  /** Begins at `start` of a frame. */
  begin(model: BitModel, bytes: Uint8Array, start: number): void {
    this.estimates = model.estimates;
    this.bytes = bytes;
    this.at = start;
    this.code = 0;
    this.range = TOP;
    this.spent = false;
    for (let i = 0; i < AHEAD; i++) this.take();
  }

  bit(context: number, _bit: number): number {
    const both = this.estimates[context] ?? 0;
    const fast = both >>> 16;
    const slow = both & 0xffff;
    const bit = this.below(shareOf(this.range, probabilityOf(fast, slow)));
    this.estimates[context] = (fastAfter(fast, bit) << 16) | slowAfter(slow, fast, bit);
    return bit;
  }

  even(bits: number, _value: number): number {
    const step = this.range >>> bits;
    const value = Math.min(Math.floor(this.code / step), (1 << bits) - 1);
    this.code -= step * value;
    // What is over of the range belongs to nobody: only bytes that nobody encoded can point there.
    if (this.code >= step) this.code = step - 1;
    this.range = step;
    this.fill();
    return value;
  }

  private below(share: number): number {
    const bit = this.code < share ? 1 : 0;
    if (bit) this.range = share;
    else {
      this.code -= share;
      this.range -= share;
    }
    this.fill();
    return bit;
  }

  private fill(): void {
    while (this.range < LEAST) {
      this.range <<= 8;
      this.take();
    }
  }

  private take(): void {
    this.code = (this.code << 8) | (this.bytes[this.at] ?? 0);
    // The encoder leaves out zeros at the end, of which there may be many: that frame must still be readable.
    if (++this.at > this.bytes.length + ZEROS_MAX + AHEAD) this.spent = true;
  }
}
