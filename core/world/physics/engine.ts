import type {
  Collider,
  ColliderDesc,
  EventQueue,
  KinematicCharacterController,
  RigidBody,
  World,
} from "@dimforge/rapier3d-deterministic";
import { indexOf } from "../../ecs/entity.ts";
import type { Piece } from "../geometry.ts";
import type { Point, Shape } from "../realm-map.ts";
import { type BodyId, type BodyKind, type BodyStore, LAND } from "./bodies.ts";
import { collisionGroups, solverGroups } from "./groups.ts";
import {
  CHARACTER_KG,
  CLIMB_RAD,
  GRAVITY_M_S2,
  SKIN_M,
  SOLVER_ITERATIONS,
  STEP_M,
  STEP_WIDTH_M,
  TICK_S,
} from "./numbers.ts";

/** The physics engine's module, which each runtime loads in its own way. */
export type Rapier = Omit<typeof import("@dimforge/rapier3d-deterministic"), "default">;

/** The engine's world, our bodies in it, and how one is found from the other. */
export interface Engine {
  rapier: Rapier;
  world: World;
  store: BodyStore;
  byCollider: Map<number, BodyId>;
  walker: KinematicCharacterController;
  queue: EventQueue;
}

export function makeWorld(rapier: Rapier, pieces: readonly Piece[]): World {
  const world = new rapier.World({ x: 0, y: -GRAVITY_M_S2, z: 0 });
  world.timestep = TICK_S;
  world.numSolverIterations = SOLVER_ITERATIONS;
  for (const { shape, at } of pieces) {
    const [x, y, z] = middleOf(shape, at);
    world.createCollider(grouped(shapeDesc(rapier, shape), "land").setTranslation(x, y, z));
  }
  return world;
}

export function makeEngine(rapier: Rapier, world: World, store: BodyStore): Engine {
  const walker = world.createCharacterController(SKIN_M);
  walker.enableAutostep(STEP_M, STEP_WIDTH_M, false);
  walker.enableSnapToGround(STEP_M);
  walker.setMaxSlopeClimbAngle(CLIMB_RAD);
  walker.setMinSlopeSlideAngle(CLIMB_RAD);
  walker.setApplyImpulsesToDynamicBodies(true);
  walker.setCharacterMass(CHARACTER_KG);
  const byCollider = new Map<number, BodyId>();
  store.each(store.query("body"), (index) => {
    byCollider.set(store.columns.body.collider[index] ?? 0, store.entityAt(index));
  });
  return { rapier, world, store, byCollider, walker, queue: new rapier.EventQueue(true) };
}

/** Gives back what the engine holds in its own memory. */
export function freeEngine({ world, queue }: Engine): void {
  queue.free();
  world.free();
}

export function shapeDesc({ ColliderDesc }: Rapier, shape: Shape): ColliderDesc {
  switch (shape.type) {
    case "box":
      return ColliderDesc.cuboid(shape.size[0] / 2, shape.size[1] / 2, shape.size[2] / 2);
    case "cylinder":
      return ColliderDesc.cylinder(shape.height / 2, shape.radius);
    case "ball":
      return ColliderDesc.ball(shape.radius);
  }
}

/** Where the middle of a shape is whose base's middle is here. */
export function middleOf(shape: Shape, [x, y, z]: Point): Point {
  return [x, y + heightOf(shape) / 2, z];
}

export function heightOf(shape: Shape): number {
  if (shape.type === "box") return shape.size[1];
  return shape.type === "cylinder" ? shape.height : 2 * shape.radius;
}

export function grouped(desc: ColliderDesc, kind: BodyKind | "land"): ColliderDesc {
  return desc.setCollisionGroups(collisionGroups[kind]).setSolverGroups(solverGroups[kind]);
}

/** Where a body is now, into its pose. */
export function readPose({ columns: { pose } }: BodyStore, index: number, rigid: RigidBody): void {
  const { x, y, z } = rigid.translation();
  const q = rigid.rotation();
  pose.x[index] = x;
  pose.y[index] = y;
  pose.z[index] = z;
  pose.qx[index] = q.x;
  pose.qy[index] = q.y;
  pose.qz[index] = q.z;
  pose.qw[index] = q.w;
}

export function rigidAt({ world, store }: Engine, index: number): RigidBody {
  return world.getRigidBody(store.columns.body.rigid[index] ?? 0);
}

export function colliderAt({ world, store }: Engine, index: number): Collider {
  return world.getCollider(store.columns.body.collider[index] ?? 0);
}

export function bodyOf({ byCollider }: Engine, collider: Collider | null): BodyId {
  return (collider && byCollider.get(collider.handle)) ?? LAND;
}

/** Whether a body is there and moves. */
export function isAwake({ store }: Engine, id: BodyId): boolean {
  return store.has(id, "pose") && store.columns.pose.asleep[indexOf(id)] === 0;
}
