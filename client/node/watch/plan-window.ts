/** The part of a world's plan that is drawn: whole cells of a grid that stays where it is in the world. */
export interface PlanWindow {
  columns: number;
  rows: number;
  /** The first column and row, counted from the world's origin. */
  left: number;
  top: number;
  /** Of a column. A row is twice as much: characters are about half as wide as they are high. */
  metres: number;
}

/** Metres of a column, from near to far. */
export const zooms = [0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1, 1.5] as const;
/** The place in {@link zooms} to begin with. */
export const ZOOM_FIRST = 3;

/** Of columns and rows, how much is kept between whom one follows and the border. */
const BORDER = 0.3;

/** What lies on the border of two cells is in the second, however numbers are rounded. */
const EPSILON = 1e-6;

/** The column of a coordinate, counted from the world's origin. */
export function columnOf({ metres }: PlanWindow, x: number): number {
  return Math.floor(x / metres + EPSILON);
}

/** The same for rows. */
export function rowOf({ metres }: PlanWindow, z: number): number {
  return Math.floor(z / (2 * metres) + EPSILON);
}

/** The coordinate of the middle of a column. */
export function middleOfColumn({ metres }: PlanWindow, column: number): number {
  return (column + 0.5) * metres;
}

/** The same for rows. */
export function middleOfRow({ metres }: PlanWindow, row: number): number {
  return (row + 0.5) * 2 * metres;
}

/**
 * Where the window is to be, so that a place (x east, z south) is well in it: where it was, if that will do, for a picture
 * that scrolls with every step is hard to look at.
 */
export function followed(
  before: PlanWindow | null,
  { columns, rows, metres }: Pick<PlanWindow, "columns" | "rows" | "metres">,
  at: { x: number; z: number },
): PlanWindow {
  const size = { columns, rows, left: 0, top: 0, metres };
  const [column, row] = [columnOf(size, at.x), rowOf(size, at.z)];
  const isSame = before?.columns === columns && before.rows === rows && before.metres === metres;
  if (!before || !isSame) return { ...size, left: centred(column, columns), top: centred(row, rows) };
  return { ...size, left: shifted(before.left, column, columns), top: shifted(before.top, row, rows) };
}

function centred(at: number, size: number): number {
  return at - Math.floor(size / 2);
}

/** The least change; who was put elsewhere is in the middle. */
function shifted(start: number, at: number, size: number): number {
  const border = Math.floor(size * BORDER);
  if (at < start - border || at >= start + size + border) return centred(at, size);
  return Math.max(at - (size - 1 - border), Math.min(start, at - border));
}
