import type { WorldEvent } from "./events.ts";
import type { Exchange } from "./exchange.ts";
import type { WorldInput } from "./inputs.ts";
import type { MotionView } from "./motion/world-motion.ts";
import type { Scenes } from "./scenes.ts";
import type { WorldCheckpoint } from "./world-log.ts";

/** What one tick brought about, besides movement. */
export interface TickOutcome {
  events: readonly WorldEvent[];
  /** What commands gave back to their authors. */
  replies: readonly CommandReply[];
  /** Something happened that must never be lost: items, doors, scripts' memory, words. */
  durable: boolean;
}

export interface CommandReply {
  member: number;
  /** Which input of the tick it answers. */
  input: number;
  ok: boolean;
  lines: string[];
}

/** Where somebody is, for telling what they learn. */
export interface Viewer {
  entity: number;
  area: string;
}

/** A world that can be stepped: all that its shard knows of it. Deterministic: inputs alone decide. */
export interface Simulation {
  /** The next tick. */
  readonly tick: number;
  /** Something moves, or is about to: the next tick would not be like this one. */
  readonly isAwake: boolean;
  /** 0 to 1439. */
  readonly minute: number;
  /** The next minute of the day at which somebody has something to do, or `null`. */
  readonly nextStop: number | null;
  step(inputs: readonly WorldInput[]): TickOutcome;
  /** The number of somebody who has been here before. */
  memberOf(subject: string): number | null;
  /** Names that are taken, as `accept` made them. */
  readonly names: Iterable<string>;
  /** Members whose bodies are awake. */
  readonly awake: number[];
  viewer(member: number): Viewer | null;
  /** What people see of where they are. */
  readonly scenes: Scenes;
  /** Whether this member hears that one. */
  hears(member: number, entity: number): boolean;
  /** The same world as its motion is told. */
  readonly motion: MotionView;
  /** By which epoch its shard owns what is in it. */
  readonly epoch: number;
  /** What it has for other realms, and has of them. */
  readonly exchange: Readonly<Exchange>;
  /** Who of its own people is where. */
  npcs(): { id: string; title: string; area: string }[];
  save(): WorldCheckpoint;
  /** Digest of everything that decides the future. */
  hash(): string;
  /** Gives back what the engine holds. */
  free(): void;
}

/** Makes worlds of one realm. */
export interface SimulationFactory {
  create(): Simulation;
  /** Throws if the checkpoint cannot be read, by this engine or from its portable part. */
  restore(checkpoint: WorldCheckpoint): Simulation;
}
