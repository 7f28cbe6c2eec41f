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
import { Obstacles } from "./obstacles.ts";
import { OpenGround } from "./open-ground.ts";
import { middleOf, shapeDesc } from "./shapes.ts";

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
  /** Where a walk needs no engine: on this ground, among these obstacles. */
  ground: OpenGround;
  obstacles: Obstacles;
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

/** @param pieces that the world is made of; asked for once somebody walks */
export function makeEngine(rapier: Rapier, world: World, store: BodyStore, pieces: () => readonly Piece[]): Engine {
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
  const queue = new rapier.EventQueue(true);
  const [ground, obstacles] = [new OpenGround(pieces), new Obstacles(store)];
  return { rapier, world, store, byCollider, walker, queue, ground, obstacles };
}

/**
 * One step of the engine. Not `World.step`: after each it looks through all bodies and colliders for those of soft
 * bodies that were torn, and there are none.
 */
export function stepEngine({ world, queue }: Engine): void {
  world.physicsPipeline.step(
    world.gravity,
    world.integrationParameters,
    world.islands,
    world.broadPhase,
    world.narrowPhase,
    world.bodies,
    world.colliders,
    world.softBodies,
    world.impulseJoints,
    world.multibodyJoints,
    world.ccdSolver,
    queue,
  );
}

/** Gives back what the engine holds in its own memory. */
export function freeEngine({ world, queue }: Engine): void {
  queue.free();
  world.free();
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
