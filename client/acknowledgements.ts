import { ACK_AFTER_STATES } from "../core/protocol/limits.ts";

/** Counts numbered frames, and says when the server is owed an acknowledgement of them. */
export class Acknowledgements {
  #newest: number | null = null;
  #unsaid = 0;

  /** A numbered frame came. Gives the number to acknowledge now, or `null`. */
  arrived(seq: number, atOnce: boolean): number | null {
    this.#newest = seq;
    this.#unsaid += 1;
    if (!atOnce && this.#unsaid < ACK_AFTER_STATES) return null;
    this.#unsaid = 0;
    return seq;
  }

  /** The newest number, for a frame that carries it and thereby acknowledges; `null` before the first. */
  said(): number | null {
    this.#unsaid = 0;
    return this.#newest;
  }

  /** A new connection counts anew. */
  reset(): void {
    this.#newest = null;
    this.#unsaid = 0;
  }
}
