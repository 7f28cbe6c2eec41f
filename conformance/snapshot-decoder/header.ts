/** A frame's header, with the ticks that it names. */
export interface Header {
  partial: boolean;
  empty: boolean;
  teaches: boolean;
  tick: number;
  base: number | null;
  recent: number | null;
  older: number | null;
  /** Where the body begins. */
  bytes: number;
}

const fresh = 0;
const regular = 1;
const wide = 3;

/** Reads bits from the highest on; `null` past the end. */
class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get bytes(): number {
    return Math.ceil(this.#at / 8);
  }

  get isPastEnd(): boolean {
    return this.#at > this.#bytes.length * 8;
  }

  read(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.#at++) {
      const byte = this.#bytes[Math.floor(this.#at / 8)] ?? 0;
      value = value * 2 + (Math.floor(byte / 2 ** (7 - (this.#at % 8))) % 2);
    }
    return value;
  }
}

/** Reads a header; `null`: the bytes are no frame. */
export function readHeader(frame: Uint8Array, newest: number): Header | null {
  const bits = new Bits(frame);
  const form = bits.read(2);
  const [partial, empty, teaches] = [bits.read(1) === 1, bits.read(1) === 1, bits.read(1) === 1];
  const tick = form === fresh || form === wide ? bits.read(32) : nearest(bits.read(10), newest);
  const named = form === fresh ? { base: null, recent: null, older: null } : readReferences(bits, form, tick);
  if (!named || bits.isPastEnd || tick < 0) return null;
  return { partial, empty, teaches, tick, ...named, bytes: bits.bytes };
}

function readReferences(bits: Bits, form: number, tick: number): Pick<Header, "base" | "recent" | "older"> | null {
  const ahead = bits.read(form === wide ? 24 : 7);
  if (ahead === 0) return null;
  const base = tick - ahead;
  if (form === regular) {
    const count = bits.read(2);
    const stride = Math.floor((ahead + 1) / 2);
    if (count > 2) return null;
    return { base, recent: count > 0 ? base - stride : null, older: count > 1 ? base - 2 * stride : null };
  }
  const width = form === wide ? 24 : 6;
  const [recent, older] = [bits.read(width), bits.read(width)];
  if (recent === 0) return { base, recent: null, older: null };
  return { base, recent: base - recent, older: older === 0 ? null : base - recent - older };
}

/** Of the ticks with these lowest bits the one around the newest. */
function nearest(low: number, newest: number): number {
  for (let tick = newest - 512; tick < newest + 512; tick++) if (((tick % 1024) + 1024) % 1024 === low) return tick;
  throw new Error("1,024 ticks in a row have all rests");
}
