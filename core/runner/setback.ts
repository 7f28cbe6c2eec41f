const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * When a room that cannot go on, for its disk is full or a deadline throws, tries again by itself: after a second,
 * then after twice as long each time, and as at first once something has worked.
 */
export class Setback {
  #waitMs = FIRST_WAIT_MS;
  #retryMs: number | null = null;

  /** Nothing is to be tried by itself before then; `null`: there is no setback. */
  get retryMs(): number | null {
    return this.#retryMs;
  }

  struck(nowMs: number): void {
    // What fails while it waits (a player's frame) is no further try of its own.
    if (this.#retryMs !== null && nowMs < this.#retryMs) return;
    this.#retryMs = nowMs + this.#waitMs;
    this.#waitMs = Math.min(LONGEST_WAIT_MS, this.#waitMs * 2);
  }

  overcome(): void {
    this.#retryMs = null;
    this.#waitMs = FIRST_WAIT_MS;
  }
}
