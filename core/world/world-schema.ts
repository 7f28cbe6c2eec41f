import type { Schema } from "../ecs/schema.ts";

/** Components of a world's entities. Their order is that of checkpoints: new ones go last. */
export const worldSchema = {
  /** What it is: its kind (of `kinds`), its place in the map's list of that kind, and the area that it is in. */
  thing: { kind: "u8", def: "u16", area: "u16" },
  pose: { x: "f32", y: "f32", z: "f32", qx: "f32", qy: "f32", qz: "f32", qw: "f32" },
  body: { handle: "u32" },
  /** Of items that somebody carries. */
  held: { by: "u32" },
  /** Of characters: the velocity they want, where they look, and the newest input that is in it. */
  mover: { x: "f32", z: "f32", facing: "u8", jump: "u8", seq: "u32" },
  /** A way that is walked without further inputs: points to pass, and how long there was no progress. */
  trip: { points: "json", at: "u16", stuck: "u16", nearest: "f32" },
  seated: { on: "u32" },
  door: { open: "u8", locked: "u8" },
  light: { on: "u8" },
  /** Whose body it is. */
  person: { member: "u32" },
  script: { state: "json", timers: "json" },
  /** Of NPCs: what they are about. */
  mind: { state: "json" },
  /** Since which epoch of its shard it belongs to it: `ownership.ts`. */
  owner: { epoch: "u32" },
} as const satisfies Schema;

export type WorldSchema = typeof worldSchema;

/** Metres a second. */
export const WALK_SPEED = 3;
export const CHARACTER_HEIGHT_M = 1.8;
export const CHARACTER_RADIUS_M = 0.3;
