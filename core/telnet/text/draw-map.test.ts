import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainTerminal } from "../terminal.ts";
import { type CompassDirection, compass, drawMap, MAP_COLUMNS, MAP_ROWS, type MapArea } from "./draw-map.ts";
import { renderParagraphs } from "./render.ts";
import { textWidth } from "./text-width.ts";

const directions = Object.keys(compass) as CompassDirection[];
const way = (direction: CompassDirection, door: "open" | "closed" | null = null, isUnseen = false) => ({
  direction,
  door,
  isUnseen,
});
const area = (x: number, y: number, ways: MapArea["ways"] = [], up = false, down = false): MapArea => ({
  x,
  y,
  ways,
  isUp: up,
  isDown: down,
});

function drawn(areas: readonly MapArea[], columns = 80, rows = 24, utf8 = true): string[] {
  return renderParagraphs(drawMap(areas, columns, rows, utf8), { ...plainTerminal, utf8 }).split("\n");
}

describe("a map", () => {
  it("shows areas, doors, ways that nobody went, and what leads up and down", () => {
    const areas = [
      area(1, -1, [way("southwest")]),
      area(0, 1, [way("north", "open")], true, true),
      area(1, 0, [way("west", "closed")]),
      area(
        0,
        0,
        [way("north", null, true), way("east", "closed"), way("south", "open"), way("northeast")],
        false,
        true,
      ),
    ];
    expect(drawn(areas)).toEqual(["  ·   [   ]", "  │  ╱", "[ @v]+[   ]", "  '", "[^ v]"]);
  });

  it("is drawn in ASCII for who has nothing else", () => {
    const ways = directions.map((direction) => way(direction, null, true));
    expect(drawn([area(0, 0, ways)], 80, 24, false)).toEqual([
      ".   .   .",
      " \\  |  /",
      ".-[ @ ]-.".replace(/^\.-/, ".-"),
      " /  |  \\",
      ".   .   .",
    ]);
  });

  it("has no dot where another area stands", () => {
    expect(drawn([area(1, 0), area(0, 0, [way("east", null, true)])])).toEqual(["[ @ ]─[   ]"]);
  });

  it("shows what is nearest where it leaves something out", () => {
    const row = [-3, -2, -1, 1, 2, 3, 0].map((x) => area(x, 0, [way("east"), way("west")]));
    expect(drawn(row)).toEqual(["─[   ]─[   ]─[ @ ]─[   ]─[   ]─"]);
    expect(drawn(row, 20)).toEqual(["─[   ]─[ @ ]─[   ]─"]);
    expect(drawn([])).toEqual([""]);
  });

  it("never takes more than its window, and always shows where one is", () => {
    const anyArea = fc.record({
      x: fc.integer({ min: -6, max: 6 }),
      y: fc.integer({ min: -6, max: 6 }),
      ways: fc.array(
        fc.record({
          direction: fc.constantFrom(...directions),
          door: fc.constantFrom("open" as const, "closed" as const, null),
          isUnseen: fc.boolean(),
        }),
        { maxLength: 8 },
      ),
      isUp: fc.boolean(),
      isDown: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(anyArea, { maxLength: 30 }),
        fc.integer({ min: 5, max: 100 }),
        fc.integer({ min: 1, max: 40 }),
        (areas, columns, rows) => {
          const lines = drawn([...areas.filter(({ x, y }) => x !== 0 || y !== 0), area(0, 0)], columns, rows);
          expect(lines.length).toBeLessThanOrEqual(Math.min(rows, MAP_ROWS));
          for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(Math.min(columns, MAP_COLUMNS));
          expect(lines.join("").split("@").length).toBe(2);
        },
      ),
    );
  });
});
