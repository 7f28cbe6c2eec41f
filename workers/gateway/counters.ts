import { type CounterSink, METRICS_HUBS } from "../../durable-objects/counter-batch.ts";

const PUSH_EVERY_MS = 2_000;

type Hubs = { getByName(name: string): CounterSink };

/** The gateway's own counters, gathered in the isolate and pushed behind a response now and then. */
export class GatewayCounters {
  #deltas: Record<string, number> = {};
  #pushedMs = 0;

  count(name: string, by = 1): void {
    this.#deltas[name] = (this.#deltas[name] ?? 0) + by;
  }

  pushSoon(hubs: Hubs, context: ExecutionContext): void {
    if (Date.now() - this.#pushedMs < PUSH_EVERY_MS) return;
    context.waitUntil(this.push(hubs));
  }

  async push(hubs: Hubs): Promise<void> {
    const deltas = this.#deltas;
    this.#deltas = {};
    this.#pushedMs = Date.now();
    if (Object.keys(deltas).length > 0) await hubs.getByName(METRICS_HUBS[0]).add(deltas);
  }
}
