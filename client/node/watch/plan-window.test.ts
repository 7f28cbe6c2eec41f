import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Shape } from "../../../core/world/realm-map.ts";
import { cellsBetween } from "./draw-land.ts";
import { footprint, panelCells } from "./footprint.ts";
import { columnOf, followed, type PlanWindow, rowOf, zooms } from "./plan-window.ts";

const size = { columns: 60, rows: 16, metres: 0.4 };
const window: PlanWindow = { ...size, left: 0, top: 0 };
const level = { x: 0, y: 0, z: 0, qx: 0, qy: 0, qz: 0, qw: 1 };
const turned = (radians: number) => ({ ...level, qy: Math.sin(radians / 2), qw: Math.cos(radians / 2) });

describe("the window that follows somebody", () => {
  it("has them well inside, however they walk, and stands still as long as that is so", () => {
    const step = fc.record({
      x: fc.double({ min: -2, max: 2, noNaN: true }),
      z: fc.double({ min: -2, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.constantFrom(...zooms), (steps, metres) => {
        let [at, seen] = [{ x: 0, z: 0 }, null as PlanWindow | null];
        for (const { x, z } of steps) {
          at = { x: at.x + x, z: at.z + z };
          const before: PlanWindow | null = seen;
          seen = followed(before, { ...size, metres }, at);
          const [column, row] = [columnOf(seen, at.x) - seen.left, rowOf(seen, at.z) - seen.top];
          expect(column).toBeGreaterThanOrEqual(18);
          expect(column).toBeLessThanOrEqual(41);
          expect(row).toBeGreaterThanOrEqual(4);
          expect(row).toBeLessThanOrEqual(11);
        }
      }),
    );
    const first = followed(null, size, { x: 0, z: 0 });
    expect(followed(first, size, { x: 1, z: 1 })).toEqual(first);
    expect(followed(first, size, { x: 5, z: 0 })).not.toEqual(first);
    // Who was put far away is in the middle, and so is everybody when the scale changes.
    expect(followed(first, size, { x: 400, z: 0 })).toMatchObject({ left: 1_000 - 30 });
    expect(followed(first, { ...size, metres: 1 }, { x: 5, z: 0 })).toMatchObject({ left: 5 - 30 });
  });
});

describe("what lies in which cells", () => {
  it("of lengths that follow each other, each cell is in one", () => {
    const cuts = fc.uniqueArray(fc.integer({ min: -400, max: 400 }), { minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(cuts, fc.constantFrom(...zooms), (stops, metres) => {
        const sorted = stops.toSorted((a, b) => a - b).map((stop) => stop / 20);
        const long = sorted.slice(1).map((to, at) => [sorted[at] ?? to, to] as const);
        const cells = long
          .filter(([from, to]) => to - from >= metres)
          .flatMap(([from, to]) => cellsBetween(from, to, metres));
        expect(new Set(cells).size).toBe(cells.length);
      }),
    );
    expect(cellsBetween(0.01, 0.02, 1)).toEqual([0]);
    expect(cellsBetween(-0.3, 0, 0.4)).toEqual([-1]);
  });

  it("of a thing that is turned or has fallen, those that it lies above", () => {
    const bench: Shape = { type: "box", size: [2.1, 0.45, 0.35] };
    const spread = (cells: readonly { column: number; row: number }[]) => ({
      columns: new Set(cells.map(({ column }) => column)).size,
      rows: new Set(cells.map(({ row }) => row)).size,
    });
    expect(spread(footprint({ ...window, metres: 0.2 }, bench, level))).toEqual({ columns: 10, rows: 1 });
    expect(spread(footprint({ ...window, metres: 0.2 }, bench, turned(Math.PI / 2)))).toEqual({ columns: 2, rows: 6 });
    const clock: Shape = { type: "box", size: [0.5, 2.1, 0.4] };
    const fallen = { ...level, qz: Math.SQRT1_2, qw: Math.SQRT1_2 };
    expect(spread(footprint({ ...window, metres: 0.2 }, clock, level)).columns).toBe(2);
    expect(spread(footprint({ ...window, metres: 0.2 }, clock, fallen)).columns).toBe(10);
    expect(footprint(window, { type: "ball", radius: 0.01 }, { ...level, x: 5, z: -5 })).toEqual([
      { column: 12, row: -7 },
    ]);
  });

  it("of a door's panel, those of its opening, and how it runs", () => {
    const half = (width: number, radians: number) => panelCells({ ...window, metres: 0.2 }, width, turned(radians));
    expect(half(1.1, 0)).toMatchObject({ runs: "across" });
    expect(
      half(1.1, 0)
        .cells.map(({ column }) => column)
        .sort((a, b) => a - b),
    ).toEqual([-3, -2, -1, 0, 1, 2]);
    expect(half(1.1, Math.PI / 2)).toMatchObject({ runs: "along" });
    expect(half(1.1, Math.PI / 2).cells).toHaveLength(2);
    expect(half(1.1, 0.4).runs).toBe("across");
    expect(half(1.1, Math.PI / 4).runs).toBe("rising");
    expect(half(1.1, -1).runs).toBe("falling");
    expect(panelCells({ ...window, metres: 1.5 }, 1, turned(0)).cells).toHaveLength(1);
  });
});
