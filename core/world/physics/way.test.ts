import fc from "fast-check";
import { expect, it } from "vitest";
import { discMeets, makeWay, rectangleMeets, setWay, type Way } from "./way.ts";

const metres = fc.integer({ min: -40, max: 40 }).map((tenths) => tenths / 10);
const length = fc.integer({ min: 1, max: 20 }).map((tenths) => tenths / 10);
const ways = fc.tuple(metres, metres, metres, metres, length).map((ends) => {
  const way = makeWay();
  setWay(way, ...ends);
  return way;
});

/** The least distance of places along a way from something; never less than the real one. */
function nearest({ fromX, fromZ, toX, toZ }: Way, distance: (x: number, z: number) => number): number {
  const parts = Array.from({ length: 201 }, (_, i) => i / 200);
  return Math.min(...parts.map((part) => distance(fromX + part * (toX - fromX), fromZ + part * (toZ - fromZ))));
}

it("a disc is in the way exactly if it is nearer to it than the room that is needed", () => {
  fc.assert(
    fc.property(ways, metres, metres, length, (way, x, z, radiusM) => {
      const gap = nearest(way, (atX, atZ) => Math.hypot(atX - x, atZ - z)) - radiusM - way.roomM;
      fc.pre(Math.abs(gap) > 0.03);
      expect(discMeets({ x, z, radiusM }, way)).toBe(gap < 0);
    }),
  );
});

it("a rectangle is in the way if it is nearer than that, and not if it is further off than its corners make it", () => {
  fc.assert(
    fc.property(ways, metres, metres, length, length, (way, minX, minZ, wide, deep) => {
      const outline = { minX, minZ, maxX: minX + wide, maxZ: minZ + deep };
      const off = (at: number, min: number, max: number) => Math.max(min - at, 0, at - max);
      const gap = nearest(way, (x, z) => Math.hypot(off(x, minX, outline.maxX), off(z, minZ, outline.maxZ)));
      fc.pre(Math.abs(gap - way.roomM) > 0.03 && Math.abs(gap - way.roomM * Math.SQRT2) > 0.03);
      const meets = rectangleMeets(outline, way);
      if (gap < way.roomM) expect(meets).toBe(true);
      if (gap > way.roomM * Math.SQRT2) expect(meets).toBe(false);
    }),
  );
});

it("whoever does not move is met by what is beside them", () => {
  const way = makeWay();
  setWay(way, 1, 1, 1, 1, 0.5);
  expect(rectangleMeets({ minX: 1.4, minZ: 0, maxX: 2, maxZ: 2 }, way)).toBe(true);
  expect(rectangleMeets({ minX: 1.6, minZ: 0, maxX: 2, maxZ: 2 }, way)).toBe(false);
  expect(discMeets({ x: 2, z: 1, radiusM: 0.6 }, way)).toBe(true);
  expect(discMeets({ x: 2, z: 1, radiusM: 0.4 }, way)).toBe(false);
});
