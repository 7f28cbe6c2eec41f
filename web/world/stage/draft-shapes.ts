import { type Colour, chance, type Look, lit, mixed } from "./colours.ts";
import type { Draft, Vec } from "./draft.ts";

/** How uneven rough ground is, in metres: too little to be felt by feet that walk on a flat floor. */
const ROUGH_M = 0.035;

/** A rectangle: a corner and its two sides; it is seen from where they turn counterclockwise. */
export interface Face {
  from: Vec;
  along: Vec;
  across: Vec;
}

const plus = (a: Vec, b: Vec, share: number): Vec => [a[0] + b[0] * share, a[1] + b[1] * share, a[2] + b[2] * share];
const lengthOf = ([x, y, z]: Vec): number => Math.sqrt(x * x + y * y + z * z);

/** A face in cells: planks and bricks in rows, or a net whose knots are moved a little where the material is rough. */
export function draftFace(
  draft: Draft,
  { from, along, across }: Face,
  look: Look,
  bumps = look.isRough === true,
): void {
  const [lengthM, widthM] = [lengthOf(along), lengthOf(across)];
  if (lengthM < 1e-4 || widthM < 1e-4) return;
  const columns = Math.max(1, Math.round(lengthM / look.cell[0]));
  const rows = Math.max(1, Math.round(widthM / look.cell[1]));
  const out = normalOf(along, across);
  const knot = (u: number, v: number): Vec => {
    const at = plus(plus(from, along, u), across, v);
    return bumps ? plus(at, out, (chance(...at) - 1) * ROUGH_M) : at;
  };
  for (let row = 0; row < rows; row++) {
    const shift = look.isLaid && !bumps && columns > 1 && row % 2 === 1 ? 0.5 : 0;
    const [v0, v1] = [row / rows, (row + 1) / rows];
    const stops = columns + (shift ? 1 : 0);
    for (let column = 0; column < stops; column++) {
      const u0 = Math.max(0, (column - shift) / columns);
      const u1 = Math.min(1, (column + 1 - shift) / columns);
      const corners: [Vec, Vec, Vec, Vec] = [knot(u0, v0), knot(u1, v0), knot(u1, v1), knot(u0, v1)];
      draftCell(draft, corners, look);
    }
  }
}

function draftCell(draft: Draft, [a, b, c, d]: [Vec, Vec, Vec, Vec], look: Look): void {
  if (look.isLaid) {
    draft.quad(a, b, c, d, shadeOf(look, a));
    return;
  }
  // The two halves of a net's mesh differ, and so does the way in which it is cut.
  if (chance(...a, 5) < 0.5) {
    draft.triangle(a, b, c, shadeOf(look, a));
    draft.triangle(a, c, d, shadeOf(look, d, 1));
  } else {
    draft.triangle(a, b, d, shadeOf(look, a));
    draft.triangle(b, c, d, shadeOf(look, c, 1));
  }
}

/** The colour of a material at a place. */
export function shadeOf(look: Look, [x, y, z]: Vec, kind = 0): Colour {
  const colour = mixed(look.colour, look.other, chance(x, y, z, kind + 2) * look.spread);
  return lit(colour, 0.94 + 0.12 * chance(x, y, z, kind + 3));
}

function normalOf(a: Vec, b: Vec): Vec {
  const n: Vec = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  const size = lengthOf(n) || 1;
  return [n[0] / size, n[1] / size, n[2] / size];
}

/** The faces of an upright box by the way they look; `base` is the middle of its base. */
export function boxFaces([x, y, z]: Vec, [sx, sy, sz]: Vec): Record<"top" | "bottom" | "n" | "s" | "w" | "e", Face> {
  const [x0, x1, z0, z1] = [x - sx / 2, x + sx / 2, z - sz / 2, z + sz / 2];
  return {
    top: { from: [x0, y + sy, z1], along: [sx, 0, 0], across: [0, 0, -sz] },
    bottom: { from: [x0, y, z0], along: [sx, 0, 0], across: [0, 0, sz] },
    s: { from: [x0, y, z1], along: [sx, 0, 0], across: [0, sy, 0] },
    n: { from: [x1, y, z0], along: [-sx, 0, 0], across: [0, sy, 0] },
    e: { from: [x1, y, z1], along: [0, 0, -sz], across: [0, sy, 0] },
    w: { from: [x0, y, z0], along: [0, 0, sz], across: [0, sy, 0] },
  };
}

/** A box on its base; its underside is not drawn unless it hangs. */
export function draftBox(draft: Draft, base: Vec, size: Vec, look: Look, hangs = false): void {
  const { top, bottom, n, s, w, e } = boxFaces(base, size);
  for (const face of [n, s, w, e]) draftFace(draft, face, look, false);
  draftFace(draft, size[0] < size[2] ? turned(top) : top, look, false);
  if (hangs) draftFace(draft, bottom, look, false);
}

/** The same face begun at the next corner, so that its rows run the other way. */
function turned({ from, along, across }: Face): Face {
  return { from: plus(from, along, 1), along: across, across: [-along[0], -along[1], -along[2]] };
}

/** How a cylinder is drawn. `rings` are heights, 0 to 1, and what the radius is there, of the whole. */
export interface Turning {
  sides: number;
  rings: readonly (readonly [height: number, radius: number])[];
  /** Radians. */
  turn?: number;
}

export const straight: Turning["rings"] = [
  [0, 1],
  [1, 1],
];

/** What a lathe makes of a material: walls between the rings, and a lid. */
export function draftTurned(draft: Draft, base: Vec, radius: number, height: number, look: Look, how: Turning): void {
  const { sides, rings, turn = 0 } = how;
  const at = ([share, wide]: readonly [number, number], side: number): Vec => {
    const angle = turn + (side / sides) * 2 * Math.PI;
    const r = radius * wide;
    return [base[0] + Math.sin(angle) * r, base[1] + share * height, base[2] + Math.cos(angle) * r];
  };
  for (let side = 0; side < sides; side++) {
    rings.slice(1).forEach((upper, i) => {
      const lower = rings[i] ?? upper;
      const corner = at(lower, side);
      draft.quad(corner, at(lower, side + 1), at(upper, side + 1), at(upper, side), shadeOf(look, corner));
    });
    const last = rings.at(-1) ?? [1, 1];
    const middle: Vec = [base[0], base[1] + last[0] * height, base[2]];
    draft.triangle(middle, at(last, side), at(last, side + 1), shadeOf(look, middle));
  }
}

const golden = (1 + Math.sqrt(5)) / 2;
const icoCorners: readonly Vec[] = (
  [
    [-1, golden, 0],
    [1, golden, 0],
    [-1, -golden, 0],
    [1, -golden, 0],
    [0, -1, golden],
    [0, 1, golden],
    [0, -1, -golden],
    [0, 1, -golden],
    [golden, 0, -1],
    [golden, 0, 1],
    [-golden, 0, -1],
    [-golden, 0, 1],
  ] as const
).map(unit);
const icoFaces: readonly (readonly [number, number, number])[] = [
  ...([
    [0, 11, 5],
    [0, 5, 1],
    [0, 1, 7],
    [0, 7, 10],
    [0, 10, 11],
  ] as const),
  ...([
    [1, 5, 9],
    [5, 11, 4],
    [11, 10, 2],
    [10, 7, 6],
    [7, 1, 8],
  ] as const),
  ...([
    [3, 9, 4],
    [3, 4, 2],
    [3, 2, 6],
    [3, 6, 8],
    [3, 8, 9],
  ] as const),
  ...([
    [4, 9, 5],
    [2, 4, 11],
    [6, 2, 10],
    [8, 6, 7],
    [9, 8, 1],
  ] as const),
];

function unit([x, y, z]: Vec): Vec {
  const size = Math.sqrt(x * x + y * y + z * z);
  return [x / size, y / size, z / size];
}

/** The triangles of a ball of radius 1: 20, or 80 when each is split once. */
export function ballTriangles(splits: 0 | 1): [Vec, Vec, Vec][] {
  const corner = (i: number): Vec => icoCorners[i] ?? [0, 1, 0];
  const faces = icoFaces.map(([a, b, c]): [Vec, Vec, Vec] => [corner(a), corner(b), corner(c)]);
  if (splits === 0) return faces;
  const half = (a: Vec, b: Vec): Vec => unit([a[0] + b[0], a[1] + b[1], a[2] + b[2]]);
  return faces.flatMap(([a, b, c]): [Vec, Vec, Vec][] => {
    const [ab, bc, ca] = [half(a, b), half(b, c), half(c, a)];
    return [
      [a, ab, ca],
      [ab, b, bc],
      [ca, bc, c],
      [ab, bc, ca],
    ];
  });
}

const ball80 = ballTriangles(1);

/** A ball around its middle, lumpy by a share of its radius; what lies lower is darker. */
export function draftBall(draft: Draft, middle: Vec, radii: Vec, look: Look, lumps: number): void {
  const at = (point: Vec): Vec => {
    const far = 1 + (chance(point[0] + middle[0], point[1], point[2] + middle[2], 7) - 0.5) * 2 * lumps;
    return [
      middle[0] + point[0] * radii[0] * far,
      middle[1] + point[1] * radii[1] * far,
      middle[2] + point[2] * radii[2] * far,
    ];
  };
  for (const [a, b, c] of ball80) {
    const height = (a[1] + b[1] + c[1]) / 3;
    draft.triangle(at(a), at(b), at(c), lit(shadeOf(look, at(a)), 0.86 + 0.2 * height));
  }
}
