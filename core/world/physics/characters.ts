import type { Vector } from "@dimforge/rapier3d-deterministic";
import type { Query } from "../../ecs/store.ts";
import type { Point } from "../realm-map.ts";
import { type BodyId, LAND } from "./bodies.ts";
import { addBody, embody } from "./embody.ts";
import { bodyOf, colliderAt, type Engine, isAwake, rigidAt } from "./engine.ts";
import { walkFilter } from "./groups.ts";
import {
  ELBOW_M,
  FALL_MAX_M_S,
  FOOTING_M,
  GRAVITY_M_S2,
  HELD_M_S,
  JUMP_M_S,
  SKIN_M,
  STEP_M,
  STILL_M,
  TICK_S,
} from "./numbers.ts";
import { HEADROOM_M } from "./open-ground.ts";
import { makeWay, setWay } from "./way.ts";

export function createCharacter(engine: Engine, id: BodyId, heightM: number, radiusM: number, at: Point): void {
  const { store } = engine;
  const index = addBody(store, id, "character", [at[0], at[1] + heightM / 2 + SKIN_M, at[2]]);
  store.add(id, "character");
  store.columns.character.heightM[index] = heightM;
  store.columns.character.radiusM[index] = radiusM;
  embody(engine, index);
}

/** Walks all characters to where the next step of the engine brings them. */
export function walkCharacters(engine: Engine, query: Query): void {
  let looked = false;
  engine.store.each(query, (index) => {
    if (isStill(engine, index)) return;
    if (!looked) engine.obstacles.gather();
    looked = true;
    if (!stroll(engine, index)) walk(engine, index);
  });
}

/** Nobody moves them and nothing that they stand on: the walker would not either. */
function isStill(engine: Engine, index: number): boolean {
  const { character, pose } = engine.store.columns;
  if (pose.asleep[index] === 0 || wants(engine, index)) return false;
  const ground = character.ground[index] ?? LAND;
  return ground === LAND || (engine.store.alive(ground) && !isAwake(engine, ground));
}

function wants({ store: { columns } }: Engine, index: number): boolean {
  const { wishX, wishZ, jump } = columns.character;
  return wishX[index] !== 0 || wishZ[index] !== 0 || jump[index] !== 0;
}

/** The one that is looked at. */
const way = makeWay();

/**
 * Over bare ground and along walls they get as far as the engine would find too, but much later. False: it must be asked.
 */
function stroll(engine: Engine, index: number): boolean {
  const { character, pose } = engine.store.columns;
  const heightM = character.heightM[index] ?? 0;
  if (character.grounded[index] === 0 || character.jump[index] === 1 || heightM + ELBOW_M > HEADROOM_M) return false;
  const x = pose.x[index] ?? 0;
  const z = pose.z[index] ?? 0;
  const stepX = (character.wishX[index] ?? 0) * TICK_S;
  const stepZ = (character.wishZ[index] ?? 0) * TICK_S;
  const feetY = (pose.y[index] ?? 0) - heightM / 2 - SKIN_M;
  setWay(way, x, z, x + stepX, z + stepZ, (character.radiusM[index] ?? 0) + ELBOW_M);
  const level = engine.ground.lead(way, feetY);
  if (level === null || !engine.obstacles.isFree(way)) return false;
  character.ground[index] = LAND;
  go(engine, index, vector(way.toX - x, level - feetY, way.toZ - z));
  return true;
}

function walk(engine: Engine, index: number): void {
  const { walker, store } = engine;
  const { character } = store.columns;
  const stood = character.grounded[index] === 1;
  const jumps = stood && character.jump[index] === 1;
  const from = jumps ? JUMP_M_S : (character.speedY[index] ?? 0);
  const to = Math.max(from - GRAVITY_M_S2 * TICK_S, -FALL_MAX_M_S);
  // Who stands is held down by the snap: pressed into the ground, the walker loses every fiftieth tick or so.
  const fall = stood && !jumps ? 0 : (from + to) / 2;
  const wish = vector((character.wishX[index] ?? 0) * TICK_S, fall * TICK_S, (character.wishZ[index] ?? 0) * TICK_S);
  // Down stairs feet stay on the steps; at the end of a jump they fall.
  if (stood && !jumps) walker.enableSnapToGround(STEP_M);
  else walker.disableSnapToGround();
  const move = tread(engine, index, wish);
  const footing = from <= 0 ? footingAt(engine, index, move) : null;
  // Wedged between a door and its frame, or hung on an edge: what does not let them fall is what they stand on.
  const isHeld = from < HELD_M_S && Math.abs(move.x) + Math.abs(move.y) + Math.abs(move.z) < STILL_M;
  const lands = from <= 0 && (isHeld || walker.computedGrounded() || (footing !== null && footing.gapM < SKIN_M));
  const bumps = wish.y > 0 && move.y < wish.y - STILL_M;
  if (footing && lands) move.y -= footing.gapM;
  character.jump[index] = 0;
  character.grounded[index] = Number(lands);
  character.speedY[index] = lands || bumps ? 0 : to;
  character.ground[index] = lands ? footing?.body || movableHit(engine, isHeld ? -1 : 0.5) : LAND;
  go(engine, index, move);
}

/**
 * How far the engine lets them go. Where two things touch them it holds some who want away, as between a door and its
 * frame: who stands and gets nowhere goes along one axis, or the other, if nothing is there.
 */
function tread(engine: Engine, index: number, wish: Vector): Vector {
  const move = ask(engine, index, wish);
  if (wish.y !== 0 || getsOn(move)) return move;
  const ways = [vector(wish.x, 0, 0), vector(0, 0, wish.z)];
  if (Math.abs(wish.x) < Math.abs(wish.z)) ways.reverse();
  return ways.find((one) => getsOn(one) && isFree(engine, index, one)) ?? move;
}

/** Whether nothing is met on a way: by their body, not by their skin. */
function isFree(engine: Engine, index: number, step: Vector): boolean {
  const { rapier, world } = engine;
  const own = colliderAt(engine, index);
  const [at, turn] = [own.translation(), own.rotation()];
  const { EXCLUDE_SENSORS } = rapier.QueryFilterFlags;
  return world.castShape(at, turn, step, own.shape, 0, 1, true, EXCLUDE_SENSORS, walkFilter, own) === null;
}

function ask(engine: Engine, index: number, wish: Vector): Vector {
  const { rapier, walker } = engine;
  walker.computeColliderMovement(colliderAt(engine, index), wish, rapier.QueryFilterFlags.EXCLUDE_SENSORS, walkFilter);
  return walker.computedMovement();
}

const getsOn = ({ x, z }: Vector): boolean => Math.abs(x) + Math.abs(z) > STILL_M;

const vector = (x: number, y: number, z: number): Vector => ({ x, y, z });

/** To where they get to; or they come to rest. */
function go(engine: Engine, index: number, move: Vector): void {
  const { character, pose } = engine.store.columns;
  const isMoving = Math.abs(move.x) + Math.abs(move.y) + Math.abs(move.z) > STILL_M;
  const rests = character.grounded[index] === 1 && !isMoving && !wants(engine, index);
  pose.asleep[index] = Number(rests);
  if (rests) return;
  const { x, y, z } = move;
  rigidAt(engine, index).setNextKinematicTranslation(
    vector((pose.x[index] ?? 0) + x, (pose.y[index] ?? 0) + y, (pose.z[index] ?? 0) + z),
  );
}

interface Footing {
  /** How much too high they are; negative if too low. */
  gapM: number;
  body: BodyId;
}

/**
 * The flat ground right below where somebody would be. The walker's casts of round shapes onto large flat ones are off
 * by centimetres, along some diagonals in every tick and downward; a ray is exact.
 */
function footingAt(engine: Engine, index: number, move: Vector): Footing | null {
  const { rapier, world, store } = engine;
  const { character, pose } = store.columns;
  const standM = (character.heightM[index] ?? 0) / 2 + SKIN_M;
  const at = vector((pose.x[index] ?? 0) + move.x, (pose.y[index] ?? 0) + move.y, (pose.z[index] ?? 0) + move.z);
  const down = new rapier.Ray(at, vector(0, -1, 0));
  const { EXCLUDE_SENSORS } = rapier.QueryFilterFlags;
  const own = colliderAt(engine, index);
  const hit = world.castRayAndGetNormal(down, standM + FOOTING_M, true, EXCLUDE_SENSORS, walkFilter, own);
  if (!hit || hit.normal.y < 0.999) return null;
  return { gapM: hit.timeOfImpact - standM, body: bodyOf(engine, hit.collider) };
}

/** What they stand on the edge of, if it is a body. @param up how much of it looks upward, at least */
function movableHit(engine: Engine, up: number): BodyId {
  const { walker } = engine;
  for (let i = 0; i < walker.numComputedCollisions(); i++) {
    const hit = walker.computedCollision(i);
    const ground = hit && hit.normal1.y > up ? bodyOf(engine, hit.collider) : LAND;
    if (ground !== LAND) return ground;
  }
  return LAND;
}
