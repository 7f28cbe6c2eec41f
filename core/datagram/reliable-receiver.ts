import { SPAN_MAX_BYTES, SPAN_MAX_FRAGMENTS } from "./limits.ts";

interface Part {
  isLast: boolean;
  data: Uint8Array;
}

/** What became of a fragment: texts that are whole now, or why no honest side sends such a one. */
export type Taken = { ok: true; texts: Uint8Array[] } | { ok: false; why: "ahead" | "too-large" };

/** Puts fragments in order and together: each text once, in the order in which it was sent. */
export class ReliableReceiver {
  readonly #textMaxBytes: number;
  readonly #early = new Map<number, Part>();
  #earlyBytes = 0;
  /** The beginning of a text that is not whole. */
  #parts: Uint8Array[] = [];
  #bytes = 0;
  #next = 1;

  constructor(textMaxBytes: number) {
    this.#textMaxBytes = textMaxBytes;
  }

  /** The data is copied where it is kept. */
  take(number: number, { isLast, data }: Part): Taken {
    if (number >= this.#next && !this.#early.has(number)) this.#keep(number, { isLast, data: new Uint8Array(data) });
    // So far ahead, or so much, nobody sends who waits for what is acknowledged; it bounds what is kept.
    const isAhead = number >= this.#next + SPAN_MAX_FRAGMENTS || this.#earlyBytes > SPAN_MAX_BYTES;
    if (isAhead) return { ok: false, why: "ahead" };
    const texts: Uint8Array[] = [];
    for (let part = this.#early.get(this.#next); part; part = this.#early.get(this.#next)) {
      this.#early.delete(this.#next++);
      this.#earlyBytes -= part.data.length;
      this.#parts.push(part.data);
      this.#bytes += part.data.length;
      if (this.#bytes > this.#textMaxBytes) return { ok: false, why: "too-large" };
      if (part.isLast) texts.push(this.#join());
    }
    return { ok: true, texts };
  }

  #keep(number: number, part: Part): void {
    this.#early.set(number, part);
    this.#earlyBytes += part.data.length;
  }

  #join(): Uint8Array {
    const [first] = this.#parts;
    const whole = this.#parts.length === 1 && first ? first : new Uint8Array(this.#bytes);
    let at = 0;
    for (const part of this.#parts) {
      if (part !== whole) whole.set(part, at);
      at += part.length;
    }
    this.#parts = [];
    this.#bytes = 0;
    return whole;
  }
}
