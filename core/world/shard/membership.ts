import type { WorldInput } from "../inputs.ts";
import type { Simulation } from "../simulation.ts";

/** How a shard stands after something has happened to it. */
export interface ShardMoment {
  /** In the shard's own time. */
  nowMs: number;
  world: Simulation;
  /** Ticks go on: nothing keeps it awake otherwise. */
  isAwake: boolean;
  sockets: number;
  /** Members who have a socket. */
  present: Iterable<number>;
}

/** The shard's place among the realms: whoever tells the directory of it. `core/realm/registrar.ts` does it. */
export interface Membership {
  /** After every event, as often as every tick: cheap where nothing is to be told. */
  settled(moment: ShardMoment): void;
  /** The world went back to what was durable. */
  wentBack(): void;
  /** Wants to be called again then, in the shard's own time, though nothing happens; `null`: never. */
  readonly dueMs: number | null;
}

/** What a membership may do to its shard. */
export interface ShardInputs {
  /** Applied with the next tick, at once where the world is at rest. */
  give(input: WorldInput): void;
  /** Reads the world from its log, if it is not in memory. */
  takeUp(): void;
}

/** Of a world that is alone. */
export const alone: Membership = { settled: () => undefined, wentBack: () => undefined, dueMs: null };
