import type { Piece } from "../../../core/world/geometry.ts";
import type { Scenery, SceneryArea } from "../../../core/world/scenery.ts";
import { type Look, looks } from "./colours.ts";
import { CUT, type Draft, plainTraits, type Traits, type Vec } from "./draft.ts";
import { boxFaces, draftFace } from "./draft-shapes.ts";
import { draftPosts, draftWindows } from "./land-carpentry.ts";
import { draftSolid } from "./land-solids.ts";
import { draftUndergrowth } from "./land-undergrowth.ts";

/** One area of a realm with all that is built for it. */
export interface Plot {
  scenery: Scenery;
  area: SceneryArea;
  pieces: readonly Piece[];
}

/** Drafts what stands in an area: opaque parts into one mesh, water and glass into another. */
export function draftArea(plot: Plot, opaque: Draft, clear: Draft): void {
  const { area, pieces } = plot;
  for (const piece of pieces) {
    const draft = piece.material === "water" || piece.material === "glass" ? clear : opaque;
    const traits = traitsOf(area, piece);
    draft.now = traits;
    draft.shade = shading(plot, piece);
    switch (piece.kind) {
      case "floor":
        draftFloor(draft, piece, traits);
        break;
      case "wall":
        draftWall(plot, draft, clear, piece, traits);
        break;
      case "ceiling":
        draftCeiling(draft, piece, traits);
        break;
      case "solid":
        draftSolid(draft, piece, traits, area);
        break;
      case "edge":
        break;
    }
    draft.shade = () => 1;
  }
  draftUndergrowth(opaque, area);
}

function traitsOf(area: SceneryArea, { kind, at }: Piece): Traits {
  const indoors = Number(area.indoors);
  const traits = { ...plainTraits, baseM: at[1], floorM: area.box.min[1], indoors };
  if (kind === "solid") return { ...traits, soft: 1 };
  if (kind !== "wall") return traits;
  const isAcrossX = at[0] < area.box.min[0] || at[0] > area.box.max[0];
  return { ...traits, cutAxis: isAcrossX ? CUT.x : CUT.z, cutAt: isAcrossX ? at[0] : at[2] };
}

function sizeOf({ shape }: Piece): Vec {
  return shape.type === "box" ? shape.size : [1, 1, 1];
}

/** Corners are darker: near walls, under things, where a wall meets the floor. */
function shading({ area, pieces }: Plot, { kind }: Piece): (x: number, y: number, z: number) => number {
  const { min, max } = area.box;
  const hasWalls = area.walls !== null;
  if (kind === "wall") return (_x, y) => 1 - 0.34 * Math.exp(-Math.max(0, y - min[1]) / 0.5);
  if (kind !== "floor") return () => 1;
  const things = pieces.filter((piece) => piece.kind === "solid" && piece.at[1] < min[1] + 1.2);
  return (x, _y, z) => {
    const wallM = Math.max(0, Math.min(x - min[0], max[0] - x, z - min[2], max[2] - z));
    let shade = hasWalls ? 1 - 0.4 * Math.exp(-wallM / 0.55) : 1;
    for (const { shape, at } of things) {
      const [halfX, halfZ] =
        shape.type === "box" ? [shape.size[0] / 2, shape.size[2] / 2] : [shape.radius, shape.radius];
      const [dx, dz] = [Math.max(0, Math.abs(x - at[0]) - halfX), Math.max(0, Math.abs(z - at[2]) - halfZ)];
      if (dx < 1.5 && dz < 1.5) shade *= 1 - 0.3 * Math.exp(-Math.hypot(dx, dz) / 0.4);
    }
    return Math.max(0.35, shade);
  };
}

function draftFloor(draft: Draft, piece: Piece, traits: Traits): void {
  const look = looks[piece.material];
  const { top, n, s, w, e } = boxFaces(piece.at, sizeOf(piece));
  draftFace(draft, top, look, look.isRough === true && traits.indoors === 0);
  draft.now = { ...traits, indoors: 0 };
  for (const side of [n, s, w, e]) draftFace(draft, side, look, false);
}

/** Roofs without a gable are of slate on their upper side. */
function draftCeiling(draft: Draft, piece: Piece, traits: Traits): void {
  const { top, bottom, n, s, w, e } = boxFaces(piece.at, sizeOf(piece));
  draftFace(draft, bottom, looks[piece.material], false);
  draft.now = { ...traits, indoors: 0 };
  for (const side of [top, n, s, w, e]) draftFace(draft, side, looks.slate, false);
}

function draftWall(plot: Plot, draft: Draft, clear: Draft, piece: Piece, traits: Traits): void {
  const { box } = plot.area;
  const look: Look = looks[piece.material];
  // Open ground is uneven and lies a little lower than walls begin.
  const deep = piece.at[1] > box.min[1] + 0.5 ? 0 : 0.08;
  const [sx, sy, sz] = sizeOf(piece);
  const base = [piece.at[0], piece.at[1] - deep, piece.at[2]] as const;
  const { top, bottom, n, s, w, e } = boxFaces(base, [sx, sy + deep, sz]);
  const isX = traits.cutAxis === CUT.x;
  const isLow = traits.cutAt < (isX ? box.min[0] : box.min[2]);
  const outer = isX ? (isLow ? w : e) : isLow ? n : s;
  for (const face of [top, n, s, w, e]) {
    draft.now = face === outer ? { ...traits, indoors: 0 } : traits;
    draftFace(draft, face, look, false);
  }
  if (piece.at[1] > box.min[1] + 0.5) draftFace(draft, bottom, look, false);
  draft.now = traits;
  draftPosts(draft, piece, traits);
  draftWindows(plot, draft, clear, piece, traits);
}
