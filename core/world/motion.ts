import type { Point } from "./realm-map.ts";

/** How a body moves, besides where it is, in numbers that any engine understands. */
export type Motion =
  /** Of props and items: metres and radians a second. */
  | { velocity: Point; spin: Point }
  /** Of characters: how fast they rise; they walk by their wishes. */
  | { rise: number }
  /** Of doors, in degrees: how far they are open, and will be. */
  | { angle: number; target: number };
