import { describe, expect, it } from "vitest";
import type { Piece } from "../geometry.ts";
import type { Point, Shape } from "../realm-map.ts";
import { isAbout, isFree } from "./free-place.ts";

function piece(shape: Shape, at: Point): Piece {
  return { area: "a", kind: "solid", shape, at, material: "stone" };
}

const pieces = [
  piece({ type: "box", size: [20, 0.2, 20] }, [0, -0.2, 0]),
  piece({ type: "box", size: [2, 1, 2] }, [5, 0, 0]),
  piece({ type: "cylinder", radius: 1, height: 3 }, [-5, 0, 0]),
  piece({ type: "ball", radius: 1 }, [0, 2, 5]),
];

describe("a place for somebody", () => {
  it.each<[string, Point, boolean]>([
    ["on the floor", [0, 0, 0], true],
    ["in a block", [5, 0, 0], false],
    ["on the block", [5, 1, 0], true],
    ["touching it", [3.7, 0, 0], true],
    ["half in it", [3.9, 0, 0], false],
    ["beyond its corner", [3.75, 0, 1.25], true],
    ["in a pillar", [-4.2, 0, 0], false],
    ["beside it", [-3.7, 0, 0], true],
    ["with the head in a ball", [0, 0.5, 5], false],
    ["below it", [0, 0, 5], true],
    ["under the floor", [0, -1, 0], false],
  ])("%s", (_, at, free) => {
    expect(isFree(pieces, at, 1.8, 0.3)).toBe(free);
  });

  it("is in its area, or on the threshold", () => {
    const box = { min: [0, 0, 0], max: [4, 3, 4] } as const;
    expect([isAbout(box, [2, 0, 2]), isAbout(box, [2, 0, 4.2]), isAbout(box, [2, -0.1, 2])]).toEqual([
      true,
      true,
      true,
    ]);
    expect([isAbout(box, [2, 0, 5]), isAbout(box, [2, 3.1, 2]), isAbout(box, [-0.6, 0, 2])]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
