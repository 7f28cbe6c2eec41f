/** How often something may be tried within a time. */
export interface AttemptsRate {
  most: number;
  withinMs: number;
}

/** Counts that are remembered at once; beyond it the oldest is forgotten. */
const KEYS_MAX = 20_000;

/** Tries, by whatever they are counted by; in memory, since a restart is not something that a guesser can cause. */
export class Attempts {
  readonly #rate: AttemptsRate;
  /** In the order in which they began. */
  readonly #counts = new Map<string, { made: number; overMs: number }>();

  constructor(rate: AttemptsRate) {
    this.#rate = rate;
  }

  /** How long one has to wait before another try; 0: not at all. */
  waitMs(key: string, nowMs: number): number {
    const count = this.#counts.get(key);
    if (!count || nowMs >= count.overMs || count.made < this.#rate.most) return 0;
    return count.overMs - nowMs;
  }

  /** Counts a try: when it begins, so that many at once are not one. */
  add(key: string, nowMs: number): void {
    const count = this.#counts.get(key);
    if (count && nowMs < count.overMs) {
      count.made += 1;
      return;
    }
    this.#counts.delete(key);
    this.#counts.set(key, { made: 1, overMs: nowMs + this.#rate.withinMs });
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > KEYS_MAX && oldest !== undefined) this.#counts.delete(oldest);
  }

  /** Takes a try back, which was none: it succeeded. */
  remove(key: string): void {
    const count = this.#counts.get(key);
    if (count) count.made = Math.max(0, count.made - 1);
  }
}
