import { lengthOf } from "./heading.ts";
import { MOVE_FULL } from "./inputs.ts";
import { WALK_SPEED } from "./world-schema.ts";

/** Metres a second along x and z for what a stick asks: parts of {@link MOVE_FULL}. In no direction is it more than a walk. */
export function walkVelocity(x: number, z: number): { x: number; z: number } {
  const length = lengthOf(x, z) || 1;
  const speed = Math.min(1, length / MOVE_FULL) * WALK_SPEED;
  return { x: (x / length) * speed, z: (z / length) * speed };
}
