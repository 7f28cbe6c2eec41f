import type { World } from "@dimforge/rapier3d-deterministic";
import { loadStore, saveStore } from "../../ecs/store-bytes.ts";
import type { Piece } from "../geometry.ts";
import { type BodyStore, bodySchema } from "./bodies.ts";
import { embody } from "./embody.ts";
import { freeEngine, makeEngine, makeWorld, type Rapier, rigidAt } from "./engine.ts";
import { Physics } from "./physics.ts";

export type PhysicsResult =
  | { ok: true; physics: Physics }
  | { ok: false; code: "SCHEMA_DIFFERS" | "BYTES_DAMAGED"; message: string };

/**
 * Everything that decides the future, as bytes: four of length (little-endian), our store, the engine's snapshot. Only
 * the very engine that made it can read it: whoever keeps it keeps the hash of the engine's WebAssembly beside it.
 * Equal worlds give equal bytes on every machine.
 */
export function takeSnapshot(physics: Physics): Uint8Array<ArrayBuffer> {
  const { store, world } = physics.parts;
  const own = saveStore(store);
  const engines = world.takeSnapshot();
  const bytes = new Uint8Array(4 + own.length + engines.length);
  new DataView(bytes.buffer).setUint32(0, own.length, true);
  bytes.set(own, 4);
  bytes.set(engines, 4 + own.length);
  return bytes;
}

/** The world of a snapshot, with the same future; these pieces must be those that it was made of. */
export function restoreSnapshot(rapier: Rapier, pieces: () => readonly Piece[], bytes: Uint8Array): PhysicsResult {
  if (bytes.length < 4) return damaged("It is too short.");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const loaded = loadStore(bodySchema, bytes.subarray(4, 4 + length));
  if (!loaded.ok) return loaded;
  const world = worldOf(rapier, bytes.subarray(4 + length));
  if (!world) return damaged("The engine cannot read its part.");
  if (!fits(world, loaded.store)) {
    world.free();
    return damaged("Its bodies are not those of the engine.");
  }
  return { ok: true, physics: new Physics(makeEngine(rapier, world, loaded.store, pieces)) };
}

function damaged(message: string): { ok: false; code: "BYTES_DAMAGED"; message: string } {
  return { ok: false, code: "BYTES_DAMAGED", message };
}

function worldOf(rapier: Rapier, bytes: Uint8Array): World | null {
  const pipeline = new rapier.SerializationPipeline();
  try {
    // Not `deserializeAll`, which leaves what it read from to the garbage collector. There may be none.
    const parts = pipeline.raw.deserializeAll(bytes);
    if (!parts) return null;
    const world = rapier.World.fromRaw(parts);
    parts.free();
    return world;
  } catch {
    return null;
  } finally {
    pipeline.free();
  }
}

function fits(world: World, store: BodyStore): boolean {
  const { rigid, collider } = store.columns.body;
  let fitting = true;
  store.each(store.query("body"), (index) => {
    fitting &&= world.colliders.contains(collider[index] ?? 0);
  });
  store.each(store.query("pose"), (index) => {
    fitting &&= world.bodies.contains(rigid[index] ?? 0);
  });
  return fitting;
}

/** What a world is rebuilt from where its snapshot cannot be read: bodies with their ids, poses and motion. */
export function savePortable(physics: Physics): Uint8Array<ArrayBuffer> {
  const { store } = physics.parts;
  const moving = store.query("motion");
  store.each(moving, (index) => {
    const { motion } = store.columns;
    const rigid = rigidAt(physics.parts, index);
    const [velocity, turn] = [rigid.linvel(), rigid.angvel()];
    setMotion(motion, index, velocity, turn);
  });
  const bytes = saveStore(store);
  store.each(moving, (index) => setMotion(store.columns.motion, index, still, still));
  return bytes;
}

interface Vector {
  x: number;
  y: number;
  z: number;
}
const still: Vector = { x: 0, y: 0, z: 0 };

function setMotion(motion: BodyStore["columns"]["motion"], index: number, velocity: Vector, turn: Vector): void {
  motion.x[index] = velocity.x;
  motion.y[index] = velocity.y;
  motion.z[index] = velocity.z;
  motion.turnX[index] = turn.x;
  motion.turnY[index] = turn.y;
  motion.turnZ[index] = turn.z;
}

/**
 * A world that looks as the saved one did, its bodies with the same ids, between these pieces. What the engine alone
 * knew (contacts, how long something has been still) is found anew, so that the future may differ.
 */
export function rebuild(rapier: Rapier, pieces: readonly Piece[], bytes: Uint8Array): PhysicsResult {
  const loaded = loadStore(bodySchema, bytes);
  if (!loaded.ok) return loaded;
  const { store } = loaded;
  const engine = makeEngine(rapier, makeWorld(rapier, pieces), store, () => pieces);
  engine.byCollider.clear();
  let whole = true;
  store.each(store.query("body"), (index) => {
    whole &&= embody(engine, index);
  });
  if (!whole) {
    freeEngine(engine);
    return damaged("A body has no shape.");
  }
  store.each(store.query("motion"), (index) => setMotion(store.columns.motion, index, still, still));
  return { ok: true, physics: new Physics(engine) };
}
