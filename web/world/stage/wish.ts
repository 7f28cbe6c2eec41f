import type { MoveWish } from "../../../client/motion/move-wish.ts";

/** What one control asks for: to the right and forwards, each -1 to 1, as the camera looks. */
export interface Push {
  right: number;
  forward: number;
}

/** Less is not meant: worn sticks, trembling thumbs. */
const DEAD = 0.16;

/** A push without its dead middle, at most of length 1. */
export function cleaned({ right, forward }: Push): Push {
  const size = Math.hypot(right, forward);
  if (size < DEAD) return { right: 0, forward: 0 };
  const scale = Math.min(1, (size - DEAD) / (1 - DEAD)) / size;
  return { right: right * scale, forward: forward * scale };
}

/** The way that a push means in the world, for a camera at this yaw (0 looks north). `facing` stays where nothing is pushed. */
export function wishOf({ right, forward }: Push, yaw: number, jump: boolean, facing: number): MoveWish {
  const x = right * Math.cos(yaw) - forward * Math.sin(yaw);
  const z = -right * Math.sin(yaw) - forward * Math.cos(yaw);
  const size = Math.hypot(x, z);
  if (size < 0.01) return { x: 0, z: 0, facing, jump };
  const scale = size > 1 ? 100 / size : 100;
  // Adding 0 makes -0 a plain 0.
  return { x: Math.round(x * scale) + 0, z: Math.round(z * scale) + 0, facing: facingOf(Math.atan2(x, z)), jump };
}

/** Radians about y as one of 256 facings. */
export function facingOf(turn: number): number {
  return Math.round((turn / (2 * Math.PI)) * 256) & 255;
}
