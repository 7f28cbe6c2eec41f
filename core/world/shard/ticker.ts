import { TICK_MS } from "../inputs.ts";

/** What was missed beyond this many ticks is not made up for: the world lost that time. */
export const CATCH_UP_MAX = 5;

/** When ticks are due: at absolute moments, so that delays do not add up; none while it is stopped. */
export class Ticker {
  #nextMs: number | null = null;

  get isRunning(): boolean {
    return this.#nextMs !== null;
  }

  /** The first tick is due at once. */
  start(nowMs: number): void {
    this.#nextMs ??= nowMs;
  }

  stop(): void {
    this.#nextMs = null;
  }

  /** How many ticks are due now; they count as run. */
  take(nowMs: number): number {
    if (this.#nextMs === null) return 0;
    let due = 0;
    while (this.#nextMs <= nowMs && due < CATCH_UP_MAX) {
      due += 1;
      this.#nextMs += TICK_MS;
    }
    if (this.#nextMs <= nowMs) this.#nextMs = nowMs + TICK_MS;
    return due;
  }

  /** Milliseconds until the next tick; `null` while stopped. */
  waitMs(nowMs: number): number | null {
    return this.#nextMs === null ? null : Math.max(0, this.#nextMs - nowMs);
  }
}
