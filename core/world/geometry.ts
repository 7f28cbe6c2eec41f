import type { Box, Exit, Material, Point, Shape } from "./realm-map.ts";
import type { SceneryArea as Area, SceneryDoor as Door, Scenery } from "./scenery.ts";

/** What there is to build of: a map, or what can be seen of it. */
export type Buildable = Pick<Scenery, "areas" | "doors">;

/**
 * A part of the realm that never moves, upright and along the axes. `edge` is what keeps people from walking off the
 * land where nothing is built: bodies meet it, eyes do not.
 */
export interface Piece {
  area: string;
  kind: "floor" | "wall" | "ceiling" | "solid" | "edge";
  shape: Shape;
  /** The middle of its base. */
  at: Point;
  material: Material;
}

/** Walls are built outside of an area's box; two areas closer than two walls halve what lies between them. */
export const WALL_M = 0.3;
/** Under the open sky walls end here, and an edge goes on to the top of the area's box. */
export const OUTDOOR_WALL_M = 3;
export const OPENING_HEIGHT_M = 2.6;
/** Together a wall's thickness: so much lies at least between a ceiling and the floor above it. */
const FLOOR_M = 0.2;
const CEILING_M = 0.1;
/** Openings of two areas are at most so far apart; the realm's reader refuses the rest. */
const PASSAGE_M = 1;
/** What bodies step onto. */
const STEP_M = 0.3;
const EPSILON_M = 0.001;

type Axis = 0 | 2;
/** A side of an area's box: the axis across its wall, and which way is out. */
interface Side {
  across: Axis;
  out: -1 | 1;
}
const sides: readonly Side[] = [
  { across: 2, out: -1 },
  { across: 2, out: 1 },
  { across: 0, out: -1 },
  { across: 0, out: 1 },
];

/** A hole through all walls in it, from the border of an area outward. */
interface Opening {
  area: Area;
  side: Side;
  air: Box;
  isGate: boolean;
  /** The target's opening makes the other half of the floor. */
  floorM: number;
}

/**
 * What a realm is built of: floors, walls with openings at the exits of both sides (as high as their door, or
 * {@link OPENING_HEIGHT_M}), ceilings indoors, edges around what has no walls, and the areas' solids. Ladders (`up`,
 * `down`) have no opening. Pieces come in the order of the areas; the same map gives the same list.
 */
export function buildGeometry(map: Buildable): Piece[] {
  const openings = map.areas.flatMap((area) => openingsOf(map, area));
  return map.areas.flatMap((area) => [
    floorOf(area),
    ...openings.filter((opening) => opening.area === area).flatMap(passageOf),
    ...sides.flatMap((side) => borderOf(map, area, side, openings)),
    ...(area.indoors ? [ceilingOf(area)] : []),
    ...area.solids.map(({ shape, at, material }): Piece => ({ area: area.id, kind: "solid", shape, at, material })),
  ]);
}

function boxPiece(area: Area, kind: Piece["kind"], { min, max }: Box, material: Material): Piece {
  const size: Point = [max[0] - min[0], max[1] - min[1], max[2] - min[2]];
  const at: Point = [(min[0] + max[0]) / 2, min[1], (min[2] + max[2]) / 2];
  return { area: area.id, kind, shape: { type: "box", size }, at, material };
}

function floorOf(area: Area): Piece {
  const { min, max } = area.box;
  return boxPiece(
    area,
    "floor",
    { min: [min[0], min[1] - FLOOR_M, min[2]], max: [max[0], min[1], max[2]] },
    area.ground,
  );
}

function ceilingOf(area: Area): Piece {
  const { min, max } = area.box;
  const box: Box = { min: [min[0], max[1], min[2]], max: [max[0], max[1] + CEILING_M, max[2]] };
  return boxPiece(area, "ceiling", box, area.walls ?? area.ground);
}

/** The side of a box on which an exit lies; `null` for ladders, and for what lies on none. */
function sideOf({ min, max }: Box, { at, direction }: Exit): Side | null {
  if (direction === "up" || direction === "down") return null;
  const isOn = ({ across, out }: Side) => Math.abs(at[across] - (out < 0 ? min : max)[across]) <= EPSILON_M;
  return sides.find((side) => isOn(side) && matches(direction, side)) ?? null;
}

/** Diagonals lie on either of their two sides, `in` and `out` on any. */
function matches(direction: Exit["direction"], { across, out }: Side): boolean {
  if (direction === "in" || direction === "out") return true;
  return direction.includes(across === 2 ? (out < 0 ? "north" : "south") : out < 0 ? "west" : "east");
}

function openingsOf(map: Buildable, area: Area): Opening[] {
  return area.exits.flatMap((exit) => {
    const side = sideOf(area.box, exit);
    if (!side) return [];
    const target = map.areas.find(({ id }) => id === exit.to);
    const door = map.doors.find(({ id }) => id === exit.door);
    const depthM = target ? gapTo(area.box, side, target.box) : WALL_M;
    const leadsBack = target?.exits.some((other) => other.to === area.id && sideOf(target.box, other) !== null);
    const air = airOf(area, exit, side, Math.max(depthM, WALL_M), door);
    return [{ area, side, air, isGate: target === undefined, floorM: leadsBack ? depthM / 2 : depthM }];
  });
}

/** How far a box lies beyond a side of another. */
function gapTo(box: Box, { across, out }: Side, other: Box): number {
  return out < 0 ? box.min[across] - other.max[across] : other.min[across] - box.max[across];
}

function airOf(area: Area, exit: Exit, side: Side, depthM: number, door: Door | undefined): Box {
  const along: Axis = side.across === 0 ? 2 : 0;
  const [middle, width] = door ? [door.at[along], door.width] : [exit.at[along], exit.width];
  const floor = Math.max(area.box.min[1], exit.at[1]);
  const top = floor + (door?.height ?? OPENING_HEIGHT_M);
  return spanned(side, area.box, depthM, [middle - width / 2, middle + width / 2], [floor, top]);
}

type Span = readonly [from: number, to: number];

/** The box that stands on a side of an area and reaches outward. */
function spanned({ across, out }: Side, box: Box, depthM: number, along: Span, height: Span): Box {
  const border = (out < 0 ? box.min : box.max)[across];
  const depth: Span = out < 0 ? [border - depthM, border] : [border, border + depthM];
  const point = (end: 0 | 1): Point =>
    across === 0 ? [depth[end], height[end], along[end]] : [along[end], height[end], depth[end]];
  return { min: point(0), max: point(1) };
}

/** The floor of an opening; behind a gate there is nothing to step on, so it ends at a wall that nobody sees. */
function passageOf({ area, side, air, isGate, floorM }: Opening): Piece[] {
  const along: Axis = side.across === 0 ? 2 : 0;
  const [span, floor]: [Span, number] = [[air.min[along], air.max[along]], air.min[1]];
  const pieces: Piece[] = [];
  if (floorM > EPSILON_M) {
    pieces.push(boxPiece(area, "floor", spanned(side, area.box, floorM, span, [floor - FLOOR_M, floor]), area.ground));
  }
  if (isGate) {
    const end: Box = spanned(side, air, WALL_M, span, [floor, air.max[1]]);
    pieces.push(boxPiece(area, "edge", end, area.ground));
  }
  return pieces;
}

/** What stands along one side of an area. */
function borderOf(map: Buildable, area: Area, side: Side, openings: readonly Opening[]): Piece[] {
  const along: Axis = side.across === 0 ? 2 : 0;
  const { min, max } = area.box;
  // The walls to the north and south go around the corners.
  const corner = (out: -1 | 1) =>
    area.walls !== null && along === 0 ? out * thicknessOf(map, area, { across: along, out }) : 0;
  const span: Span = [min[along] + corner(-1), max[along] + corner(1)];
  const thickness = thicknessOf(map, area, side);
  const holes = openings.map(({ air }) => air);
  const part = (kind: "wall" | "edge", height: Span, more: readonly Box[] = []): Piece[] =>
    cut(spanned(side, area.box, thickness, span, height), along, [...holes, ...more]).map((box) =>
      boxPiece(area, kind, box, area.walls ?? area.ground),
    );
  if (area.walls === null) return part("edge", [min[1], max[1]], landBeyond(map, area, side));
  if (area.indoors) return part("wall", [min[1], max[1] + CEILING_M]);
  const top = Math.min(max[1], min[1] + OUTDOOR_WALL_M);
  return [...part("wall", [min[1], top]), ...(top < max[1] ? part("edge", [top, max[1]]) : [])];
}

function thicknessOf(map: Buildable, area: Area, side: Side): number {
  const near = map.areas
    .filter((other) => other !== area && facing(area.box, side, other.box))
    .map((other) => (other.walls === null ? gapTo(area.box, side, other.box) : gapTo(area.box, side, other.box) / 2));
  // Where areas without walls touch, an edge is as thin as it can be without being lost.
  return Math.max(0.05, Math.min(WALL_M, ...near));
}

function facing(box: Box, side: Side, other: Box): boolean {
  const along: Axis = side.across === 0 ? 2 : 0;
  const gap = gapTo(box, side, other);
  const share = (axis: 0 | 1 | 2) =>
    Math.min(box.max[axis], other.max[axis]) - Math.max(box.min[axis], other.min[axis]);
  return gap >= -EPSILON_M && gap < 2 * WALL_M && share(along) > EPSILON_M && share(1) > EPSILON_M;
}

/** Where the land goes on, no edge is needed: the air over the areas that touch this one, or nearly. */
function landBeyond(map: Buildable, area: Area, side: Side): Box[] {
  return map.areas
    .filter((other) => other !== area && other.walls === null && facing(area.box, side, other.box))
    .filter(({ box }) => gapTo(area.box, side, box) <= EPSILON_M && isStep(area.box, box))
    .map(({ box: { min, max } }) => {
      const along: Axis = side.across === 0 ? 2 : 0;
      return spanned(side, area.box, PASSAGE_M, [min[along], max[along]], [area.box.min[1], area.box.max[1]]);
    });
}

function isStep(a: Box, b: Box): boolean {
  return Math.abs(a.min[1] - b.min[1]) <= STEP_M + EPSILON_M;
}

/** What is left of an upright slab when the holes through it are cut out: boxes that do not overlap. */
function cut(slab: Box, along: Axis, holes: readonly Box[]): Box[] {
  const through = holes.filter((hole) => [0, 1, 2].every((axis) => overlapM(slab, hole, axis) > EPSILON_M));
  const ends = through.flatMap(({ min, max }) => [min[along], max[along]]);
  const inside = ends.filter((end) => end > slab.min[along] && end < slab.max[along]);
  const stops = [...new Set([slab.min[along], ...inside, slab.max[along]])].sort((a, b) => a - b);
  return stops.slice(1).flatMap((to, i) => {
    const from = stops[i] ?? to;
    const middle = (from + to) / 2;
    const here = through.filter(({ min, max }) => min[along] < middle && middle < max[along]);
    return leftOver([slab.min[1], slab.max[1]], here).map((height) => part(slab, along, [from, to], height));
  });
}

function overlapM(a: Box, b: Box, axis: number): number {
  return Math.min(a.max[axis] ?? 0, b.max[axis] ?? 0) - Math.max(a.min[axis] ?? 0, b.min[axis] ?? 0);
}

/** The heights that no hole takes. */
function leftOver(height: Span, holes: readonly Box[]): Span[] {
  let spans: Span[] = [height];
  for (const { min, max } of holes) {
    spans = spans.flatMap(([from, to]): Span[] => [
      [from, Math.min(to, min[1])],
      [Math.max(from, max[1]), to],
    ]);
    spans = spans.filter(([from, to]) => to - from > EPSILON_M);
  }
  return spans;
}

function part({ min, max }: Box, along: Axis, span: Span, height: Span): Box {
  const point = (end: 0 | 1, corner: Point): Point =>
    along === 0 ? [span[end], height[end], corner[2]] : [corner[0], height[end], span[end]];
  return { min: point(0, min), max: point(1, max) };
}
