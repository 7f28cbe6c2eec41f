import type { ColliderDesc, RigidBodyDesc } from "@dimforge/rapier3d-deterministic";
import type { Point } from "../realm-map.ts";
import { type BodyId, type BodyKind, type BodyStore, bodyKinds, kindOf } from "./bodies.ts";
import { type Engine, grouped } from "./engine.ts";
import { DOOR_THICKNESS_M, ROLL_DAMPING, SLIDE_DAMPING } from "./numbers.ts";
import { shapeDesc, shapeFrom } from "./shapes.ts";

/** Gives an entity what every body has but sensors: kind, a pose, upright, and motion. Its index. */
export function addBody(store: BodyStore, id: BodyId, kind: BodyKind, middle: Point): number {
  const index = store.add(id, "body");
  store.columns.body.kind[index] = bodyKinds.indexOf(kind);
  store.add(id, "pose");
  store.add(id, "motion");
  store.columns.pose.qw[index] = 1;
  setPosition(store, index, middle);
  return index;
}

export function setPosition({ columns: { pose } }: BodyStore, index: number, [x, y, z]: Point): void {
  pose.x[index] = x;
  pose.y[index] = y;
  pose.z[index] = z;
}

/** Makes a body in the engine as the store describes it, whether it is new or was saved. False if that makes no sense. */
export function embody(engine: Engine, index: number): boolean {
  const { rapier, world, store, byCollider } = engine;
  const kind = kindOf(store, index);
  const solid = colliderFor(engine, index, kind);
  if (!solid) return false;
  const { body } = store.columns;
  const rigid = kind === "sensor" ? null : world.createRigidBody(rigidFor(engine, index, kind));
  if (kind === "sensor" || body.listens[index] === 1) solid.setActiveEvents(rapier.ActiveEvents.COLLISION_EVENTS);
  const collider = rigid ? world.createCollider(solid, rigid) : world.createCollider(solid);
  body.rigid[index] = rigid?.handle ?? 0;
  body.collider[index] = collider.handle;
  byCollider.set(collider.handle, store.entityAt(index));
  return true;
}

function rigidFor({ rapier, store }: Engine, index: number, kind: BodyKind): RigidBodyDesc {
  const { pose, motion } = store.columns;
  const at = (column: Float32Array): number => column[index] ?? 0;
  const isThing = kind === "prop" || kind === "item";
  const desc = isThing ? rapier.RigidBodyDesc.dynamic() : rapier.RigidBodyDesc.kinematicPositionBased();
  desc.setTranslation(at(pose.x), at(pose.y), at(pose.z));
  desc.setRotation({ x: at(pose.qx), y: at(pose.qy), z: at(pose.qz), w: at(pose.qw) });
  if (!isThing) return desc;
  desc.setLinvel(at(motion.x), at(motion.y), at(motion.z));
  desc.setAngvel({ x: at(motion.turnX), y: at(motion.turnY), z: at(motion.turnZ) });
  desc.setLinearDamping(SLIDE_DAMPING).setAngularDamping(ROLL_DAMPING);
  return desc.setSleeping(pose.asleep[index] === 1).setCcdEnabled(kind === "item");
}

function colliderFor({ rapier, store }: Engine, index: number, kind: BodyKind): ColliderDesc | null {
  const { body, character, door, sensor } = store.columns;
  const at = (column: Float32Array): number => column[index] ?? 0;
  if (kind === "character") {
    const radius = at(character.radiusM);
    return grouped(rapier.ColliderDesc.capsule(Math.max(at(character.heightM) / 2 - radius, 0.01), radius), kind);
  }
  if (kind === "door") {
    const panel = rapier.ColliderDesc.cuboid(at(door.lengthM) / 2, at(door.heightM) / 2, DOOR_THICKNESS_M / 2);
    return grouped(panel, kind);
  }
  const shape = shapeFrom(body.shape[index] ?? null);
  if (!shape) return null;
  const solid = grouped(shapeDesc(rapier, shape), kind);
  if (kind !== "sensor") return solid.setMass(at(body.massKg));
  const { DEFAULT, KINEMATIC_FIXED } = rapier.ActiveCollisionTypes;
  solid.setSensor(true).setTranslation(at(sensor.x), at(sensor.y), at(sensor.z));
  return solid.setActiveCollisionTypes(DEFAULT | KINEMATIC_FIXED);
}
