import type { RigidBody, World } from "@dimforge/rapier3d-deterministic";
import { seededRandom } from "../load/random.ts";
import type { Rapier } from "./rapier.ts";

/** Small cubes in rows of 30, after "Snapshot Compression" (Glenn Fiedler, gafferongames.com, 2015). */
const ROWS = 30;
const SPACING_M = 1.15;
export const CUBES = ROWS * ROWS + 1;
export const TICKS_PER_S = 60;
const PLAYER_M = 2;
const SEED = 901;

/** Where the player steers, in turn: corners of a way through the field, at so many ticks each. */
const WAYPOINTS: readonly (readonly [x: number, z: number])[] = [
  [0, 0],
  [10, 8],
  [-9, 10],
  [-11, -8],
  [9, -11],
  [12, 3],
  [-2, 13],
  [-13, 1],
  [0, -4],
  [6, -13],
];
const TICKS_PER_WAYPOINT = 120;
/** The cubes come to rest; then the player moves for 20 s; then all comes to rest again. */
export const LEAD_TICKS = 2 * TICKS_PER_S;
export const MOVING_TICKS = WAYPOINTS.length * TICKS_PER_WAYPOINT;

/** The player's cube is steered towards this speed, the harder the further it is from it. */
const SPEED_MPS = 8;
const STEER_PER_S = 12;
/** Small cubes this near are drawn along, as in the original; newtons per kilogram. */
const REACH_M = 6;
const PULL = 7;

export interface Scene {
  world: World;
  /** The player's cube first. Indices are entity ids. */
  bodies: readonly RigidBody[];
  /** One tick of 1/60 s. The player moves from `LEAD_TICKS` on, for `MOVING_TICKS`. */
  step(tick: number): void;
}

/** The scene before its first tick. Equal on every machine: cubes from a seed, input from the waypoints. */
export function buildScene(rapier: Rapier): Scene {
  const world = new rapier.World({ x: 0, y: -9.81, z: 0 });
  world.timestep = 1 / TICKS_PER_S;
  const ground = rapier.ColliderDesc.cuboid(128, 1, 128).setTranslation(0, -1, 0).setFriction(0.7);
  world.createCollider(ground);
  const bodies = [cube(rapier, world, PLAYER_M, -19, 19)];
  const random = seededRandom(SEED);
  for (let i = 0; i < ROWS * ROWS; i++) {
    const x = ((i % ROWS) - (ROWS - 1) / 2) * SPACING_M;
    const z = (Math.floor(i / ROWS) - (ROWS - 1) / 2) * SPACING_M;
    bodies.push(cube(rapier, world, 0.4 + 0.6 * random(), x, z));
  }
  return { world, bodies, step: (tick) => step(world, bodies, tick) };
}

function cube(rapier: Rapier, world: World, sizeM: number, x: number, z: number): RigidBody {
  const body = world.createRigidBody(rapier.RigidBodyDesc.dynamic().setTranslation(x, sizeM / 2, z));
  world.createCollider(rapier.ColliderDesc.cuboid(sizeM / 2, sizeM / 2, sizeM / 2).setFriction(0.7), body);
  return body;
}

function step(world: World, bodies: readonly RigidBody[], tick: number): void {
  const [player, ...others] = bodies;
  const target = WAYPOINTS[Math.floor((tick - LEAD_TICKS) / TICKS_PER_WAYPOINT)];
  if (player && target) drive(player, others, target);
  world.step();
}

/** The player's input: a push towards the waypoint, and a pull on what is near. */
function drive(player: RigidBody, others: readonly RigidBody[], [x, z]: readonly [number, number]): void {
  const [at, moves] = [player.translation(), player.linvel()];
  const [dx, dz] = [x - at.x, z - at.z];
  const speed = SPEED_MPS / Math.max(Math.sqrt(dx * dx + dz * dz), 2);
  const gain = (STEER_PER_S * player.mass()) / TICKS_PER_S;
  player.applyImpulse({ x: (dx * speed - moves.x) * gain, y: 0, z: (dz * speed - moves.z) * gain }, true);
  for (const other of others) {
    const there = other.translation();
    const [px, py, pz] = [at.x - there.x, at.y - there.y, at.z - there.z];
    const gap = Math.sqrt(px * px + py * py + pz * pz);
    if (gap > REACH_M) continue;
    const pull = (PULL * other.mass()) / TICKS_PER_S / gap;
    other.applyImpulse({ x: px * pull, y: py * pull, z: pz * pull }, true);
  }
}
