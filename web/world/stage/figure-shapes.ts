import type { Look } from "./colours.ts";
import type { Vec } from "./draft.ts";
import { Draft } from "./draft.ts";
import { ballTriangles, draftTurned } from "./draft-shapes.ts";

/** A figure of height 1 that looks along +z, its feet at the origin, and what its shader needs of each corner. */
export interface FigureShape {
  positions: number[];
  normals: number[];
  /** What it is painted with: kind of paint, brightness. */
  paints: number[];
  /** Where it turns: which limb, and the joint's height and distance in front. */
  limbs: number[];
}

/** Kinds of paint. */
export const PAINT = { skin: 0, cloth: 1, hair: 2, legs: 3, dark: 4, pale: 5, beak: 6 } as const;
/** Limbs: which way they swing. */
export const LIMB = { body: 0, leftLeg: 1, rightLeg: 2, leftArm: 3, rightArm: 4, head: 5, tail: 6 } as const;

type Place = { limb: number; jointY: number; jointZ: number };
const onHead: Place = { limb: LIMB.head, jointY: 0.8, jointZ: 0 };
const body: Place = { limb: LIMB.body, jointY: 0.5, jointZ: 0 };

/** How finely a figure is made: far ones have few corners, and no eyes. */
export type Detail = "near" | "far";

class Sculpture {
  readonly detail: Detail;
  readonly shape: FigureShape = { positions: [], normals: [], paints: [], limbs: [] };
  place: Place = body;

  constructor(detail: Detail) {
    this.detail = detail;
  }

  /** Takes over what was drafted. */
  take(draft: Draft, paint: number, brightness = 1): void {
    const { positions, normals, paints, limbs } = this.shape;
    positions.push(...draft.positions);
    normals.push(...draft.normals);
    for (let i = 0; i < draft.count; i++) {
      paints.push(paint, brightness);
      limbs.push(this.place.limb, this.place.jointY, this.place.jointZ);
    }
  }

  ball(middle: Vec, radii: Vec, paint: number, brightness = 1): void {
    const draft = new Draft();
    // Eyes and hands are too small for more corners.
    const at = ([x, y, z]: Vec): Vec => [middle[0] + x * radii[0], middle[1] + y * radii[1], middle[2] + z * radii[2]];
    const size = Math.max(...radii);
    if (this.detail === "far" && size < 0.03) return;
    const triangles = ballTriangles(this.detail === "near" && size > 0.065 ? 1 : 0);
    for (const [a, b, c] of triangles) draft.triangle(at(a), at(b), at(c), grey.colour);
    this.take(draft, paint, brightness);
  }

  turned(
    base: Vec,
    radius: number,
    height: number,
    rings: [number, number][],
    paint: number,
    brightness = 1,
    flat = 1,
  ): void {
    const draft = new Draft();
    const sides = this.detail === "near" ? 7 : 4;
    const few = rings.filter((_, i) => i === 0 || i === rings.length - 1 || (rings.length > 4 && i === 3));
    const turning = { sides, rings: sides === 4 ? few : rings, turn: Math.PI / sides };
    draftTurned(draft, [0, 0, 0], radius, height, grey, turning);
    for (let i = 0; i < draft.count; i++) {
      draft.positions[i * 3] = (draft.positions[i * 3] ?? 0) + base[0];
      draft.positions[i * 3 + 1] = (draft.positions[i * 3 + 1] ?? 0) + base[1];
      draft.positions[i * 3 + 2] = (draft.positions[i * 3 + 2] ?? 0) * flat + base[2];
    }
    this.take(draft, paint, brightness);
  }
}

const grey: Look = { colour: [1, 1, 1], other: [1, 1, 1], spread: 0, cell: [1, 1], isLaid: false };

/** Somebody: boots, legs, a tunic, arms, a head with eyes. What is on the head is a shape of its own. */
export function personShape(detail: Detail): FigureShape {
  const it = new Sculpture(detail);
  for (const side of [-1, 1]) {
    it.place = { limb: side < 0 ? LIMB.leftLeg : LIMB.rightLeg, jointY: 0.45, jointZ: 0 };
    it.turned(
      [side * 0.058, 0.05, 0],
      0.052,
      0.42,
      [
        [0, 0.85],
        [0.5, 0.95],
        [1, 1.1],
      ],
      PAINT.legs,
    );
    it.turned(
      [side * 0.058, 0, 0.02],
      0.06,
      0.11,
      [
        [0, 1],
        [0.6, 0.95],
        [1, 0.85],
      ],
      PAINT.dark,
      1,
      1.45,
    );
    it.place = { limb: side < 0 ? LIMB.leftArm : LIMB.rightArm, jointY: 0.735, jointZ: 0 };
    it.turned(
      [side * 0.146, 0.46, 0],
      0.042,
      0.3,
      [
        [0, 0.8],
        [0.65, 1],
        [0.9, 0.95],
        [1, 0.45],
      ],
      PAINT.cloth,
      0.88,
    );
    it.ball([side * 0.146, 0.435, 0.005], [0.04, 0.046, 0.04], PAINT.skin);
  }
  it.place = body;
  it.turned(
    [0, 0.36, 0],
    0.125,
    0.42,
    [
      [0, 1.16],
      [0.28, 0.94],
      [0.36, 0.9],
      [0.8, 1.04],
      [0.95, 0.86],
      [1, 0.5],
    ],
    PAINT.cloth,
    1,
    0.8,
  );
  it.turned(
    [0, 0.475, 0],
    0.122,
    0.045,
    [
      [0, 0.99],
      [1, 0.96],
    ],
    PAINT.dark,
    1,
    0.82,
  );
  it.turned(
    [0, 0.755, 0],
    0.05,
    0.06,
    [
      [0, 1],
      [1, 0.9],
    ],
    PAINT.skin,
    0.9,
  );
  sculptHead(it);
  return it.shape;
}

function sculptHead(it: Sculpture): void {
  it.place = onHead;
  it.ball([0, 0.89, 0], [0.095, 0.108, 0.097], PAINT.skin);
  it.ball([0, 0.875, 0.1], [0.017, 0.02, 0.022], PAINT.skin, 0.92);
  for (const side of [-1, 1]) it.ball([side * 0.037, 0.9, 0.088], [0.0135, 0.018, 0.012], PAINT.dark, 0.6);
}

const headgears: readonly ((it: Sculpture) => void)[] = [
  // Short hair.
  (it) => {
    it.ball([0, 0.925, -0.022], [0.106, 0.092, 0.1], PAINT.hair);
  },
  // Long hair.
  (it) => {
    it.ball([0, 0.925, -0.022], [0.108, 0.094, 0.1], PAINT.hair);
    it.ball([0, 0.83, -0.06], [0.1, 0.13, 0.06], PAINT.hair, 0.92);
  },
  // A hat with a brim.
  (it) => {
    it.ball([0, 0.905, -0.03], [0.102, 0.085, 0.088], PAINT.hair);
    it.turned(
      [0, 0.945, -0.005],
      0.185,
      0.02,
      [
        [0, 1],
        [1, 0.95],
      ],
      PAINT.legs,
      0.85,
    );
    it.turned(
      [0, 0.96, -0.005],
      0.1,
      0.09,
      [
        [0, 1.02],
        [0.8, 0.86],
        [1, 0.6],
      ],
      PAINT.legs,
      0.95,
    );
  },
  // A pointed hood.
  (it) => {
    it.turned(
      [0, 0.8, -0.03],
      0.118,
      0.29,
      [
        [0, 1.08],
        [0.35, 1.06],
        [0.62, 0.8],
        [1, 0.06],
      ],
      PAINT.cloth,
      0.8,
    );
  },
  // A bun.
  (it) => {
    it.ball([0, 0.925, -0.022], [0.106, 0.092, 0.1], PAINT.hair);
    it.ball([0, 1.0, -0.065], [0.05, 0.048, 0.05], PAINT.hair, 0.92);
  },
  // A cap and a beard.
  (it) => {
    it.turned(
      [0, 0.935, -0.012],
      0.108,
      0.075,
      [
        [0, 1.02],
        [0.5, 0.95],
        [1, 0.55],
      ],
      PAINT.cloth,
      0.75,
    );
    it.ball([0, 0.832, 0.058], [0.075, 0.07, 0.05], PAINT.hair);
  },
];

/** Kinds of hair and hats. */
export const HEADGEAR_KINDS = headgears.length;

/** What somebody has on their head. @throws Error if there is no such kind */
export function headgearShape(kind: number, detail: Detail): FigureShape {
  const make = headgears[kind];
  if (!make) throw new Error(`There is no headgear ${kind}`);
  const it = new Sculpture(detail);
  it.place = onHead;
  make(it);
  return it.shape;
}

/** Something on four legs. */
export function beastShape(): FigureShape {
  const it = new Sculpture("near");
  for (const [side, front] of [
    [-1, 1],
    [1, -1],
    [-1, -1],
    [1, 1],
  ] as const) {
    const limb = side * front > 0 ? LIMB.leftLeg : LIMB.rightLeg;
    it.place = { limb, jointY: 0.5, jointZ: front * 0.3 };
    it.turned(
      [side * 0.1, 0, front * 0.3],
      0.055,
      0.52,
      [
        [0, 0.75],
        [0.12, 0.8],
        [0.5, 0.75],
        [1, 1.35],
      ],
      PAINT.cloth,
      0.82,
    );
  }
  it.place = body;
  it.ball([0, 0.58, 0], [0.165, 0.19, 0.44], PAINT.cloth);
  it.ball([0, 0.52, 0.06], [0.14, 0.15, 0.34], PAINT.pale, 0.85);
  it.place = { limb: LIMB.head, jointY: 0.65, jointZ: 0.36 };
  it.ball([0, 0.73, 0.44], [0.09, 0.17, 0.11], PAINT.cloth);
  it.ball([0, 0.88, 0.52], [0.11, 0.105, 0.13], PAINT.cloth);
  it.ball([0, 0.85, 0.64], [0.055, 0.055, 0.09], PAINT.pale);
  it.ball([0, 0.865, 0.725], [0.022, 0.02, 0.018], PAINT.dark);
  for (const side of [-1, 1]) {
    it.ball([side * 0.065, 0.91, 0.61], [0.018, 0.022, 0.016], PAINT.dark);
    it.turned(
      [side * 0.075, 0.93, 0.49],
      0.045,
      0.15,
      [
        [0, 1],
        [1, 0.05],
      ],
      PAINT.cloth,
      0.9,
    );
  }
  it.place = { limb: LIMB.tail, jointY: 0.62, jointZ: -0.4 };
  it.ball([0, 0.6, -0.56], [0.05, 0.06, 0.2], PAINT.cloth, 0.92);
  it.ball([0, 0.585, -0.74], [0.04, 0.045, 0.07], PAINT.pale);
  return it.shape;
}

/** A bird that stands. */
export function birdShape(): FigureShape {
  const it = new Sculpture("near");
  for (const side of [-1, 1]) {
    it.place = { limb: side < 0 ? LIMB.leftLeg : LIMB.rightLeg, jointY: 0.35, jointZ: 0 };
    it.turned(
      [side * 0.07, 0, 0],
      0.022,
      0.36,
      [
        [0, 1.2],
        [1, 1],
      ],
      PAINT.beak,
    );
    it.turned(
      [side * 0.07, 0, 0.035],
      0.05,
      0.025,
      [
        [0, 1],
        [1, 0.6],
      ],
      PAINT.beak,
      0.9,
      1.6,
    );
  }
  it.place = body;
  it.ball([0, 0.52, -0.03], [0.17, 0.22, 0.25], PAINT.cloth);
  it.ball([0, 0.5, 0.06], [0.13, 0.17, 0.18], PAINT.pale);
  for (const side of [-1, 1]) it.ball([side * 0.155, 0.53, -0.07], [0.045, 0.15, 0.23], PAINT.cloth, 0.8);
  it.ball([0, 0.47, -0.3], [0.08, 0.045, 0.14], PAINT.cloth, 0.75);
  it.place = { limb: LIMB.head, jointY: 0.7, jointZ: 0.05 };
  it.ball([0, 0.72, 0.09], [0.075, 0.12, 0.075], PAINT.cloth);
  it.ball([0, 0.86, 0.1], [0.125, 0.12, 0.12], PAINT.cloth);
  for (const side of [-1, 1]) {
    it.ball([side * 0.055, 0.88, 0.2], [0.042, 0.045, 0.02], PAINT.pale);
    it.ball([side * 0.055, 0.88, 0.216], [0.02, 0.024, 0.014], PAINT.dark);
  }
  it.ball([0, 0.84, 0.24], [0.025, 0.025, 0.065], PAINT.beak);
  return it.shape;
}
