import type { ShardMoment } from "../world/shard/membership.ts";
import { figures } from "./directory/figures.ts";
import type { Usage } from "./directory/prices.ts";

/** Counts what a shard uses, as far as it is charged for. Counts go on from what was reported before, over restarts. */
export class ShardUsage implements Usage {
  messages = 0;
  calls = 0;
  rows = 0;
  #awakeMs = 0;
  #isAwake = false;
  #lastMs: number | null = null;
  #sinceMs = 0;

  get awakeSeconds(): number {
    return this.#awakeMs / 1_000;
  }

  /** Since when it has been awake, or asleep. */
  get sinceMs(): number {
    return this.#sinceMs;
  }

  /** Time has passed. */
  note({ nowMs, isAwake }: ShardMoment): void {
    if (this.#isAwake && this.#lastMs !== null) this.#awakeMs += Math.max(0, nowMs - this.#lastMs);
    // Who is asleep and heard something was awake for a moment.
    if (isAwake !== this.#isAwake || !isAwake) this.#sinceMs = nowMs;
    this.#isAwake = isAwake;
    this.#lastMs = nowMs;
  }

  /** These figures were reported before memory began. */
  goOnFrom(reported: Record<string, number>): void {
    this.messages += reported[figures.messages] ?? 0;
    this.calls += reported[figures.calls] ?? 0;
    this.rows += reported[figures.rows] ?? 0;
    this.#awakeMs += reported[figures.awakeMs] ?? 0;
  }

  /** All of it, as it is reported. */
  figures({ nowMs, world, sockets, isAwake }: ShardMoment): Record<string, number> {
    return {
      [figures.ticks]: world.tick,
      [figures.awakeMs]: Math.round(this.#awakeMs),
      [figures.messages]: this.messages,
      [figures.calls]: this.calls,
      [figures.rows]: this.rows,
      [figures.sockets]: sockets,
      [figures.isAwake]: isAwake ? 1 : 0,
      [figures.stateMs]: Math.max(0, Math.round(nowMs - this.#sinceMs)),
    };
  }
}
