import { type Paragraph, type Span, span, type Tone } from "./paragraph.ts";

/** The ways that a map draws: a step on its grid, x to the right, y down. */
export const compass = {
  north: [0, -1],
  northeast: [1, -1],
  east: [1, 0],
  southeast: [1, 1],
  south: [0, 1],
  southwest: [-1, 1],
  west: [-1, 0],
  northwest: [-1, -1],
} as const satisfies Record<string, readonly [x: number, y: number]>;
export type CompassDirection = keyof typeof compass;

/** An area on a map. */
export interface MapArea {
  /** Where on the grid, counted from where one is. */
  x: number;
  y: number;
  ways: readonly MapWay[];
  isUp: boolean;
  isDown: boolean;
}

export interface MapWay {
  direction: CompassDirection;
  door: "open" | "closed" | null;
  /** Nobody has been there: it ends in a dot. */
  isUnseen: boolean;
}

/** Most columns and rows that a map takes: five areas each way, and the ways that lead out of them sideways. */
export const MAP_COLUMNS = 31;
export const MAP_ROWS = 9;

/** An area is `[   ]`, and there is one column or row for what lies between two. */
const AREA_COLUMNS = 5;
const STEP_X = AREA_COLUMNS + 1;
const STEP_Y = 2;

const strokes = {
  east: ["─", "-"],
  west: ["─", "-"],
  north: ["│", "|"],
  south: ["│", "|"],
  northeast: ["╱", "/"],
  southwest: ["╱", "/"],
  northwest: ["╲", "\\"],
  southeast: ["╲", "\\"],
} as const satisfies Record<CompassDirection, readonly [drawn: string, ascii: string]>;

/**
 * A map around where one is, `@`, as lines that are not to be wrapped. Doors are `+` closed and `'` open, ways that were
 * never gone end in a dot, `^` and `v` lead up and down. What does not fit is left out.
 * @param areas the nearest last: what is drawn last stands
 * @param columns,rows of the window that it may fill
 */
export function drawMap(areas: readonly MapArea[], columns: number, rows: number, utf8: boolean): Paragraph[] {
  const canvas = new Canvas(Math.min(MAP_COLUMNS, columns), Math.min(MAP_ROWS, rows));
  const taken = new Set(areas.map(({ x, y }) => `${x} ${y}`));
  for (const area of areas) for (const way of area.ways) drawWay(canvas, area, way, taken, utf8);
  for (const area of areas) drawArea(canvas, area);
  return canvas.lines();
}

function drawArea(canvas: Canvas, { x, y, isUp, isDown }: MapArea): void {
  const [left, row] = [x * STEP_X - 2, y * STEP_Y];
  if (!canvas.holds(left, row) || !canvas.holds(left + AREA_COLUMNS - 1, row)) return;
  canvas.put(left, row, "[", "plain");
  canvas.put(left + 1, row, isUp ? "^" : " ", "exit");
  canvas.put(left + 2, row, x === 0 && y === 0 ? "@" : " ", "name");
  canvas.put(left + 3, row, isDown ? "v" : " ", "exit");
  canvas.put(left + 4, row, "]", "plain");
}

function drawWay(canvas: Canvas, { x, y }: MapArea, way: MapWay, taken: ReadonlySet<string>, utf8: boolean): void {
  const { direction, door, isUnseen } = way;
  const [dx, dy] = compass[direction];
  const [column, row] = [x * STEP_X + dx * 3, y * STEP_Y + dy];
  const stroke = strokes[direction][utf8 ? 0 : 1];
  canvas.put(column, row, door === null ? stroke : door === "open" ? "'" : "+", door === null ? "dim" : "thing");
  if (isUnseen && !taken.has(`${x + dx} ${y + dy}`)) canvas.put(column + dx, row + dy, utf8 ? "·" : ".", "dim");
}

/** A small field of characters, counted from its middle. */
class Canvas {
  readonly #columns: number;
  readonly #rows: number;
  readonly #spans = new Map<string, Span>();

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#rows = rows;
  }

  holds(x: number, y: number): boolean {
    const [column, row] = [x + Math.floor(this.#columns / 2), y + Math.floor(this.#rows / 2)];
    return column >= 0 && row >= 0 && column < this.#columns && row < this.#rows;
  }

  put(x: number, y: number, text: string, tone: Tone): void {
    if (this.holds(x, y)) this.#spans.set(`${x} ${y}`, span(text, tone));
  }

  /** Only as large as what is drawn. */
  lines(): Paragraph[] {
    if (this.#spans.size === 0) return [];
    const points = [...this.#spans.keys()].map((key) => key.split(" ").map(Number));
    const [xs, ys] = [points.map(([x = 0]) => x), points.map(([, y = 0]) => y)];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const lines: Paragraph[] = [];
    for (let y = top; y <= bottom; y++) {
      const spans = [];
      for (let x = left; x <= right; x++) spans.push(this.#spans.get(`${x} ${y}`) ?? span(" "));
      lines.push({ spans: spans.slice(0, spans.findLastIndex(({ text }) => text !== " ") + 1), verbatim: true });
    }
    return lines;
  }
}
