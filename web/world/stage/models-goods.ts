import { type Look, lit } from "./colours.ts";
import { Draft, type Vec } from "./draft.ts";
import { ballTriangles, draftTurned, straight, type Turning } from "./draft-shapes.ts";
import { box, bright, dark, dim, iron, lathe, type Model, paint, white } from "./model-tools.ts";

/** What is carried, pushed or looked at. */
export const goods = {
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
} satisfies Record<string, Model>;

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
