import type { Box, Point, Shape } from "../world/realm-map.ts";

/** Geometry of boxes along the axes, in metres. */

/** Sums of decimals differ in their last digits. */
export const EPSILON_M = 0.001;

/** The box around a shape whose base's middle is at a point. */
export function boxAround(shape: Shape, [x, y, z]: Point): Box {
  const [width, height, depth] = sizeOf(shape);
  return { min: [x - width / 2, y, z - depth / 2], max: [x + width / 2, y + height, z + depth / 2] };
}

function sizeOf(shape: Shape): Point {
  switch (shape.type) {
    case "box":
      return shape.size;
    case "cylinder":
      return [2 * shape.radius, shape.height, 2 * shape.radius];
    case "ball":
      return [2 * shape.radius, 2 * shape.radius, 2 * shape.radius];
  }
}

/** Whether a point is in a box, its border included. */
export function holds({ min, max }: Box, [x, y, z]: Point): boolean {
  return (
    x >= min[0] - EPSILON_M &&
    x <= max[0] + EPSILON_M &&
    y >= min[1] - EPSILON_M &&
    y <= max[1] + EPSILON_M &&
    z >= min[2] - EPSILON_M &&
    z <= max[2] + EPSILON_M
  );
}

/** Whether boxes share more than a skin of `slackM`. */
export function overlap(a: Box, b: Box, slackM = EPSILON_M): boolean {
  return (
    Math.min(a.max[0], b.max[0]) - Math.max(a.min[0], b.min[0]) > slackM &&
    Math.min(a.max[1], b.max[1]) - Math.max(a.min[1], b.min[1]) > slackM &&
    Math.min(a.max[2], b.max[2]) - Math.max(a.min[2], b.min[2]) > slackM
  );
}

/** A box that is larger by so much to each side, and to the top and the bottom. */
export function grown({ min, max }: Box, sidesM: number, heightM: number): Box {
  return {
    min: [min[0] - sidesM, min[1] - heightM, min[2] - sidesM],
    max: [max[0] + sidesM, max[1] + heightM, max[2] + sidesM],
  };
}

export function distance(a: Point, b: Point): number {
  const [x, y, z] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
  return Math.sqrt(x * x + y * y + z * z);
}
