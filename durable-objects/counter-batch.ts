import type { Wakefulness } from "./wakefulness.ts";

/** Where counters are added up. */
export interface CounterSink {
  add(deltas: Record<string, number>): Promise<void>;
}

/** Hubs that share the load; the gateway reads them all. */
export const METRICS_HUBS = ["hub-0", "hub-1", "hub-2", "hub-3"] as const;

const PUSH_AFTER_MS = 2_000;

/**
 * Counters of one object, pushed to a hub a little later: never one call a count, and nothing is pending in an
 * object that counts nothing, so that it may hibernate.
 */
export class CounterBatch {
  readonly #hubs: () => { getByName(name: string): CounterSink };
  readonly #hub: string;
  #deltas: Record<string, number> = {};
  #pending = false;

  readonly #awake: Wakefulness;

  /** @param key spreads objects over the hubs */
  constructor(hubs: () => { getByName(name: string): CounterSink }, key: string, awake: Wakefulness) {
    this.#hubs = hubs;
    this.#awake = awake;
    this.#hub = METRICS_HUBS[Number.parseInt(key.slice(-2), 16) % METRICS_HUBS.length] ?? METRICS_HUBS[0];
  }

  count(name: string, by: number): void {
    this.#deltas[name] = (this.#deltas[name] ?? 0) + by;
    if (this.#pending) return;
    this.#pending = true;
    this.#awake.since("counters");
    setTimeout(() => void this.#push(), PUSH_AFTER_MS);
  }

  async #push(): Promise<void> {
    const deltas = this.#deltas;
    this.#deltas = {};
    this.#pending = false;
    try {
      await this.#hubs().getByName(this.#hub).add(deltas);
    } catch (error) {
      console.warn(JSON.stringify({ level: "warn", event: "metrics lost", message: String(error) }));
    } finally {
      if (!this.#pending) this.#awake.over("counters");
    }
  }
}
