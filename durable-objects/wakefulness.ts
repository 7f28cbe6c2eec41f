/**
 * Knows by name what keeps an object in memory. The platform does not say why an object stays awake
 * (compatibility date ≥ 2026-10-01: a pending timer, call or fetch), and a room that never sleeps is billed.
 */
export class Wakefulness {
  readonly #reasons = new Map<string, number>();

  /** Names of what is pending. */
  get reasons(): string[] {
    return [...this.#reasons.keys()];
  }

  since(reason: string): void {
    this.#reasons.set(reason, 1);
  }

  over(reason: string): void {
    this.#reasons.delete(reason);
  }

  /** Counts a call as pending until it is settled. */
  during<T>(reason: string, call: Promise<T>): Promise<T> {
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
    return call.finally(() => {
      const left = (this.#reasons.get(reason) ?? 1) - 1;
      if (left > 0) this.#reasons.set(reason, left);
      else this.#reasons.delete(reason);
    });
  }
}
