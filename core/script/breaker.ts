import type { Json } from "../world/script-port.ts";
import { BREAKER_FAILURES_MAX, BREAKER_ROW_MAX, BREAKER_WINDOW_TICKS } from "./limits.ts";

/** How one hook has failed lately. */
interface Record {
  /** Failures since the last success. */
  row: number;
  /** Ticks of the last failures. */
  ticks: number[];
  isOff: boolean;
}

/** Switches hooks off that keep failing, by any key. */
export class Breakers {
  readonly #records = new Map<string, Record>();

  isOff(key: string): boolean {
    return this.#records.get(key)?.isOff ?? false;
  }

  succeeded(key: string): void {
    const record = this.#records.get(key);
    if (record) record.row = 0;
  }

  /** Counts a failure; gives whether the hook is off now. */
  failed(key: string, tick: number): boolean {
    const record = this.#records.get(key) ?? { row: 0, ticks: [], isOff: false };
    record.row += 1;
    record.ticks = [...record.ticks, tick].slice(-BREAKER_FAILURES_MAX);
    const first = record.ticks[0] ?? tick;
    const isOften = record.ticks.length === BREAKER_FAILURES_MAX && tick - first <= BREAKER_WINDOW_TICKS;
    record.isOff ||= record.row >= BREAKER_ROW_MAX || isOften;
    this.#records.set(key, record);
    return record.isOff;
  }

  clear(): void {
    this.#records.clear();
  }

  /** `{ [key]: [row, isOff, ...ticks] }`, in the order of the keys. */
  save(): Json {
    const sorted = [...this.#records].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([key, { row, isOff, ticks }]) => [key, [row, isOff, ...ticks]]));
  }

  /** Takes what {@link save} gave; passes over what is not of that form. */
  restore(saved: Json): void {
    this.clear();
    if (saved === null || typeof saved !== "object" || Array.isArray(saved)) return;
    for (const [key, value] of Object.entries(saved)) {
      if (!Array.isArray(value)) continue;
      const [row, isOff, ...ticks] = value;
      if (typeof row !== "number" || typeof isOff !== "boolean") continue;
      const known = ticks.filter((tick) => typeof tick === "number").slice(-BREAKER_FAILURES_MAX);
      this.#records.set(key, { row, isOff, ticks: known });
    }
  }
}
