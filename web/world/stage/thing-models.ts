import { type Colour, type Look, lit } from "./colours.ts";
import { Draft, type Vec } from "./draft.ts";
import { ballTriangles, draftBox, draftTurned, straight, type Turning } from "./draft-shapes.ts";

/**
 * Models of things, each in a cube of length 1 around the origin; a thing's own measures stretch it. White is painted with
 * the colour of its material, darker parts are darker.
 */
type Model = (it: Draft) => void;

const paint = (colour: Colour): Look => ({ colour, other: colour, spread: 0, cell: [9, 9], isLaid: false });
const white = paint([1, 1, 1]);
const dim = paint([0.72, 0.72, 0.72]);
const dark = paint([0.4, 0.4, 0.42]);
const iron = paint([0.16, 0.16, 0.18]);
const bright = paint([2.2, 1.9, 1.3]);

const box = (it: Draft, middle: Vec, size: Vec, look: Look) =>
  draftBox(it, [middle[0], middle[1] - size[1] / 2, middle[2]], size, look, true);
const lathe = (
  it: Draft,
  y: number,
  radius: number,
  height: number,
  look: Look,
  rings: Turning["rings"] = straight,
  sides = 10,
) => draftTurned(it, [0, y, 0], radius, height, look, { sides, rings });

function legs(it: Draft, x: number, z: number, top: number, thick: number): void {
  for (const sx of [-1, 1]) {
    for (const sz of [-1, 1]) box(it, [sx * x, (top - 0.5) / 2, sz * z], [thick, top + 0.5, thick], dim);
  }
}

/** Light comes from above and a bit from the front: what is lower is darker. */
function ball(it: Draft, radii: Vec, look: Look, y = 0): void {
  const at = ([a, b, c]: Vec): Vec => [a * radii[0], y + b * radii[1], c * radii[2]];
  for (const [a, b, c] of ballTriangles(1)) it.triangle(at(a), at(b), at(c), lit(look.colour, 0.9 + 0.1 * a[1]));
}

function panel(it: Draft): void {
  for (let i = 0; i < 4; i++)
    box(it, [-0.375 + i * 0.25, 0, 0], [0.242, 1, 0.8], paint(lit([1, 1, 1], 0.86 + 0.1 * (i % 3))));
  for (const y of [-0.32, 0.3]) box(it, [0, y, 0], [0.96, 0.09, 1.1], dim);
  box(it, [0.4, -0.02, 0], [0.05, 0.045, 2.2], iron);
}

/** By name. */
export const models = {
  box: (it) => box(it, [0, 0, 0], [1, 1, 1], white),
  cylinder: (it) => lathe(it, -0.5, 0.5, 1, white, straight, 12),
  ball: (it) => ball(it, [0.5, 0.5, 0.5], white),
  door: panel,
  chair: (it) => {
    legs(it, 0.4, 0.4, 0, 0.12);
    box(it, [0, 0.02, 0], [0.96, 0.09, 0.96], white);
    for (const x of [-0.4, 0.4]) box(it, [x, 0.26, -0.43], [0.11, 0.48, 0.1], dim);
    for (const y of [0.2, 0.4]) box(it, [0, y, -0.43], [0.8, 0.12, 0.07], white);
  },
  armchair: (it) => {
    box(it, [0, -0.22, 0.03], [0.9, 0.4, 0.9], dim);
    box(it, [0, 0.02, 0.08], [0.66, 0.14, 0.78], white);
    box(it, [0, 0.08, -0.4], [0.92, 0.84, 0.2], white);
    for (const x of [-0.42, 0.42]) box(it, [x, -0.02, 0.03], [0.18, 0.46, 0.9], white);
    legs(it, 0.38, 0.38, -0.4, 0.1);
  },
  stool: (it) => {
    lathe(it, 0.36, 0.5, 0.14, white);
    for (let i = 0; i < 3; i++) {
      const angle = (i / 3) * 2 * Math.PI;
      box(it, [Math.sin(angle) * 0.3, -0.07, Math.cos(angle) * 0.3], [0.14, 0.86, 0.14], dim);
    }
  },
  bench: (it) => {
    box(it, [0, 0.42, 0], [1, 0.16, 0.96], white);
    for (const x of [-0.38, 0.38]) box(it, [x, -0.08, 0], [0.05, 0.84, 0.8], dim);
    box(it, [0, 0.05, 0], [0.76, 0.12, 0.12], dim);
  },
  table: (it) => {
    box(it, [0, 0.44, 0], [1, 0.12, 1], white);
    box(it, [0, 0.32, 0], [0.86, 0.14, 0.84], dim);
    legs(it, 0.42, 0.4, 0.38, 0.09);
  },
  roundTable: (it) => {
    lathe(it, 0.4, 0.5, 0.1, white, straight, 14);
    lathe(it, -0.5, 0.1, 0.9, dim, straight, 7);
    lathe(it, -0.5, 0.3, 0.08, dim);
  },
  barrel: (it) => {
    lathe(
      it,
      -0.5,
      0.5,
      1,
      white,
      [
        [0, 0.78],
        [0.25, 0.95],
        [0.5, 1],
        [0.75, 0.95],
        [1, 0.78],
      ],
      12,
    );
    for (const y of [-0.36, 0.28])
      lathe(
        it,
        y,
        0.5,
        0.07,
        iron,
        [
          [0, 0.945],
          [1, 0.965],
        ],
        12,
      );
    lathe(it, 0.42, 0.33, 0.06, dim, straight, 12);
  },
  crate: (it) => {
    box(it, [0, 0, 0], [0.94, 0.94, 0.94], dim);
    for (const a of [-0.46, 0.46]) {
      for (const b of [-0.46, 0.46]) {
        box(it, [a, 0, b], [0.1, 1, 0.1], white);
        box(it, [0, a, b], [1, 0.1, 0.1], white);
        box(it, [a, b, 0], [0.1, 0.1, 1], white);
      }
    }
  },
  chest: (it) => {
    box(it, [0, -0.16, 0], [0.96, 0.66, 0.92], white);
    box(it, [0, 0.26, 0], [1, 0.18, 0.98], dim);
    box(it, [0, 0.42, 0], [0.94, 0.14, 0.7], white);
    for (const x of [-0.34, 0.34]) box(it, [x, 0.02, 0], [0.08, 1, 1.02], iron);
    box(it, [0, 0.14, 0.49], [0.12, 0.2, 0.06], iron);
  },
  sack: (it) => {
    lathe(
      it,
      -0.5,
      0.5,
      0.9,
      white,
      [
        [0, 0.8],
        [0.2, 1],
        [0.6, 0.95],
        [0.85, 0.6],
        [0.95, 0.34],
        [1, 0.5],
      ],
      9,
    );
  },
  lantern: (it) => {
    lathe(it, -0.5, 0.46, 0.12, iron, straight, 6);
    lathe(it, -0.38, 0.34, 0.56, bright, straight, 6);
    lathe(
      it,
      0.18,
      0.48,
      0.22,
      iron,
      [
        [0, 1],
        [1, 0.25],
      ],
      6,
    );
    box(it, [0, 0.44, 0], [0.12, 0.12, 0.12], iron);
  },
  well: (it) => {
    lathe(
      it,
      -0.5,
      0.5,
      1,
      white,
      [
        [0, 1],
        [0.85, 0.96],
        [0.86, 1.04],
        [1, 1.02],
      ],
      12,
    );
    lathe(it, 0.5, 0.36, 0.012, paint([0.06, 0.1, 0.13]), straight, 12);
  },
  cart: (it) => {
    box(it, [0, 0.04, 0.02], [0.74, 0.1, 0.84], white);
    for (const x of [-0.36, 0.36]) box(it, [x, 0.2, 0.02], [0.06, 0.34, 0.84], dim);
    box(it, [0, 0.2, -0.38], [0.74, 0.34, 0.05], dim);
    for (const x of [-0.28, 0.28]) box(it, [x, 0.06, 0.4], [0.07, 0.07, 0.4], dim);
    for (const x of [-0.45, 0.45]) wheel(it, x, -0.16, -0.05, 0.34);
  },
  bell: (it) =>
    lathe(
      it,
      -0.5,
      0.5,
      1,
      white,
      [
        [0, 1],
        [0.12, 0.86],
        [0.5, 0.62],
        [0.85, 0.5],
        [1, 0.14],
      ],
      10,
    ),
  log: (it) => {
    const rings: Turning["rings"] = [
      [0, 0.92],
      [0.06, 1],
      [0.94, 1],
      [1, 0.92],
    ];
    const lying = new Draft();
    draftTurned(lying, [0, -0.5, 0], 0.5, 1, white, { sides: 9, rings });
    // Cut ends are pale; it lies along x.
    for (let i = 0; i < lying.count; i += 3) {
      const corner = (j: number): Vec => {
        const [x = 0, y = 0, z = 0] = lying.positions.slice((i + j) * 3, (i + j) * 3 + 3);
        return [y, -x, z];
      };
      const isEnd = Math.abs(lying.normals[i * 3 + 1] ?? 0) > 0.9;
      it.triangle(corner(0), corner(1), corner(2), isEnd ? [2.4, 2.1, 1.6] : lit([1, 1, 1], 0.9 + 0.1 * ((i / 3) % 3)));
    }
  },
  bucket: (it) => {
    lathe(
      it,
      -0.5,
      0.5,
      1,
      white,
      [
        [0, 0.76],
        [1, 1],
      ],
      10,
    );
    lathe(
      it,
      -0.1,
      0.5,
      0.12,
      iron,
      [
        [0, 0.9],
        [1, 0.93],
      ],
      10,
    );
    lathe(it, 0.49, 0.42, 0.02, dark, straight, 10);
  },
  mug: (it) => {
    lathe(
      it,
      -0.5,
      0.42,
      1,
      white,
      [
        [0, 1],
        [0.1, 0.9],
        [1, 0.95],
      ],
      9,
    );
    box(it, [0.46, 0.02, 0], [0.2, 0.5, 0.12], dim);
    lathe(it, 0.49, 0.34, 0.02, dark, straight, 9);
  },
  bottle: (it) =>
    lathe(
      it,
      -0.5,
      0.5,
      1,
      white,
      [
        [0, 0.9],
        [0.55, 0.95],
        [0.68, 0.4],
        [0.95, 0.36],
        [1, 0.46],
      ],
      8,
    ),
  mushroom: (it) => {
    lathe(it, -0.5, 0.2, 0.62, paint([1.6, 1.5, 1.3]), straight, 7);
    lathe(
      it,
      0.02,
      0.5,
      0.48,
      white,
      [
        [0, 1],
        [0.5, 0.82],
        [1, 0.16],
      ],
      9,
    );
  },
  fire: (it) => {
    for (let i = 0; i < 3; i++) {
      const angle = (i / 3) * Math.PI * 2 + 0.4;
      box(it, [Math.sin(angle) * 0.2, -0.4, Math.cos(angle) * 0.2], [0.62, 0.16, 0.16], paint([0.1, 0.06, 0.04]));
    }
    lathe(
      it,
      -0.4,
      0.36,
      0.62,
      paint([2.4, 1.1, 0.45]),
      [
        [0, 0.8],
        [0.3, 1],
        [1, 0.04],
      ],
      6,
    );
    lathe(
      it,
      -0.4,
      0.2,
      0.9,
      paint([3.4, 2.4, 1.0]),
      [
        [0, 0.8],
        [0.3, 1],
        [1, 0.04],
      ],
      5,
    );
  },
  dragon: dragon,
  board: (it) => {
    for (const x of [-0.42, 0.42]) box(it, [x, 0, 0], [0.07, 1, 0.7], dim);
    box(it, [0, 0.12, 0], [0.9, 0.6, 0.5], white);
    for (const [x, y] of [
      [-0.2, 0.2],
      [0.12, 0.08],
      [0.25, 0.28],
      [-0.08, 0.02],
    ] as const) {
      box(it, [x, y, 0], [0.2, 0.17, 0.66], paint([2.2, 2.3, 2.2]));
    }
    box(it, [0, 0.47, 0], [1, 0.07, 1], dim);
  },
  clock: (it) => {
    box(it, [0, -0.42, 0], [0.96, 0.16, 0.96], white);
    box(it, [0, -0.04, 0], [0.7, 0.64, 0.74], dim);
    box(it, [0, 0.34, 0], [0.94, 0.24, 0.92], white);
    lathe(it, 0.46, 0.4, 0.04, dim, straight, 4);
    box(it, [0, 0.34, 0.46], [0.62, 0.16, 0.04], paint([2.4, 2.6, 2.6]));
    box(it, [0, 0.36, 0.49], [0.05, 0.1, 0.02], iron);
    box(it, [0, -0.06, 0.38], [0.3, 0.36, 0.02], iron);
  },
} satisfies Record<string, Model>;

export type ModelName = keyof typeof models;

function wheel(it: Draft, x: number, y: number, z: number, radius: number): void {
  const round = new Draft();
  draftTurned(round, [0, -0.04, 0], radius, 0.08, dim, { sides: 10, rings: straight });
  for (let i = 0; i < round.count; i += 3) {
    const corner = (j: number): Vec => {
      const [a = 0, b = 0, c = 0] = round.positions.slice((i + j) * 3, (i + j) * 3 + 3);
      return [x + b, y - a, z + c];
    };
    it.triangle(corner(0), corner(1), corner(2), [0.5, 0.5, 0.5]);
  }
}

/** It lies on its plinth, its neck raised, its wings half open. */
function dragon(it: Draft): void {
  const part = (middle: Vec, radii: Vec, look: Look) => {
    const at = ([a, b, c]: Vec): Vec => [middle[0] + a * radii[0], middle[1] + b * radii[1], middle[2] + c * radii[2]];
    for (const [a, b, c] of ballTriangles(1)) it.triangle(at(a), at(b), at(c), look.colour);
  };
  part([0, -0.28, -0.02], [0.26, 0.22, 0.34], white);
  part([0, -0.1, 0.26], [0.13, 0.24, 0.12], white);
  part([0, 0.14, 0.34], [0.1, 0.16, 0.09], white);
  part([0, 0.28, 0.42], [0.13, 0.1, 0.14], white);
  part([0, 0.24, 0.52], [0.08, 0.06, 0.08], dim);
  part([0.2, -0.4, -0.34], [0.1, 0.09, 0.16], dim);
  part([0.02, -0.42, -0.46], [0.2, 0.07, 0.07], dim);
  for (const side of [-1, 1]) {
    part([side * 0.24, -0.4, 0.22], [0.1, 0.1, 0.16], dim);
    const [root, tip, back, low]: Vec[] = [
      [side * 0.14, -0.12, 0.1],
      [side * 0.46, 0.46, -0.12],
      [side * 0.42, 0.06, -0.46],
      [side * 0.16, -0.2, -0.3],
    ];
    if (!root || !tip || !back || !low) continue;
    for (const [a, b, c] of [
      [root, tip, back],
      [root, back, low],
    ] as const) {
      it.triangle(a, b, c, [0.86, 0.86, 0.86]);
      it.triangle(a, c, b, [0.8, 0.8, 0.8]);
    }
    box(it, [side * 0.06, 0.4, 0.36], [0.04, 0.14, 0.04], dim);
  }
}
