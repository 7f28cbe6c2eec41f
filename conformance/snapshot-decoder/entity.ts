import type { Model } from "./model.ts";

/** A place in the world, in coordinates: x, y, z. */
export type Position = readonly [x: number, y: number, z: number];

/** An entity as a snapshot has it. Never changed. */
export interface Entity {
  id: number;
  kind: number;
  rests: boolean;
  at: Position;
  /** 32 bits. */
  orientation: number;
  /** 32 bits. */
  fields: number;
  asOf: number;
}

/** A snapshot that may be told against. */
export interface Snapshot {
  tick: number;
  entities: readonly Entity[];
  byId: ReadonlyMap<number, Entity>;
  model: Model;
}

/** What a frame is told against. */
export interface References {
  base: Snapshot | null;
  recent: Snapshot | null;
  older: Snapshot | null;
  ahead: number;
  /** 0 where there is none. */
  sinceRecent: number;
  sinceOlder: number;
}

/** What the references know of an entity of the baseline, and how it stirs. */
export interface Past {
  base: Entity;
  recent: Entity | null;
  older: Entity | null;
  stir: number;
}
