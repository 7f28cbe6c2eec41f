/** Writes whole numbers of so many bits, the highest bit first. What does not fit is dropped, and said. */
export class BitWriter {
  /** Whether something did not fit. */
  overflow = false;
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Bytes begun so far; the last one is filled up with zeros. */
  get length(): number {
    return (this.at + 7) >>> 3;
  }

  /** @param bits 1 to 32. @param value a whole number; only its lowest bits are written. */
  write(value: number, bits: number): void {
    for (let i = bits - 1; i >= 0; i--) this.bit((value >>> i) & 1);
  }

  private bit(bit: number): void {
    const index = this.at >>> 3;
    if (index >= this.bytes.length) {
      this.overflow = true;
      return;
    }
    const mask = 0x80 >>> (this.at++ & 7);
    const byte = this.bytes[index] ?? 0;
    this.bytes[index] = bit ? byte | mask : byte & ~mask;
  }
}

/** Reads what a {@link BitWriter} wrote. Past the end there are zeros, and `overrun` says so. */
export class BitReader {
  overrun = false;
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Bytes begun so far. */
  get length(): number {
    return (this.at + 7) >>> 3;
  }

  /** @param bits 1 to 32. @returns a whole number from 0. */
  read(bits: number): number {
    let value = 0;
    for (let i = 0; i < bits; i++) value = (value << 1) | this.bit();
    return value >>> 0;
  }

  private bit(): number {
    const byte = this.bytes[this.at >>> 3];
    if (byte === undefined) {
      this.overrun = true;
      return 0;
    }
    return (byte >>> (7 - (this.at++ & 7))) & 1;
  }
}
