import { indexOf } from "../../ecs/entity.ts";
import type { Motion } from "../motion.ts";
import type { Point } from "../realm-map.ts";
import { type BodyId, kindOf } from "./bodies.ts";
import { settleDoor } from "./doors.ts";
import { type Engine, readPose, rigidAt } from "./engine.ts";

/** How a body moves; `null` for what rests, but never for doors. */
export function motionOf(engine: Engine, id: BodyId): Motion | null {
  const { store } = engine;
  if (!store.has(id, "pose")) return null;
  const index = indexOf(id);
  const { character, door, pose } = store.columns;
  if (store.has(id, "door")) {
    return { angle: door.angle[index] ?? 0, target: door.target[index] ?? 0 };
  }
  if (store.has(id, "character")) {
    const rise = character.speedY[index] ?? 0;
    return rise === 0 ? null : { rise };
  }
  if (pose.asleep[index] === 1) return null;
  const rigid = rigidAt(engine, index);
  const [velocity, spin] = [rigid.linvel(), rigid.angvel()];
  return { velocity: [velocity.x, velocity.y, velocity.z], spin: [spin.x, spin.y, spin.z] };
}

/** Lets a body that was just made go on as another one did; all but doors find anew what they lie or stand on. */
export function goOn(engine: Engine, id: BodyId, motion: Motion): void {
  const { store } = engine;
  if (!store.has(id, "pose")) return;
  const index = indexOf(id);
  if (store.has(id, "door")) {
    if ("angle" in motion) settleDoor(engine, index, motion.angle, motion.target);
  } else if (store.has(id, "character")) {
    if ("rise" in motion) store.columns.character.speedY[index] = motion.rise;
  } else if ("velocity" in motion) {
    const rigid = rigidAt(engine, index);
    rigid.setLinvel(vector(motion.velocity), true);
    rigid.setAngvel(vector(motion.spin), true);
  }
}

/** Puts the middle of a body somewhere, turned so, and awake. Doors hang where they hang. */
export function putAt(engine: Engine, id: BodyId, at: Point, turn: readonly number[]): void {
  const { store } = engine;
  if (!store.has(id, "pose") || store.has(id, "door")) return;
  const index = indexOf(id);
  const rigid = rigidAt(engine, index);
  rigid.setTranslation(vector(at), true);
  const [x = 0, y = 0, z = 0, w = 1] = turn;
  const length = Math.sqrt(x * x + y * y + z * z + w * w);
  const isThing = kindOf(store, index) !== "character";
  if (isThing && length > 0) rigid.setRotation({ x: x / length, y: y / length, z: z / length, w: w / length }, true);
  readPose(store, index, rigid);
  store.columns.pose.asleep[index] = 0;
}

const vector = ([x, y, z]: Point) => ({ x, y, z });
