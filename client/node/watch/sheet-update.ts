import type { Terminal } from "../../../core/telnet/terminal.ts";
import { styleOf } from "../../../core/telnet/text/tone-style.ts";
import type { Sheet } from "./sheet.ts";

const OFF = "\x1b[0m";
const CLEAR = "\x1b[0m\x1b[2J";
/** To go to a place takes about so many bytes: as many characters that have not changed may as well be written. */
const GAP = 6;

/**
 * What is to be written to a terminal that shows one sheet, so that it shows another: only what has changed, by ECMA-48's
 * CUP and SGR. `null`: whatever it shows is not known.
 */
export function sheetUpdate(before: Sheet | null, after: Sheet, terminal: Terminal): string {
  const known = before && before.columns === after.columns && before.rows === after.rows ? before : null;
  let text = known ? "" : CLEAR;
  for (let row = 0; row < after.rows; row++)
    for (const [from, to] of changesIn(known, after, row))
      text += `\x1b[${row + 1};${from + 1}H${painted(after, row, [from, to], terminal)}`;
  return text;
}

/** Runs of columns that are to be written anew, from the first to behind the last. */
function changesIn(before: Sheet | null, after: Sheet, row: number): [from: number, to: number][] {
  const runs: [number, number][] = [];
  for (let column = 0; column < after.columns; column++) {
    if (looksAs(before, after, column, row)) continue;
    const last = runs.at(-1);
    if (last && column - last[1] < GAP) last[1] = column + 1;
    else runs.push([column, column + 1]);
  }
  return runs.map(([from, to]) => [isHalf(after, from, row) ? from - 1 : from, isHalf(after, to, row) ? to + 1 : to]);
}

function isHalf(sheet: Sheet, column: number, row: number): boolean {
  return column < sheet.columns && sheet.textAt(column, row) === "";
}

/** Spaces look the same in every tone; a terminal that was cleared is full of them. */
function looksAs(before: Sheet | null, after: Sheet, column: number, row: number): boolean {
  const text = after.textAt(column, row);
  if ((before?.textAt(column, row) ?? " ") !== text) return false;
  return text.trim() === "" || before?.toneAt(column, row) === after.toneAt(column, row);
}

function painted(sheet: Sheet, row: number, [from, to]: readonly [number, number], terminal: Terminal): string {
  let [text, on] = ["", ""];
  for (let column = from; column < to; column++) {
    const character = sheet.textAt(column, row);
    const style = character.trim() === "" ? on : styleOf(sheet.toneAt(column, row), terminal);
    if (style !== on) text += (on === "" ? "" : OFF) + style;
    on = style;
    text += character;
  }
  return on === "" ? text : text + OFF;
}

/** A sheet for where nothing can be drawn over: its lines, without empty ones at the end. */
export function sheetText(sheet: Sheet): string {
  const lines = Array.from({ length: sheet.rows }, (_, row) => sheet.lineAt(row));
  return lines.join("\n").trimEnd();
}
