import type { Material } from "../../../core/world/realm-map.ts";
import type { Scenery, SceneryArea } from "../../../core/world/scenery.ts";
import { type Look, looks } from "./colours.ts";
import { type Draft, plainTraits, type Vec } from "./draft.ts";
import { draftBall, draftFace } from "./draft-shapes.ts";
import type { Obstacle } from "./obstacles.ts";

const EAVES_M = 0.55;
const THICK_M = 0.22;

const tiles: Look = { ...looks.slate, cell: [0.8, 0.5] };

/** What a roof of a house with such walls is laid with. */
function roofing(walls: Material | null): Look {
  return walls === "oak" || walls === "pine" ? looks.thatch : tiles;
}

/** A gable over every room that has nothing above it, and leaves over a hollow tree. Gives what the camera must avoid. */
export function draftRoofs(draft: Draft, { areas }: Scenery): Obstacle[] {
  const roofs: Obstacle[] = [];
  for (const area of areas) {
    const { box } = area;
    const isCovered = areas.some((other) => other !== area && coversIt(other, area));
    if (!area.indoors || box.min[1] < -1 || isCovered) continue;
    draft.now = { ...plainTraits, baseM: box.max[1] + 0.05, soft: 0 };
    if (area.walls === "bark") draftCrown(draft, area);
    else {
      const bounds = boundsOf(area);
      draftGable(draft, bounds, roofing(area.walls), looks[area.walls ?? "plaster"]);
      roofs.push(obstacleOf(bounds));
    }
  }
  return roofs;
}

function coversIt({ box: { min, max } }: SceneryArea, { box }: SceneryArea): boolean {
  const share = (axis: 0 | 2) => Math.min(max[axis], box.max[axis]) - Math.max(min[axis], box.min[axis]);
  return min[1] >= box.max[1] - 0.01 && share(0) > 0.4 && share(2) > 0.4;
}

/** A house from above: corners, and where its walls end. */
export interface Bounds {
  x0: number;
  x1: number;
  z0: number;
  z1: number;
  y: number;
}

function boundsOf({ box: { min, max } }: SceneryArea): Bounds {
  return { x0: min[0] - 0.15, x1: max[0] + 0.15, z0: min[2] - 0.15, z1: max[2] + 0.15, y: max[1] + 0.1 };
}

/** The lower part of a roof, eaves and all: the camera keeps out of it. */
function obstacleOf({ x0, x1, z0, z1, y }: Bounds): Obstacle {
  return { min: [x0 - EAVES_M, y - 0.3, z0 - EAVES_M], max: [x1 + EAVES_M, y + 0.8, z1 + EAVES_M] };
}

/** A roof with two sides, its ridge along the house. */
export function draftGable(draft: Draft, { x0, x1, z0, z1, y }: Bounds, laid: Look, walls: Look): void {
  const isAlongX = x1 - x0 >= z1 - z0;
  const half = (isAlongX ? z1 - z0 : x1 - x0) / 2;
  const rise = Math.min(3.4, half * 0.85);
  const [from, to] = isAlongX ? [x0 - EAVES_M, x1 + EAVES_M] : [z0 - EAVES_M, z1 + EAVES_M];
  const middle = isAlongX ? (z0 + z1) / 2 : (x0 + x1) / 2;
  const place = (along: number, across: number, up: number): Vec =>
    isAlongX ? [along, y + up, middle + across] : [middle + across, y + up, along];
  const slope = rise / half;
  const reach = half + EAVES_M;
  const low = -EAVES_M * slope;
  for (const side of [-1, 1]) {
    const [a, b] = side > 0 === isAlongX ? [from, to] : [to, from];
    const eave = place(a, side * reach, low + THICK_M);
    const along = minus(place(b, side * reach, low + THICK_M), eave);
    const across = minus(place(a, 0, rise + THICK_M), eave);
    draftFace(draft, { from: eave, along, across }, laid, false);
    // Its edge at the eaves, and its underside.
    const under = place(a, side * reach, low);
    draftFace(draft, { from: under, along, across: [0, THICK_M, 0] }, looks.oak, false);
    const back = place(b, side * reach, low);
    draftFace(
      draft,
      { from: back, along: minus(under, back), across: minus(place(b, 0, rise), back) },
      looks.oak,
      false,
    );
  }
  for (const [end, out] of [
    [isAlongX ? x0 : z0, -1],
    [isAlongX ? x1 : z1, 1],
  ] as const) {
    const corners = [place(end, -half, 0), place(end, half, 0), place(end, 0, rise)] as const;
    const [a, b, c] = corners;
    const isTurned = out > 0 === isAlongX;
    draft.triangle(isTurned ? b : a, isTurned ? a : b, c, walls.colour);
    const edge = out < 0 ? from : to;
    for (const side of [-1, 1]) {
      const foot = place(edge, side * reach, low);
      const ridge = minus(place(edge, 0, rise), foot);
      const isFlipped = side > 0 === isTurned;
      const up: Vec = [0, THICK_M, 0];
      draftFace(
        draft,
        isFlipped ? { from: foot, along: ridge, across: up } : { from: foot, along: up, across: ridge },
        looks.oak,
        false,
      );
    }
  }
}

function minus(a: Vec, b: Vec): Vec {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

/** The crown of a tree that is lived in. */
function draftCrown(draft: Draft, { box: { min, max } }: SceneryArea): void {
  const [x, z] = [(min[0] + max[0]) / 2, (min[2] + max[2]) / 2];
  const wide = Math.max(max[0] - min[0], max[2] - min[2]);
  draft.now = { ...draft.now, sway: 1, soft: 1 };
  const balls: readonly (readonly [number, number, number, number])[] = [
    [0, 1.6, 0, 0.72],
    [-0.5, 0.5, 0.3, 0.5],
    [0.5, 0.4, 0.4, 0.52],
    [0.1, 0.3, -0.55, 0.5],
    [-0.45, 0.9, -0.4, 0.45],
  ];
  for (const [dx, up, dz, size] of balls) {
    const radius = wide * size;
    draftBall(
      draft,
      [x + dx * wide, max[1] + up * 2, z + dz * wide],
      [radius, radius * 0.75, radius],
      looks.leaves,
      0.13,
    );
  }
}
