import { expect, it } from "vitest";
import type { SceneryArea } from "../../../core/world/scenery.ts";
import { areaAt } from "./area-finder.ts";

const area = (id: string, min: readonly [number, number, number], max: readonly [number, number, number]) =>
  ({
    id,
    title: id,
    box: { min, max },
    indoors: true,
    ground: "oak",
    walls: "oak",
    exits: [],
    solids: [],
  }) satisfies SceneryArea;

const areas = [
  area("hall", [0, 0, 0], [4, 3, 4]),
  area("loft", [0, 3.3, 0], [4, 6, 4]),
  area("yard", [4.3, 0, 0], [9, 6, 4]),
];

it("finds the area that somebody stands in, on any floor", () => {
  expect(areaAt({ areas }, 1, 0.1, 1)).toBe(0);
  expect(areaAt({ areas }, 1, 3.4, 1)).toBe(1);
  expect(areaAt({ areas }, 6, 0.1, 1)).toBe(2);
});

it("keeps somebody in a doorway where they were", () => {
  expect(areaAt({ areas }, 4.15, 0.1, 1, 0)).toBe(0);
  expect(areaAt({ areas }, 4.15, 0.1, 1, 2)).toBe(2);
  expect(areaAt({ areas }, 40, 0.1, 1, 2)).toBe(2);
  expect(areaAt({ areas }, 40, 0.1, 1)).toBe(-1);
});
