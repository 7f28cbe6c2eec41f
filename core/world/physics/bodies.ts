import type { Entity } from "../../ecs/entity.ts";
import { Store } from "../../ecs/store.ts";

/** Names a body, of its own {@link BodyStore}. 0 is the land: all that is built. */
export type BodyId = Entity;
export const LAND: BodyId = 0;

export const bodyKinds = ["character", "prop", "item", "door", "sensor"] as const;
export type BodyKind = (typeof bodyKinds)[number];

/** What the engine's own snapshots lack, and what a world is rebuilt from without them. */
export const bodySchema = {
  /** `kind` counts in {@link bodyKinds}; `rigid` and `collider` are the engine's handles. */
  body: { kind: "u8", rigid: "f64", collider: "f64", listens: "u8", massKg: "f32", shape: "json" },
  /** The middle of the body, as it was after the last tick; `asleep` until something moves it. */
  pose: { x: "f32", y: "f32", z: "f32", qx: "f32", qy: "f32", qz: "f32", qw: "f32", asleep: "u8" },
  /** As it was when this was saved. */
  motion: { x: "f32", y: "f32", z: "f32", turnX: "f32", turnY: "f32", turnZ: "f32" },
  /** `ground`: the body that they stand on, or the land. */
  character: {
    heightM: "f32",
    radiusM: "f32",
    wishX: "f32",
    wishZ: "f32",
    jump: "u8",
    speedY: "f32",
    grounded: "u8",
    ground: "u32",
  },
  /** The hinge at floor level; angles in degrees, positive to the left of who looks along the panel. */
  door: {
    hingeX: "f32",
    hingeY: "f32",
    hingeZ: "f32",
    alongZ: "u8",
    lengthM: "f32",
    heightM: "f32",
    angle: "f32",
    target: "f32",
    blocked: "u8",
  },
  /** Its middle. */
  sensor: { x: "f32", y: "f32", z: "f32" },
  /** Of things: where they last got somewhere, and for how many ticks they have not since. */
  fidget: { x: "f32", y: "f32", z: "f32", ticks: "u16" },
} as const;

export type BodyStore = Store<typeof bodySchema>;

export function makeBodyStore(): BodyStore {
  return new Store(bodySchema);
}

export function kindOf(store: BodyStore, index: number): BodyKind {
  return bodyKinds[store.columns.body.kind[index] ?? 0] ?? "prop";
}
