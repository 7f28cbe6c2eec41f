import { lit } from "./colours.ts";
import type { Draft } from "./draft.ts";
import { straight } from "./draft-shapes.ts";
import { box, dim, iron, lathe, legs, type Model, paint, white } from "./model-tools.ts";

/** Doors, and what rooms are furnished with. */
export const furniture = {
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

function panel(it: Draft): void {
  for (let i = 0; i < 4; i++)
    box(it, [-0.375 + i * 0.25, 0, 0], [0.242, 1, 0.8], paint(lit([1, 1, 1], 0.86 + 0.1 * (i % 3))));
  for (const y of [-0.32, 0.3]) box(it, [0, y, 0], [0.96, 0.09, 1.1], dim);
  box(it, [0.4, -0.02, 0], [0.05, 0.045, 2.2], iron);
}
