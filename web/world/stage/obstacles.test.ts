import { expect, it } from "vitest";
import { clearWay, type Obstacle } from "./obstacles.ts";

const wall: Obstacle = { min: [-5, 0, 2], max: [5, 3, 2.3] };

it("says how far one sees before a wall, and over it", () => {
  expect(clearWay([wall], [0, 1, 0], [0, 0, 1], 8)).toBeCloseTo(2);
  expect(clearWay([wall], [0, 1, 0], [0, 0, 1], 8, 0.25)).toBeCloseTo(1.75);
  expect(clearWay([wall], [0, 1, 0], [0, 0, -1], 8)).toBe(8);
  expect(clearWay([wall], [0, 4, 0], [0, 0, 1], 8)).toBe(8);
  expect(clearWay([wall], [0, 1, 0], [0, 0, 1], 1.5)).toBe(1.5);
});

it("is not held by what one stands in", () => {
  expect(clearWay([wall], [0, 1, 2.1], [0, 0, 1], 8)).toBe(8);
});
