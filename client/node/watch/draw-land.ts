import { fixedPieces } from "../../../core/world/fixed-pieces.ts";
import type { Piece } from "../../../core/world/geometry.ts";
import type { Scenery } from "../../../core/world/scenery.ts";
import { type Glyph, glyphs, groundGlyph, shown, solidGlyph, wallGlyph } from "./glyphs.ts";
import { columnOf, middleOfColumn, middleOfRow, type PlanWindow, rowOf } from "./plan-window.ts";
import type { Sheet } from "./sheet.ts";

/** What of a world never moves, as it is drawn. */
export interface Land {
  scenery: Scenery;
  pieces: readonly Piece[];
}

/** Floors so far above or below count as the same storey. */
const STOREY_M = 0.8;
/** What is lower is stepped onto; what begins higher is overhead. */
const STEP_M = 0.35;
const HEAD_M = 1.7;
/** Of the ground's cells this one of so many has a mark. */
const SPARSE = 4;

/** What is built in a realm, from its scenery. */
export function landOf(scenery: Scenery): Land {
  return { scenery, pieces: fixedPieces(scenery) };
}

/** Whether feet at this height are on the storey whose floor is at `floorM`. */
export function isOnStorey(y: number, floorM: number): boolean {
  return y > floorM - STOREY_M && y < floorM + HEAD_M + STOREY_M;
}

/** Draws the ground, and on it what stands there, of the storey whose floor is at this height in metres. */
export function drawLand(
  sheet: Sheet,
  window: PlanWindow,
  { scenery, pieces }: Land,
  floorM: number,
  utf8: boolean,
): void {
  const layers: Record<Layer, Piece[]> = { ground: [], low: [], standing: [], wall: [] };
  for (const piece of pieces) {
    const layer = layerOf(piece, floorM);
    if (layer && isNear(window, piece)) layers[layer].push(piece);
  }
  for (const piece of layers.ground) fill(sheet, window, piece, groundGlyph(piece.material), utf8, true);
  for (const piece of layers.low) fill(sheet, window, piece, solidGlyph(piece.material, true), utf8);
  for (const piece of layers.wall) fill(sheet, window, piece, wallGlyph(piece.material), utf8);
  for (const piece of layers.standing) fill(sheet, window, piece, solidGlyph(piece.material, false), utf8);
  drawWays(sheet, window, scenery, floorM, utf8);
}

type Layer = "ground" | "low" | "standing" | "wall";

function layerOf({ kind, shape, at }: Piece, floorM: number): Layer | null {
  if (kind === "edge" || kind === "ceiling") return null;
  const [bottom, top] = [at[1], at[1] + heightOf(shape)];
  if (kind === "floor") return Math.abs(top - floorM) < STOREY_M ? "ground" : null;
  if (top <= floorM - STEP_M || bottom >= floorM + HEAD_M) return null;
  // Walls that end here are of the storey below.
  if (top <= floorM + STEP_M) return kind === "solid" ? "low" : null;
  return kind === "wall" ? "wall" : "standing";
}

function heightOf(shape: Piece["shape"]): number {
  if (shape.type === "box") return shape.size[1];
  return shape.type === "cylinder" ? shape.height : 2 * shape.radius;
}

/** Half of its lengths along x and z. */
function halvesOf({ shape }: Piece): [x: number, z: number] {
  return shape.type === "box" ? [shape.size[0] / 2, shape.size[2] / 2] : [shape.radius, shape.radius];
}

function isNear(window: PlanWindow, piece: Piece): boolean {
  const [x, z] = halvesOf(piece);
  const [left, right] = [columnOf(window, piece.at[0] - x), columnOf(window, piece.at[0] + x)];
  const [top, bottom] = [rowOf(window, piece.at[2] - z), rowOf(window, piece.at[2] + z)];
  return (
    right >= window.left &&
    left < window.left + window.columns &&
    bottom >= window.top &&
    top < window.top + window.rows
  );
}

/** Every cell whose middle is in it, and the one that its own middle is in. */
function fill(sheet: Sheet, window: PlanWindow, piece: Piece, look: Glyph, utf8: boolean, isSparse = false): void {
  const [halfX, halfZ] = halvesOf(piece);
  const [x, , z] = piece.at;
  const isRound = piece.shape.type !== "box";
  const text = shown(look, utf8);
  const columns = cellsBetween(x - halfX, x + halfX, window.metres);
  const rows = cellsBetween(z - halfZ, z + halfZ, 2 * window.metres);
  for (const row of rows)
    for (const column of columns) {
      if (isSparse && (((column + 2 * row) % SPARSE) + SPARSE) % SPARSE !== 0) continue;
      if (isRound && columns.length > 1 && rows.length > 1) {
        const [dx, dz] = [middleOfColumn(window, column) - x, middleOfRow(window, row) - z];
        if ((dx / halfX) ** 2 + (dz / halfZ) ** 2 > 1) continue;
      }
      sheet.put(column - window.left, row - window.top, text, look.tone);
    }
}

/** Numbers of the cells of this size whose middles lie between two coordinates; at least that of the middle of both. */
export function cellsBetween(from: number, to: number, size: number): number[] {
  // Walls end where others begin: what lies just on a middle belongs to one of them, however numbers are rounded.
  const [first, end] = [Math.ceil(from / size - 0.5 - 1e-6), Math.ceil(to / size - 0.5 - 1e-6)];
  if (end <= first) return [Math.floor((from + to) / 2 / size)];
  return Array.from({ length: end - first }, (_, at) => first + at);
}

/** Ladders and gates, and doors as long as nothing is known of them. */
function drawWays(sheet: Sheet, window: PlanWindow, { areas, doors }: Scenery, floorM: number, utf8: boolean): void {
  const put = ([x, y, z]: readonly [number, number, number], look: Glyph) => {
    if (Math.abs(y - floorM) < STOREY_M)
      sheet.put(columnOf(window, x) - window.left, rowOf(window, z) - window.top, shown(look, utf8), look.tone);
  };
  for (const { at } of doors) put(at, glyphs.farDoor);
  for (const { direction, to, at } of areas.flatMap(({ exits }) => exits)) {
    if (to.includes(":")) put(at, glyphs.gate);
    else if (direction === "up") put(at, glyphs.up);
    else if (direction === "down") put(at, glyphs.down);
  }
}
