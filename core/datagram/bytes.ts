/** Writes numbers and bytes one after another, the highest byte of a number first. */
export class ByteWriter {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  at = 0;

  /** @param sizeBytes room for all that is to come; writing beyond it throws */
  constructor(sizeBytes: number) {
    this.bytes = new Uint8Array(sizeBytes);
    this.#view = new DataView(this.bytes.buffer);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  u8(value: number): this {
    this.#view.setUint8(this.at, value);
    this.at += 1;
    return this;
  }

  u16(value: number): this {
    this.#view.setUint16(this.at, value);
    this.at += 2;
    return this;
  }

  u32(value: number): this {
    this.#view.setUint32(this.at, value);
    this.at += 4;
    return this;
  }

  /** Whole numbers up to 2^53 − 1, in eight bytes. */
  u64(value: number): this {
    return this.u32(Math.floor(value / 2 ** 32)).u32(value >>> 0);
  }

  put(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
    return this;
  }

  /** What has been written; shares its memory. */
  get written(): Uint8Array {
    return this.bytes.subarray(0, this.at);
  }
}

/** Reads what a {@link ByteWriter} wrote. What lies beyond the end is 0, and {@link isShort} says so. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  at = 0;
  /** Something was read that is not there. */
  isShort = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.at;
  }

  u8(): number {
    return this.#has(1) ? this.#view.getUint8(this.at - 1) : 0;
  }

  u16(): number {
    return this.#has(2) ? this.#view.getUint16(this.at - 2) : 0;
  }

  u32(): number {
    return this.#has(4) ? this.#view.getUint32(this.at - 4) : 0;
  }

  u64(): number {
    const high = this.u32();
    return high * 2 ** 32 + this.u32();
  }

  /** Shares the memory of what is read. */
  take(length: number): Uint8Array {
    return this.#has(length) ? this.#bytes.subarray(this.at - length, this.at) : new Uint8Array(0);
  }

  #has(length: number): boolean {
    if (this.left < length) {
      this.isShort = true;
      return false;
    }
    this.at += length;
    return true;
  }
}

/** Text of characters up to U+007F as bytes; others become question marks. */
export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => (char < "\u0080" ? char.charCodeAt(0) : 0x3f));
}

/** The same back; bytes above 127 become question marks. */
export function asciiText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : "?";
  return text;
}

/** For keys of maps. */
export function hexOf(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

/** Whether `part` stands in `bytes` at this place. */
export function hasAt(bytes: Uint8Array, at: number, part: Uint8Array): boolean {
  for (let i = 0; i < part.length; i++) if (bytes[at + i] !== part[i]) return false;
  return true;
}
