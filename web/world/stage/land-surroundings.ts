import type { Scenery, SceneryArea } from "../../../core/world/scenery.ts";
import { type Colour, chance, lit, looks, mixed } from "./colours.ts";
import { type Draft, plainTraits, type Vec } from "./draft.ts";
import { draftBall, draftBox, draftTurned, type Turning } from "./draft-shapes.ts";
import { type Bounds, draftGable } from "./land-roofs.ts";
import type { Obstacle } from "./obstacles.ts";

/** Parts that are hidden whenever somebody is in a room: they begin above every ceiling. */
const HIGH_M = 1_000;
const GROUND_M = -0.24;

/** The country around a realm: ground to the horizon, woods where land ends open, houses behind a town's walls. */
export function draftSurroundings(draft: Draft, scenery: Scenery): Obstacle[] {
  const outdoors = scenery.areas.filter(({ indoors, box }) => !indoors && Math.abs(box.min[1]) < 2);
  if (outdoors.length === 0) return [];
  const isWild = outdoors.some(({ walls }) => walls === null);
  draftGround(draft, outdoors, isWild ? mixed(looks.moss.colour, looks.grass.colour, 0.4) : looks.grass.colour);
  draftWoods(draft, scenery, outdoors, isWild ? 2.5 : 16);
  return isWild ? [] : draftTown(draft, scenery, outdoors);
}

function middleOf(areas: readonly SceneryArea[]): Vec {
  const low = (axis: 0 | 2) => Math.min(...areas.map(({ box }) => box.min[axis]));
  const high = (axis: 0 | 2) => Math.max(...areas.map(({ box }) => box.max[axis]));
  return [(low(0) + high(0)) / 2, 0, (low(2) + high(2)) / 2];
}

/** A wide disc of uneven rings that fade into the fog. */
function draftGround(draft: Draft, outdoors: readonly SceneryArea[], colour: Colour): void {
  draft.now = { ...plainTraits, baseM: GROUND_M };
  const [x, , z] = middleOf(outdoors);
  const radii = [0, 20, 34, 48, 62, 80, 110, 160, 260, 420];
  const sides = 36;
  const knot = (ring: number, side: number): Vec => {
    const radius = radii[ring] ?? 0;
    const angle = ((side % sides) / sides + (ring % 2) / (2 * sides)) * 2 * Math.PI;
    return [x + Math.sin(angle) * radius, GROUND_M, z + Math.cos(angle) * radius];
  };
  for (let ring = 0; ring + 1 < radii.length; ring++) {
    for (let side = 0; side < sides; side++) {
      const [a, b, c, d] = [knot(ring, side), knot(ring + 1, side), knot(ring + 1, side + 1), knot(ring, side + 1)];
      draft.triangle(a, b, c, lit(colour, 0.85 + 0.25 * chance(...b)));
      draft.triangle(a, c, d, lit(colour, 0.85 + 0.25 * chance(...d, 1)));
    }
  }
}

function isFree({ areas }: Scenery, x: number, z: number, about: number): boolean {
  return areas.every(
    ({ box: { min, max } }) => x < min[0] - about || x > max[0] + about || z < min[2] - about || z > max[2] + about,
  );
}

const STEP_M = 4.6;
const DEEP_M = 46;

/** Trees on a loose grid around the land, thinner with distance. */
function draftWoods(draft: Draft, scenery: Scenery, outdoors: readonly SceneryArea[], about: number): void {
  const bound = (axis: 0 | 2, side: "min" | "max") => outdoors.map(({ box }) => box[side][axis]);
  const [x0, x1] = [Math.min(...bound(0, "min")) - DEEP_M, Math.max(...bound(0, "max")) + DEEP_M];
  const [z0, z1] = [Math.min(...bound(2, "min")) - DEEP_M, Math.max(...bound(2, "max")) + DEEP_M];
  for (let gridX = x0; gridX < x1; gridX += STEP_M) {
    for (let gridZ = z0; gridZ < z1; gridZ += STEP_M) {
      const x = gridX + (chance(gridX, 1, gridZ) - 0.5) * STEP_M * 0.9;
      const z = gridZ + (chance(gridX, 2, gridZ) - 0.5) * STEP_M * 0.9;
      if (!isFree(scenery, x, z, about)) continue;
      const isNear = !isFree(scenery, x, z, about + 14);
      if (chance(x, 3, z) > (isNear ? 0.85 : 0.4)) continue;
      draftTree(draft, [x, GROUND_M, z], 0.8 + 0.7 * chance(x, 4, z));
    }
  }
}

const cone: Turning["rings"] = [
  [0, 1],
  [1, 0.04],
];

/** A fir of three skirts, or a round tree. */
function draftTree(draft: Draft, at: Vec, size: number): void {
  const kind = chance(...at, 11);
  draft.now = { ...plainTraits, baseM: GROUND_M, soft: 1 };
  const trunk: Turning = {
    sides: 5,
    rings: [
      [0, 1.3],
      [1, 0.7],
    ],
  };
  draftTurned(draft, at, 0.26 * size, 2.6 * size, looks.bark, trunk);
  draft.now = { ...draft.now, sway: 0.8 };
  if (kind < 0.55) {
    const needles = { ...looks.leaves, colour: lit(looks.moss.colour, 0.62), other: lit(looks.leaves.colour, 0.6) };
    for (const [up, wide, tall] of [
      [1.2, 1.7, 2.6],
      [2.6, 1.35, 2.3],
      [3.9, 0.95, 2.2],
    ] as const) {
      const base: Vec = [at[0], at[1] + up * size, at[2]];
      draftTurned(draft, base, wide * size, tall * size, needles, { sides: 7, rings: cone, turn: kind * 40 + up });
    }
    return;
  }
  const radius = 1.7 * size;
  const crown = kind < 0.78 ? looks.leaves : { ...looks.moss, other: looks.leaves.colour };
  draftBall(draft, [at[0], at[1] + 3.7 * size, at[2]], [radius, radius * 0.92, radius], crown, 0.14);
}

/** Houses that look over a town's walls, with lit windows. */
function draftTown(draft: Draft, scenery: Scenery, outdoors: readonly SceneryArea[]): Obstacle[] {
  const walled = outdoors.filter(({ walls }) => walls !== null && walls !== "leaves" && walls !== "moss");
  const houses: Bounds[] = [];
  for (const { box, exits } of walled) {
    for (const side of ["n", "s", "w", "e"] as const) {
      const isX = side === "n" || side === "s";
      const [from, to] = isX ? [box.min[0], box.max[0]] : [box.min[2], box.max[2]];
      for (let along = from; along < to - 3; ) {
        const wide = 4.6 + 2.6 * chance(along, box.min[0], box.min[2], side.charCodeAt(0));
        const house = houseAt(box, side, along, Math.min(wide, to - along));
        const isGate = exits.some(({ at }) => distanceTo(house, at[0], at[2]) < 2.5);
        if (!isGate && isFreeFor(scenery, house) && houses.every((other) => !overlaps(house, other)))
          houses.push(house);
        along += wide + 0.15;
      }
    }
  }
  for (const house of houses) draftHouse(draft, house);
  return houses.map(({ x0, x1, z0, z1, y }) => ({ min: [x0, 0, z0], max: [x1, y, z1] }));
}

function houseAt({ min, max }: SceneryArea["box"], side: "n" | "s" | "w" | "e", along: number, wide: number): Bounds {
  const deep = 5.5;
  const y = 4.6 + Math.round(chance(along, min[0], max[2], 9) * 2) * 0.9;
  const [a, b] = [along + 0.1, along + wide - 0.1];
  const off = 0.34;
  if (side === "n") return { x0: a, x1: b, z0: min[2] - off - deep, z1: min[2] - off, y };
  if (side === "s") return { x0: a, x1: b, z0: max[2] + off, z1: max[2] + off + deep, y };
  if (side === "w") return { x0: min[0] - off - deep, x1: min[0] - off, z0: a, z1: b, y };
  return { x0: max[0] + off, x1: max[0] + off + deep, z0: a, z1: b, y };
}

function distanceTo({ x0, x1, z0, z1 }: Bounds, x: number, z: number): number {
  return Math.hypot(Math.max(x0 - x, 0, x - x1), Math.max(z0 - z, 0, z - z1));
}

function isFreeFor({ areas }: Scenery, house: Bounds): boolean {
  return areas.every(({ box: { min, max } }) => {
    const area: Bounds = { x0: min[0] - 0.32, x1: max[0] + 0.32, z0: min[2] - 0.32, z1: max[2] + 0.32, y: 0 };
    return !overlaps(house, area);
  });
}

function overlaps(a: Bounds, b: Bounds): boolean {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.z0 < b.z1 && b.z0 < a.z1;
}

function draftHouse(draft: Draft, house: Bounds): void {
  const { x0, x1, z0, z1, y } = house;
  const kind = chance(x0, y, z0, 12);
  draft.now = { ...plainTraits, baseM: HIGH_M };
  const walls =
    kind < 0.5 ? looks.plaster : kind < 0.75 ? { ...looks.plaster, colour: lit(looks.sand.colour, 0.9) } : looks.brick;
  draftBox(draft, [(x0 + x1) / 2, GROUND_M, (z0 + z1) / 2], [x1 - x0, y - GROUND_M, z1 - z0], {
    ...walls,
    cell: [1.6, 1.3],
  });
  const roof =
    kind < 0.3 ? { ...looks.brick, cell: [0.8, 0.5] as const } : { ...looks.slate, cell: [0.8, 0.5] as const };
  draftGable(draft, house, roof, walls);
  const timber = { ...looks.oak, cell: [9, 9] as const };
  for (const x of [x0, x1])
    for (const z of [z0, z1]) draftBox(draft, [x, GROUND_M, z], [0.2, y - GROUND_M, 0.2], timber);
  draftBox(draft, [(x0 + x1) / 2, 3.1, (z0 + z1) / 2], [x1 - x0 + 0.08, 0.18, z1 - z0 + 0.08], timber, true);
  draftHouseWindows(draft, house);
}

function draftHouseWindows(draft: Draft, { x0, x1, z0, z1, y }: Bounds): void {
  const sides: [x: number, z: number, isX: boolean, length: number][] = [
    [(x0 + x1) / 2, z0, true, x1 - x0],
    [(x0 + x1) / 2, z1, true, x1 - x0],
    [x0, (z0 + z1) / 2, false, z1 - z0],
    [x1, (z0 + z1) / 2, false, z1 - z0],
  ];
  for (const [x, z, isX, length] of sides) {
    const count = Math.max(1, Math.floor(length / 2));
    for (let i = 0; i < count; i++) {
      const along = ((i + 0.5) / count - 0.5) * length;
      const at: Vec = isX ? [x + along, y - 1.35, z] : [x, y - 1.35, z + along];
      const size = (wide: number, tall: number, deep: number): Vec => (isX ? [wide, tall, deep] : [deep, tall, wide]);
      const isLit = chance(...at, 13) < 0.6;
      draft.now = { ...plainTraits, baseM: HIGH_M };
      draftBox(draft, [at[0], at[1] - 0.08, at[2]], size(0.94, 1.06, 0.1), { ...looks.oak, cell: [9, 9] }, true);
      draft.now = { ...draft.now, glow: isLit ? 0.5 : 0 };
      draftBox(draft, at, size(0.7, 0.88, 0.14), {
        ...looks.glass,
        cell: [9, 9],
        colour: lit(looks.glass.colour, 0.6),
      });
    }
  }
}
