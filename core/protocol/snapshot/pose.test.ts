import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EntityTable } from "./entity-table.ts";
import { fieldOf, orientationOf, positionOf, putField, putOrientation, putPosition } from "./pose.ts";
import { mixedLayout } from "./snapshot.fuzz.ts";
import { layoutOf, type SnapshotSchema } from "./snapshot-schema.ts";

function row() {
  const table = new EntityTable();
  table.add(7, 3);
  return table;
}

describe("positions", () => {
  it("are off by at most half the resolution on each axis", () => {
    const [table, into] = [row(), new Float64Array(3)];
    const axis = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(axis(-128, 128), axis(-1, 31), axis(-128, 128), (x, y, z) => {
        putPosition(mixedLayout, table, 0, x, y, z);
        positionOf(mixedLayout, table, 0, into);
        for (const [i, value] of [x, y, z].entries())
          expect(Math.abs((into[i] ?? 0) - value)).toBeLessThanOrEqual(1 / 1_024 + 1e-9);
      }),
    );
  });

  it.each([
    [Number.POSITIVE_INFINITY, 128],
    [1e300, 128],
    [Number.NEGATIVE_INFINITY, -128],
    [-128.001, -128],
    [Number.NaN, -128],
  ])("beyond the world, or no number (%d), are at its border", (x, expected) => {
    const [table, into] = [row(), new Float64Array(3)];
    putPosition(mixedLayout, table, 0, x, 0, 0);
    positionOf(mixedLayout, table, 0, into);
    expect(into[0]).toBe(expected);
  });
});

describe("orientations", () => {
  const part = fc.double({ min: -1, max: 1, noNaN: true });
  const unit = fc
    .tuple(part, part, part, part)
    .filter((q) => Math.hypot(...q) > 0.01)
    .map((q) => q.map((one) => one / Math.hypot(...q)));

  it.each([
    [9, 0.5],
    [10, 0.25],
  ])("of %i bits are off by less than %d degrees", (orientationBits, degrees) => {
    const layout = layoutOf({ ...mixedLayout.schema, orientationBits });
    const [table, into] = [row(), new Float64Array(4)];
    fc.assert(
      fc.property(unit, (q) => {
        putOrientation(layout, table, 0, q);
        orientationOf(layout, table, 0, into);
        const dot = Math.abs(q.reduce((sum, part, i) => sum + part * (into[i] ?? 0), 0));
        expect((2 * Math.acos(Math.min(1, dot)) * 180) / Math.PI).toBeLessThan(degrees);
      }),
    );
  });

  it.each([
    [1, 0, 0, 0],
    [0, -1, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ])("along an axis (%i %i %i %i) are exact, but for the sign", (...q) => {
    const [table, into] = [row(), new Float64Array(4)];
    putOrientation(mixedLayout, table, 0, q);
    orientationOf(mixedLayout, table, 0, into);
    expect([...into]).toEqual(q.map(Math.abs));
  });
});

describe("fields", () => {
  it("share 32 bits and wrap around", () => {
    const table = new EntityTable();
    table.add(1, 1);
    putField(mixedLayout, table, 0, "yaw", 1_023);
    putField(mixedLayout, table, 0, "animation", 33);
    expect([fieldOf(mixedLayout, table, 0, "yaw"), fieldOf(mixedLayout, table, 0, "animation")]).toEqual([1_023, 1]);
    expect(fieldOf(mixedLayout, table, 0, "colours")).toBe(0);
  });

  it("may take all of them", () => {
    const table = row();
    putField(mixedLayout, table, 0, "colours", 0xffff_fff0);
    expect(fieldOf(mixedLayout, table, 0, "colours")).toBe(0xffff_fff0);
  });
});

it("a schema that does not fit is refused", () => {
  const { schema } = mixedLayout;
  const wrong: SnapshotSchema[] = [
    { ...schema, orientationBits: 11 },
    { ...schema, kinds: [] },
    { ...schema, kinds: Array.from({ length: 17 }, () => ({ name: "x", rotates: false, fields: [] })) },
    { ...schema, position: { ...schema.position, resolution: 1e-6 } },
    { ...schema, position: { ...schema.position, resolution: Number.NaN } },
    {
      ...schema,
      kinds: [
        {
          name: "x",
          rotates: false,
          fields: [
            { name: "a", bits: 17 },
            { name: "b", bits: 16 },
          ],
        },
      ],
    },
    { ...schema, kinds: [{ name: "x", rotates: false, fields: [{ name: "a", bits: 0 }] }] },
  ];
  for (const one of wrong) expect(() => layoutOf(one)).toThrow(RangeError);
});
