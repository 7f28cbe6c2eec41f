import { RESEND_FIRST_MS, RESEND_MAX_MS, RESEND_MIN_MS } from "./limits.ts";

/** A packet may be overtaken by one that was sent a quarter of a round trip later, and this, and not be lost. */
const OVERTAKEN_MS = 10;

/** How long the way there and back takes, as RFC 6298 reckons it, and what of it follows for what was sent. */
export class RoundTrip {
  #smoothMs: number | null = null;
  #variationMs = 0;
  /** When the newest packet was sent that is acknowledged. */
  #ackedMs = Number.NEGATIVE_INFINITY;

  /** A packet was acknowledged so long after it was sent. Each has its own number: which one is never in doubt. */
  took(ms: number): void {
    if (this.#smoothMs === null) {
      this.#smoothMs = ms;
      this.#variationMs = ms / 2;
      return;
    }
    this.#variationMs += (Math.abs(this.#smoothMs - ms) - this.#variationMs) / 4;
    this.#smoothMs += (ms - this.#smoothMs) / 8;
  }

  /** Smoothed; `null` before the first. */
  get ms(): number | null {
    return this.#smoothMs;
  }

  /** A packet that was sent then has come. */
  came(sentMs: number): void {
    if (sentMs > this.#ackedMs) this.#ackedMs = sentMs;
  }

  /**
   * Whether something that was sent then, for the `tries`th time, is to be sent again: what was sent well after it has
   * come (as RFC 8985 tells it), or it is long past due; with every time twice as long.
   */
  isLost(sentMs: number, tries: number, nowMs: number): boolean {
    const isOvertaken = sentMs + (this.#smoothMs ?? 0) / 4 + OVERTAKEN_MS < this.#ackedMs;
    return isOvertaken || nowMs - sentMs >= this.resendMs(tries);
  }

  /** After this long without an acknowledgement something is sent again, the `tries`th time twice as late as before. */
  resendMs(tries: number): number {
    const once = this.#smoothMs === null ? RESEND_FIRST_MS : this.#smoothMs + 4 * this.#variationMs;
    return Math.min(RESEND_MAX_MS, Math.max(RESEND_MIN_MS, once) * (1 << Math.min(6, Math.max(0, tries - 1))));
  }
}
