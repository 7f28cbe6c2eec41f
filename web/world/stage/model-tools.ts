import { type Colour, type Look, lit } from "./colours.ts";
import type { Draft, Vec } from "./draft.ts";
import { ballTriangles, draftBox, draftTurned, straight, type Turning } from "./draft-shapes.ts";

/**
 * Models of things, each in a cube of length 1 around the origin; a thing's own measures stretch it. White is painted with
 * the colour of its material, darker parts are darker.
 */
export type Model = (it: Draft) => void;

export const paint = (colour: Colour): Look => ({ colour, other: colour, spread: 0, cell: [9, 9], isLaid: false });
export const white = paint([1, 1, 1]);
export const dim = paint([0.72, 0.72, 0.72]);
export const dark = paint([0.4, 0.4, 0.42]);
export const iron = paint([0.16, 0.16, 0.18]);
export const bright = paint([2.2, 1.9, 1.3]);

export const box = (it: Draft, middle: Vec, size: Vec, look: Look) =>
  draftBox(it, [middle[0], middle[1] - size[1] / 2, middle[2]], size, look, true);
export const lathe = (
  it: Draft,
  y: number,
  radius: number,
  height: number,
  look: Look,
  rings: Turning["rings"] = straight,
  sides = 10,
) => draftTurned(it, [0, y, 0], radius, height, look, { sides, rings });

export function legs(it: Draft, x: number, z: number, top: number, thick: number): void {
  for (const sx of [-1, 1]) {
    for (const sz of [-1, 1]) box(it, [sx * x, (top - 0.5) / 2, sz * z], [thick, top + 0.5, thick], dim);
  }
}

/** A ball around the middle, or above it. */
export function ball(it: Draft, radii: Vec, look: Look, y = 0): void {
  const at = ([a, b, c]: Vec): Vec => [a * radii[0], y + b * radii[1], c * radii[2]];
  for (const [a, b, c] of ballTriangles(1)) it.triangle(at(a), at(b), at(c), lit(look.colour, 0.9 + 0.1 * a[1]));
}
