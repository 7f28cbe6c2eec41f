import type { LiveConnection } from "../../../core/ports.ts";
import { builtRealms } from "../../../core/realm/built/index.ts";
import type { RealmMap } from "../../../core/world/realm-map.ts";
import type { ShardRunner } from "../../../core/world/shard/shard-runner.ts";
import { type ShardEnv, WorldShard } from "../../../durable-objects/world-shard.ts";
import type { Waking } from "../waking.ts";

/** By the world's name. It outlives the objects, which share an isolate. */
export const wakings = new Map<string, Waking>();

interface WakeEnv extends ShardEnv {
  /** Added to the clock, so that it is a quiet time of day in all worlds. */
  WAKE_SHIFT_MS: string;
}

/** The product's shard, of the tavern under any name; it tells how it came to memory. */
export class WakeWorld extends WorldShard<WakeEnv> {
  readonly #waking: Waking;

  constructor(ctx: DurableObjectState, env: WakeEnv) {
    super(ctx, env);
    const none = { startMs: 0, restoreMs: 0, replayed: 0, checkpointBytes: 0, restingSinceMs: null };
    this.#waking = { madeMs: Date.now(), ...none };
    wakings.set(this.name, this.#waking);
  }

  /** Gone from memory at once, with its sockets. */
  forget(): void {
    this.ctx.abort("the bench has seen enough of it");
  }

  protected override wake(live: () => LiveConnection[]): ShardRunner {
    const startedMs = performance.now();
    const runner = super.wake(live);
    const madeMs = performance.now();
    // Read at first use, which comes next: here it can be timed.
    runner.world;
    this.#waking.startMs = madeMs - startedMs;
    this.#waking.restoreMs = performance.now() - madeMs;
    this.#waking.checkpointBytes = this.#checkpointBytes();
    return runner;
  }

  #checkpointBytes(): number {
    const { sql } = this.ctx.storage;
    const tables = sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'world_checkpoint'").toArray();
    if (tables.length === 0) return 0;
    const [row] = sql.exec("SELECT bytes FROM world_checkpoint ORDER BY tick DESC LIMIT 1").toArray();
    return Number(row?.["bytes"] ?? 0);
  }

  protected override map(): RealmMap {
    const map = builtRealms.find(({ realm }) => realm === "golden-dragon");
    if (!map) throw new Error("there is no tavern");
    return map;
  }

  protected override count(name: string, by: number): void {
    if (name === "world_ticks_replayed") this.#waking.replayed = by;
    super.count(name, by);
  }

  protected override setTimer(ms: number | null): void {
    this.#waking.restingSinceMs = ms === null ? Date.now() : null;
    super.setTimer(ms);
  }

  get #shiftMs(): number {
    return Number(this.env.WAKE_SHIFT_MS);
  }

  protected override clock(): number {
    return super.clock() + this.#shiftMs;
  }

  protected override setAlarm(atMs: number | null): void {
    super.setAlarm(atMs === null ? null : atMs - this.#shiftMs);
  }

  protected override heardMs(id: string): number | null {
    const heardMs = super.heardMs(id);
    return heardMs === null ? null : heardMs + this.#shiftMs;
  }
}
