import { describe, expect, it } from "vitest";
import { buildGeometry, OPENING_HEIGHT_M, type Piece } from "./geometry.ts";
import type { Area, Door, Exit, Point, RealmMap } from "./realm-map.ts";

function area(id: string, min: Point, max: Point, exits: Exit[] = [], more: Partial<Area> = {}): Area {
  const plain = { title: id, description: id, indoors: true, ground: "oak", walls: "plaster", solids: [] } as const;
  return { ...plain, id, box: { min, max }, exits, ...more, solids: more.solids ?? [] };
}

function realm(areas: Area[], doors: Door[] = []): RealmMap {
  const spawn = { area: areas[0]?.id ?? "", at: [0, 0, 0] } as const;
  const rest = { props: [], items: [], npcs: [], lights: [], scripts: [] };
  return { realm: "test", title: "Test", summary: "", spawn, areas, doors, ...rest };
}

const exit = (direction: Exit["direction"], to: string, at: Point, width = 2, door?: string): Exit =>
  door === undefined ? { direction, to, at, width } : { direction, to, at, width, door };

/** Whether a body's middle may be here. */
function isFree(pieces: readonly Piece[], [x, y, z]: Point): boolean {
  return !pieces.some(({ shape, at }) => {
    if (shape.type !== "box") return false;
    const [w, h, d] = shape.size;
    return Math.abs(x - at[0]) < w / 2 && y > at[1] && y < at[1] + h && Math.abs(z - at[2]) < d / 2;
  });
}

const hall = () => area("hall", [0, 0, 0], [8, 3, 6], [exit("east", "cellar", [8, 0, 3], 2)]);
const cellar = () => area("cellar", [8.3, 0, 0], [14, 3, 6], [exit("west", "hall", [8.3, 0, 3], 2)]);
const along = (from: Point, to: Point) =>
  Array.from({ length: 41 }, (_, i): Point => {
    const t = i / 40;
    return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t, from[2] + (to[2] - from[2]) * t];
  });

describe("the geometry of a realm", () => {
  it("closes a room on all sides, outside of its air", () => {
    const pieces = buildGeometry(realm([area("cell", [0, 0, 0], [4, 3, 5])]));
    expect(pieces.map(({ kind }) => kind)).toEqual(["floor", "wall", "wall", "wall", "wall", "ceiling"]);
    for (const point of [
      [-0.1, 1, 2],
      [4.1, 1, 2],
      [2, 1, -0.1],
      [2, 1, 5.1],
      [2, -0.1, 2],
      [2, 3.05, 2],
      [-0.2, 1, -0.2],
      [4.2, 1, 5.2],
    ] as const)
      expect([point, isFree(pieces, point)]).toEqual([point, false]);
    for (const point of [
      [0.01, 0.01, 0.01],
      [3.99, 2.99, 4.99],
      [2, 1, 2],
    ] as const)
      expect(isFree(pieces, point)).toBe(true);
  });

  it("opens both walls between two rooms, with a floor through them and a lintel above", () => {
    const pieces = buildGeometry(realm([hall(), cellar()]));
    for (const z of [2.01, 3, 3.99]) {
      for (const point of along([7, 1, z], [9.5, 1, z])) expect([point, isFree(pieces, point)]).toEqual([point, true]);
      for (const point of along([7.001, -0.05, z], [9.501, -0.05, z])) expect(isFree(pieces, point)).toBe(false);
    }
    expect(isFree(pieces, [8.1, OPENING_HEIGHT_M - 0.01, 3])).toBe(true);
    expect(isFree(pieces, [8.1, OPENING_HEIGHT_M + 0.01, 3])).toBe(false);
    for (const z of [1.99, 4.01]) expect(isFree(pieces, [8.1, 1, z])).toBe(false);
  });

  it("shares what lies between two rooms, so that no faces coincide", () => {
    const walls = buildGeometry(realm([hall(), cellar()])).filter(
      ({ kind, at }) => kind === "wall" && at[0] > 8 && at[0] < 8.3 && at[2] < 6,
    );
    const depths = walls.map(({ shape }) => shape.type === "box" && shape.size[0]);
    expect(walls.length).toBe(6);
    for (const depth of depths) expect(depth).toBeCloseTo(0.15, 9);
  });

  it("cuts the opening that leads in, even where nothing leads back", () => {
    const pieces = buildGeometry(realm([hall(), { ...cellar(), exits: [] }]));
    for (const point of along([7, 1, 3], [9.5, 1, 3])) expect(isFree(pieces, point)).toBe(true);
    for (const point of along([7.001, -0.05, 3], [9.501, -0.05, 3])) expect(isFree(pieces, point)).toBe(false);
  });

  it("cuts an opening with a door as wide and as high as the door", () => {
    const door: Door = {
      ...{ id: "gate", title: "", description: "", at: [8.15, 0, 3.1], along: "z", width: 1.2, height: 2.1 },
      ...{ material: "oak", open: false, locked: false },
    };
    const [a, b] = [hall(), cellar()].map((one) => ({
      ...one,
      exits: one.exits.map((way) => ({ ...way, door: "gate" })),
    }));
    const pieces = buildGeometry(
      realm(
        [a, b].flatMap((one) => one ?? []),
        [door],
      ),
    );
    for (const [y, z, free] of [
      [1, 3.1, true],
      [2.09, 3.1, true],
      [2.11, 3.1, false],
      [1, 2.51, true],
      [1, 3.69, true],
      [1, 2.49, false],
      [1, 3.71, false],
    ] as const) {
      for (const x of [8.05, 8.25]) expect([x, y, z, isFree(pieces, [x, y, z])]).toEqual([x, y, z, free]);
    }
  });

  it("keeps the wall of a third room out of an opening", () => {
    const [west, east] = [
      area("west", [0, 0, 0], [4, 3, 4], [exit("east", "east", [4, 0, 3], 2)]),
      area("east", [5, 0, 0], [9, 3, 4], [exit("west", "west", [5, 0, 3], 2)]),
    ];
    const south = area("south", [0, 0, 4.3], [9, 3, 8]);
    const pieces = buildGeometry(realm([west, east, south]));
    for (const z of [2.05, 3, 3.95])
      for (const point of along([3, 1, z], [6, 1, z])) expect([point, isFree(pieces, point)]).toEqual([point, true]);
  });

  it("leaves a step below an exit that lies higher than the floor", () => {
    const pieces = buildGeometry(realm([area("cell", [0, 0, 0], [4, 4, 4], [exit("north", "x:y", [2, 0.3, 0], 2)])]));
    expect([0.15, 0.45, 2.8, 2.95].map((y) => isFree(pieces, [2, y, -0.15]))).toEqual([false, true, true, false]);
  });

  it("ends a gate at an edge, and gives ladders no hole", () => {
    const exits = [
      exit("north", "elsewhere:glade", [2, 0, 0]),
      exit("down", "pit", [2, 0, 2]),
      exit("up", "loft", [0, 0, 2]),
    ];
    const pieces = buildGeometry(realm([area("cell", [0, 0, 0], [4, 3, 4], exits)]));
    expect([-0.15, -0.45].map((z) => isFree(pieces, [2, 1, z]))).toEqual([true, false]);
    expect(isFree(pieces, [2, -0.05, -0.15])).toBe(false);
    expect([isFree(pieces, [2, -0.1, 2]), isFree(pieces, [-0.1, 1, 2]), isFree(pieces, [2, 3.05, 2])]).toEqual([
      false,
      false,
      false,
    ]);
    expect(pieces.filter(({ kind }) => kind === "edge")).toHaveLength(1);
  });

  it("keeps people on land without walls, and lets them walk where it goes on", () => {
    const open = { indoors: false, walls: null } as const;
    const meadow = area("meadow", [0, 0, 0], [10, 6, 10], [], open);
    const glade = area("glade", [10, 0, 2], [16, 6, 8], [], open);
    const cliff = area("cliff", [0, 2, 10], [10, 8, 20], [], open);
    const pieces = buildGeometry(realm([meadow, glade, cliff]));
    expect(new Set(pieces.map(({ kind }) => kind))).toEqual(new Set(["floor", "edge"]));
    for (const point of along([9, 1, 5], [11, 1, 5])) expect(isFree(pieces, point)).toBe(true);
    for (const point of [
      [10.02, 1, 1],
      [10.02, 1, 9],
      [5, 1, -0.1],
      [-0.1, 5, 5],
      [5, 1, 10.02],
      [16.1, 1, 5],
    ] as const)
      expect([point, isFree(pieces, point)]).toEqual([point, false]);
  });

  it("builds walls under the sky no higher than a wall, and an edge above", () => {
    const pieces = buildGeometry(realm([area("yard", [0, 0, 0], [10, 12, 10], [], { indoors: false })]));
    const tops = (kind: string) =>
      new Set(
        pieces.filter((one) => one.kind === kind).map(({ shape, at }) => shape.type === "box" && shape.size[1] + at[1]),
      );
    expect([tops("wall"), tops("edge"), tops("ceiling")]).toEqual([new Set([3]), new Set([12]), new Set()]);
  });

  it("copies solids as they are, gives no empty piece, and is the same each time", () => {
    const solids: Area["solids"] = [{ shape: { type: "ball", radius: 1 }, at: [2, 0, 2], material: "stone" }];
    const map = realm([{ ...hall(), solids }, cellar()]);
    const pieces = buildGeometry(map);
    expect(pieces.filter(({ kind }) => kind === "solid")).toEqual([{ area: "hall", kind: "solid", ...solids[0] }]);
    for (const { shape } of pieces) if (shape.type === "box") expect(Math.min(...shape.size)).toBeGreaterThan(0.001);
    expect(buildGeometry(structuredClone(map))).toEqual(pieces);
  });
});
