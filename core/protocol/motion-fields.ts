import type { MotionKind } from "./world-motion.ts";

/**
 * The fields of an entity in one number, from the lowest bit on, as `motionLayout` lays them out. Of players: facing,
 * sitting. Of NPCs: plan, facing, sitting. Of lights: plan, on. Of all else: plan.
 */
export const PLAN_BITS = 12;
export const FACING_BITS = 8;
const PLAN_MASK = (1 << PLAN_BITS) - 1;
const FACING_MASK = (1 << FACING_BITS) - 1;

/** The fields of whoever looks this way (of 256), and sits or does not. */
export function stanceFields(facing: number, sits: boolean): number {
  return facing | ((sits ? 1 : 0) << FACING_BITS);
}

/** The fields of what has a plan: its place in the scenery's list of its kind, and what comes after it. */
export function planFields(plan: number, rest: number): number {
  return plan | (rest << PLAN_BITS);
}

/** Its place in the scenery's list of its kind; of players 0. */
export function planIn(kind: MotionKind, fields: number): number {
  return kind === "player" ? 0 : fields & PLAN_MASK;
}

/** Where a player or an NPC looks, of 256. */
export function facingIn(kind: MotionKind, fields: number): number {
  return stanceIn(kind, fields) & FACING_MASK;
}

/** Whether a player or an NPC sits. */
export function sitsIn(kind: MotionKind, fields: number): boolean {
  return ((stanceIn(kind, fields) >>> FACING_BITS) & 1) === 1;
}

/** Whether a light is on. */
export function shinesIn(fields: number): boolean {
  return ((fields >>> PLAN_BITS) & 1) === 1;
}

function stanceIn(kind: MotionKind, fields: number): number {
  return kind === "npc" ? fields >>> PLAN_BITS : fields;
}
