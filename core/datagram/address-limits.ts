import { Allowance } from "../allowance.ts";
import {
  ADDRESSES_COUNTED_MAX,
  HANDSHAKES_BURST,
  HANDSHAKES_IN_ALL_BURST,
  HANDSHAKES_IN_ALL_PER_SECOND,
  HANDSHAKES_PER_SECOND,
} from "./limits.ts";

/** How many handshakes are looked into: of one address, which may be forged, and of all together. */
export class HandshakeLimits {
  readonly #all: Allowance;
  /** In the order in which they were last charged. */
  readonly #known = new Map<string, Allowance>();

  constructor(nowMs: number) {
    this.#all = new Allowance(HANDSHAKES_IN_ALL_PER_SECOND, HANDSHAKES_IN_ALL_BURST, nowMs);
  }

  take(address: string, nowMs: number): boolean {
    const own = this.#known.get(address) ?? new Allowance(HANDSHAKES_PER_SECOND, HANDSHAKES_BURST, nowMs);
    this.#known.delete(address);
    this.#known.set(address, own);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= ADDRESSES_COUNTED_MAX) break;
      this.#known.delete(oldest);
    }
    return own.take(1, nowMs) && this.#all.take(1, nowMs);
  }
}
