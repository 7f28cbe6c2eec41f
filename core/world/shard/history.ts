import { TICK_HZ, type TickInputs, type WorldInput } from "../inputs.ts";
import type { Simulation, SimulationFactory, TickOutcome } from "../simulation.ts";
import type { WorldLog } from "../world-log.ts";

/** Without anything durable the log is written this often: a crash costs that much walking. */
const FLUSH_EVERY_TICKS = TICK_HZ;
/** Recovery replays no more than this many ticks. */
const CHECKPOINT_EVERY_TICKS = 30 * TICK_HZ;

/**
 * One world and its past: every step is on its way into the log, what must never be lost is there before anybody hears
 * of it, and checkpoints keep recovery short.
 */
export class History {
  readonly #log: WorldLog;
  readonly #world: Simulation;
  /** Ticks from here on are not in the log. */
  #unloggedFrom: number;
  #ticks: TickInputs[] = [];
  #checkpointTick: number;
  #replayed: number;

  /** Takes up the world where its log ends. Throws if it cannot be read. */
  constructor(log: WorldLog, factory: SimulationFactory) {
    this.#log = log;
    const checkpoint = log.checkpoint();
    this.#world = checkpoint ? factory.restore(checkpoint) : factory.create();
    this.#checkpointTick = this.#world.tick;
    try {
      this.#replayed = this.#replay();
    } catch (error) {
      // Engines have memory of their own, and it may be tried again and again.
      this.#world.free();
      throw error;
    }
    this.#unloggedFrom = this.#world.tick;
  }

  get world(): Simulation {
    return this.#world;
  }

  /** How many ticks were run again to take the world up. */
  get replayed(): number {
    return this.#replayed;
  }

  /** One tick. Throws if it could not be made durable: then this world must not go on. */
  step(inputs: readonly WorldInput[]): TickOutcome {
    const { tick } = this.#world;
    const outcome = this.#world.step(inputs);
    if (inputs.length > 0) this.#ticks.push({ tick, inputs });
    if (outcome.durable || this.#world.tick - this.#unloggedFrom >= FLUSH_EVERY_TICKS) this.flush();
    return outcome;
  }

  /** Writes what is not in the log yet. */
  flush(): void {
    const to = this.#world.tick;
    if (to === this.#unloggedFrom) return;
    this.#log.append({ from: this.#unloggedFrom, to, ticks: this.#ticks });
    this.#unloggedFrom = to;
    this.#ticks = [];
  }

  /** Whether so much has happened since the last checkpoint that the next one is due; `asleep`: anything at all. */
  wantsCheckpoint(asleep: boolean): boolean {
    const since = this.#world.tick - this.#checkpointTick;
    return since >= CHECKPOINT_EVERY_TICKS || (asleep && since > 0);
  }

  /** Puts a checkpoint away. What it makes superfluous goes at {@link settle}. */
  checkpoint(): void {
    this.flush();
    this.#log.save(this.#world.save());
    this.#checkpointTick = this.#world.tick;
  }

  /** The last checkpoint is known to be stored. */
  settle(): void {
    this.#log.settle();
  }

  #replay(): number {
    const from = this.#world.tick;
    for (const row of this.#log.rows(from)) {
      const inputs = new Map(row.ticks.map(({ tick, inputs: those }) => [tick, those]));
      if (row.from > this.#world.tick) throw new Error(`the log lacks ticks ${this.#world.tick} to ${row.from}`);
      while (this.#world.tick < row.to) this.#world.step(inputs.get(this.#world.tick) ?? []);
    }
    return this.#world.tick - from;
  }
}
