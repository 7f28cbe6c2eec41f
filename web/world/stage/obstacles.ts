import type { Piece } from "../../../core/world/geometry.ts";
import type { Vec } from "./draft.ts";

/** A box that eyes do not look through. */
export interface Obstacle {
  min: Vec;
  max: Vec;
}

/** Things narrower than this are let through: they give way in the picture. */
const NARROW_M = 1;

/** What keeps the camera out: walls, floors, ceilings. What else is built gives way in the picture. */
export function obstaclesOf(pieces: readonly Piece[]): Obstacle[] {
  return pieces.flatMap(({ kind, shape, at, material }) => {
    if (kind === "edge" || shape.type !== "box") return [];
    const [sx, sy, sz] = shape.size;
    const isBig = Math.min(sx, sz) > NARROW_M && sy > 2 && material !== "leaves" && material !== "moss";
    if (kind === "solid" && !isBig) return [];
    return [{ min: [at[0] - sx / 2, at[1], at[2] - sz / 2], max: [at[0] + sx / 2, at[1] + sy, at[2] + sz / 2] }];
  });
}

/**
 * How far a ray gets before it meets a box, in metres, at most `far`. `way` has length 1; boxes are larger by `about`.
 * A box that the ray begins in is not met.
 */
export function clearWay(obstacles: readonly Obstacle[], from: Vec, way: Vec, far: number, about = 0): number {
  let clear = far;
  for (const { min, max } of obstacles) {
    let [enter, leave] = [0, clear];
    let isInside = true;
    for (let axis = 0; axis < 3 && enter <= leave; axis++) {
      const [start, step] = [from[axis] ?? 0, way[axis] ?? 0];
      const [low, high] = [(min[axis] ?? 0) - about, (max[axis] ?? 0) + about];
      isInside &&= start > low && start < high;
      if (Math.abs(step) < 1e-9) {
        if (start < low || start > high) leave = -1;
        continue;
      }
      const [a, b] = [(low - start) / step, (high - start) / step];
      enter = Math.max(enter, Math.min(a, b));
      leave = Math.min(leave, Math.max(a, b));
    }
    if (enter <= leave && !isInside) clear = Math.min(clear, enter);
  }
  return clear;
}
