import type { SnapshotLayout } from "./snapshot-schema.ts";

/** A signed number is coded as its size in bits (one by one), its sign, and then the bits below the highest. */
export const SIZES_MAX = 25;
/** So many of the size's bits have contexts of their own. */
export const SIZE_CONTEXTS = 14;
/** For each size the two bits below the highest: which of three places in their tree. */
export const TAIL_CONTEXTS = SIZES_MAX * 4;
/** How fast and how unsteadily something moves: the scale of what is not foreseen. */
export const MOTION_CLASSES = 10;
export const AXIS_CLASSES = 7;
export const SIGN_CLASSES = 49;
export const TURN_CLASSES = 11;
export const PART_CLASSES = 5;
/** Whether something is known to move: it did lately, it did a while ago, it did not, nothing is known. */
export const STIR_CLASSES = 4;

/** Where the contexts of each purpose begin in a model. */
export interface Contexts {
  groupTouched: number;
  touched: number;
  leaves: number;
  rests: number;
  stays: number;
  stares: number;
  positionSize: number;
  positionSign: number;
  positionTail: number;
  largestKept: number;
  largestOther: number;
  partSize: number;
  partSign: number;
  partTail: number;
  enterSize: number;
  enterSign: number;
  enterTail: number;
  kind: number;
  fieldsKept: number;
  fieldKept: number;
  fieldSize: number;
  fieldSign: number;
  fieldTail: number;
  /** How many contexts there are. */
  length: number;
}

/** Lays out the contexts for a schema. */
export function contextsFor({ kinds }: SnapshotLayout): Contexts {
  let length = 0;
  const take = (contexts: number) => {
    length += contexts;
    return length - contexts;
  };
  const fields = kinds.reduce((sum, kind) => sum + kind.fields.length, 0);
  const places = {
    groupTouched: take(5),
    touched: take(STIR_CLASSES * 2 * 4),
    leaves: take(1),
    rests: take(STIR_CLASSES * 2),
    stays: take(STIR_CLASSES * 4),
    stares: take(STIR_CLASSES * 2),
    positionSize: take(MOTION_CLASSES * AXIS_CLASSES * SIZE_CONTEXTS),
    positionSign: take(SIGN_CLASSES),
    positionTail: take(TAIL_CONTEXTS),
    largestKept: take(TURN_CLASSES),
    largestOther: take(3),
    partSize: take(TURN_CLASSES * PART_CLASSES * SIZE_CONTEXTS),
    partSign: take(1),
    partTail: take(TAIL_CONTEXTS),
    enterSize: take(5 * SIZE_CONTEXTS),
    enterSign: take(5),
    enterTail: take(5 * TAIL_CONTEXTS),
    kind: take(16),
    fieldsKept: take(kinds.length),
    fieldKept: take(fields),
    fieldSize: take(fields * SIZE_CONTEXTS),
    fieldSign: take(fields),
    fieldTail: take(fields * TAIL_CONTEXTS),
  };
  return { ...places, length };
}
