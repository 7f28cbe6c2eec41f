import { createHash } from "node:crypto";
import { median, round } from "../measure/quantiles.ts";
import { loadRapier } from "./rapier.ts";
import { buildScene, CUBES, LEAD_TICKS, MOVING_TICKS, TICKS_PER_S } from "./scene.ts";

/** Numbers of a cube: x, y, z, then its quaternion's x, y, z, w, then 1 if it sleeps. */
export const PER_CUBE = 8;
/** What is measured as rest, after the last cube fell asleep. */
const REST_TICKS = 5 * TICKS_PER_S;
/** The scene is given up if it does not come to rest. */
const TICKS_MAX = 60 * TICKS_PER_S;

/** From a tick, up to and without another. */
export type Span = readonly [from: number, to: number];

export interface Recording {
  /** Each tick's {@link CUBES} times {@link PER_CUBE} numbers, as float32, which is what the physics has. */
  ticks: readonly Float32Array[];
  moving: Span;
  resting: Span;
  awakeMedian: number;
  awakeMax: number;
  /** SHA-256 of the physics' own snapshot at the end. */
  hash: string;
  stepMs: number;
}

/** Plays the scene once. */
export async function record(): Promise<Recording> {
  const scene = buildScene(await loadRapier());
  const ticks: Float32Array[] = [];
  const awake: number[] = [];
  const moving: Span = [LEAD_TICKS, LEAD_TICKS + MOVING_TICKS];
  let stepMs = 0;
  let restFrom = moving[1];
  while (ticks.length < restFrom + REST_TICKS) {
    const tick = ticks.length;
    if (tick > TICKS_MAX) throw new Error("The cubes do not come to rest.");
    const start = performance.now();
    scene.step(tick);
    stepMs += performance.now() - start;
    const poses = new Float32Array(CUBES * PER_CUBE);
    awake.push(write(scene.bodies, poses));
    ticks.push(poses);
    if (tick >= moving[1] && awake[tick]) restFrom = tick + 1;
  }
  const sorted = awake.slice(...moving);
  return {
    ticks,
    moving,
    resting: [restFrom, restFrom + REST_TICKS],
    awakeMedian: median(sorted),
    awakeMax: Math.max(...sorted),
    hash: createHash("sha256").update(scene.world.takeSnapshot()).digest("hex"),
    stepMs: round(stepMs / ticks.length, 3),
  };
}

/** Writes all cubes. @returns how many are awake */
function write(bodies: ReturnType<typeof buildScene>["bodies"], into: Float32Array): number {
  let awake = 0;
  for (const [i, body] of bodies.entries()) {
    const { x, y, z } = body.translation();
    const q = body.rotation();
    const sleeps = body.isSleeping();
    if (!sleeps) awake++;
    into.set([x, y, z, q.x, q.y, q.z, q.w, sleeps ? 1 : 0], i * PER_CUBE);
  }
  return awake;
}
