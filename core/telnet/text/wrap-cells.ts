import type { Tone } from "./paragraph.ts";
import { type Cell, isIdeograph } from "./text-width.ts";

/** A character in its tone. */
export interface TonedCell extends Cell {
  readonly tone: Tone;
}

const space: TonedCell = { text: " ", width: 1, tone: "plain" };
const isSpace = ({ text }: Cell) => text === " ";

/**
 * Lines of at most so many columns: broken at spaces, which are dropped there, and beside ideographs; a word that is too
 * long for a line is broken where the line ends. Every line but the first begins with `indent` spaces.
 */
export function wrapCells(cells: readonly TonedCell[], columns: number, indent: number): TonedCell[][] {
  const inset = Array<TonedCell>(indent).fill(space);
  const lines: TonedCell[][] = [];
  let line: TonedCell[] = [];
  let width = 0;
  for (const cell of cells) {
    if (width + cell.width > columns) {
      const at = isSpace(cell) ? line.length : breakIn(line, cell, columns - indent);
      lines.push(withoutEnd(line.slice(0, at)));
      line = [...inset, ...line.slice(at)];
      width = widthOf(line);
    }
    if (lines.length > 0 && line.length === indent && isSpace(cell)) continue;
    line.push(cell);
    width += cell.width;
  }
  return [...lines, line];
}

/**
 * Where a line is broken whose next cell does not fit: all from there on goes to the next line. A word that would not
 * fit there either is broken at the end of this one.
 */
function breakIn(line: readonly TonedCell[], next: TonedCell, columns: number): number {
  const first = line.findIndex((cell) => !isSpace(cell));
  let width = next.width;
  for (let at = line.length; at > first + 1 && width <= columns; at--) {
    const [before, after] = [line[at - 1], line[at] ?? next];
    if (before && (isSpace(before) || (isIdeograph(before) && isIdeograph(after)))) return at;
    width += before?.width ?? 0;
  }
  return line.length;
}

function widthOf(line: readonly Cell[]): number {
  return line.reduce((sum, { width }) => sum + width, 0);
}

function withoutEnd(line: readonly TonedCell[]): TonedCell[] {
  return line.slice(0, line.findLastIndex((cell) => !isSpace(cell)) + 1);
}
