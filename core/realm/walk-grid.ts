import type { Area, Point, Shape } from "../world/realm-map.ts";
import { BODY_HEIGHT_M, BODY_RADIUS_M, STEP_MAX_M } from "./realm-limits.ts";
import { boxAround, EPSILON_M } from "./space.ts";

const CELLS_PER_M = 5;

/** In cells of 20 cm: how high a body's feet must be to be there. */
interface Grid {
  columns: number;
  rows: number;
  floorM: Float64Array;
}

/**
 * The exits (their numbers) of an area that one cannot walk to from `start`, or without one from the first exit.
 * Flood fill over a grid: a body is a cylinder and takes steps of at most {@link STEP_MAX_M}.
 */
export function blockedWays(
  area: Area,
  fixed: readonly { shape: Shape; at: Point }[],
  start: readonly Point[],
): number[] {
  const grid = gridOf(area, [...area.solids, ...fixed]);
  const points = [...start, ...area.exits.map(({ at }) => at)];
  const [first] = points;
  if (!first) return [];
  const reached = flood(grid, cellAt(area, grid, first));
  const blocked = area.exits.map((exit, i) => (reached[cellAt(area, grid, exit.at)] === 1 ? -1 : i));
  return blocked.filter((i) => i >= 0);
}

function gridOf({ box: { min, max } }: Area, solids: readonly { shape: Shape; at: Point }[]): Grid {
  const columns = Math.max(1, Math.floor((max[0] - min[0]) * CELLS_PER_M + EPSILON_M));
  const rows = Math.max(1, Math.floor((max[2] - min[2]) * CELLS_PER_M + EPSILON_M));
  const floorM = new Float64Array(columns * rows).fill(min[1]);
  const boxes = solids.map(({ shape, at }) => boxAround(shape, at)).sort((a, b) => a.max[1] - b.max[1]);
  for (const box of boxes) {
    const cells = (m: number, origin: number) => (m - origin) * CELLS_PER_M - 0.5;
    const left = Math.max(0, Math.ceil(cells(box.min[0] - BODY_RADIUS_M + EPSILON_M, min[0])));
    const right = Math.min(columns - 1, Math.floor(cells(box.max[0] + BODY_RADIUS_M - EPSILON_M, min[0])));
    const top = Math.max(0, Math.ceil(cells(box.min[2] - BODY_RADIUS_M + EPSILON_M, min[2])));
    const bottom = Math.min(rows - 1, Math.floor(cells(box.max[2] + BODY_RADIUS_M - EPSILON_M, min[2])));
    for (let row = top; row <= bottom; row++) {
      for (let cell = row * columns + left; cell <= row * columns + right; cell++) {
        const floor = floorM[cell] ?? 0;
        // What hangs above a head, as a lamp or a beam, is no obstacle.
        if (box.min[1] < floor + BODY_HEIGHT_M) floorM[cell] = Math.max(floor, box.max[1]);
      }
    }
  }
  return { columns, rows, floorM };
}

function cellAt({ box: { min } }: Area, { columns, rows }: Grid, [x, , z]: Point): number {
  const column = Math.min(columns - 1, Math.max(0, Math.floor((x - min[0]) * CELLS_PER_M)));
  const row = Math.min(rows - 1, Math.max(0, Math.floor((z - min[2]) * CELLS_PER_M)));
  return row * columns + column;
}

function flood({ columns, rows, floorM }: Grid, start: number): Uint8Array {
  const reached = new Uint8Array(columns * rows);
  const waiting = new Int32Array(columns * rows);
  let [next, last] = [0, 0];
  const visit = (cell: number, from: number): void => {
    if (reached[cell] === 1 || Math.abs((floorM[cell] ?? 0) - (floorM[from] ?? 0)) > STEP_MAX_M + EPSILON_M) return;
    reached[cell] = 1;
    waiting[last++] = cell;
  };
  visit(start, start);
  while (next < last) {
    const cell = waiting[next++] ?? 0;
    const column = cell % columns;
    if (column > 0) visit(cell - 1, cell);
    if (column < columns - 1) visit(cell + 1, cell);
    if (cell >= columns) visit(cell - columns, cell);
    if (cell < columns * (rows - 1)) visit(cell + columns, cell);
  }
  return reached;
}
