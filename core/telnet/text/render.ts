import type { Terminal } from "../terminal.ts";
import { asciiText } from "./ascii-text.ts";
import { cleanText } from "./clean-text.ts";
import type { Paragraph, Span, Tone } from "./paragraph.ts";
import { type Cell, cellsOf } from "./text-width.ts";
import { styleOf } from "./tone-style.ts";
import { type TonedCell, wrapCells } from "./wrap-cells.ts";

/** A line longer than this is hard to read, however wide the window is. */
const READABLE_COLUMNS = 100;
/** In a window narrower than this nothing could be told. */
const COLUMNS_MIN = 10;
const OFF = "\x1b[0m";

/**
 * Paragraphs as lines for a terminal, joined by `\n`, without one at the end: wrapped to its width, in its colours, in
 * its characters. The only control sequences in it are our own colours: control characters of the text are removed. For
 * a screen reader each paragraph is one line, however long, and what is drawn or empty is left out.
 */
export function renderParagraphs(paragraphs: readonly Paragraph[], terminal: Terminal): string {
  return paragraphs
    .filter(({ spans, verbatim }) => !terminal.screenReader || (!verbatim && spans.length > 0))
    .flatMap((paragraph) => cellLines(paragraph, terminal).map((line) => painted(line, terminal)))
    .join("\n");
}

/** Clean text in the characters that a terminal has. */
export function shownText(text: string, { utf8 }: Terminal): string {
  return utf8 ? cleanText(text) : asciiText(cleanText(text));
}

/** The lines of one paragraph as {@link renderParagraphs} breaks them, for who draws them somewhere. */
export function cellLines({ spans, indent = 0, verbatim }: Paragraph, terminal: Terminal): TonedCell[][] {
  const cells = tonedCells(spans, terminal);
  if (terminal.screenReader) return [cells];
  const columns = Math.max(COLUMNS_MIN, terminal.columns);
  if (verbatim) return [cut(cells, columns)];
  const readable = Math.min(columns, READABLE_COLUMNS);
  return wrapCells(cells, readable, Math.min(indent, Math.floor(readable / 2)));
}

/** A mark that begins a span stands on the end of the one before: the text is cut as a whole. */
function tonedCells(spans: readonly Span[], terminal: Terminal): TonedCell[] {
  const shown = spans.map(({ text, tone }) => ({ text: shownText(text, terminal), tone }));
  const cells = cellsOf(shown.map(({ text }) => text).join(""));
  let [at, end, next] = [0, 0, 0];
  return cells.map((cell) => {
    while (at >= end && next < shown.length) end += shown[next++]?.text.length ?? 0;
    at += cell.text.length;
    return toned(cell, shown[next - 1]?.tone ?? "plain");
  });
}

/** Cells in their tones, of those that are ASCII: each is made once. */
const asciiInTones: { [Name in Tone]?: TonedCell[] } = {};

function toned(cell: Cell, tone: Tone): TonedCell {
  const code = cell.text.length === 1 ? cell.text.charCodeAt(0) : 0x80;
  if (code >= 0x80) return { ...cell, tone };
  asciiInTones[tone] ??= [];
  const known = asciiInTones[tone];
  known[code] ??= { ...cell, tone };
  return known[code];
}

function cut(cells: readonly TonedCell[], columns: number): TonedCell[] {
  let width = 0;
  return cells.filter((cell) => {
    width += cell.width;
    return width <= columns;
  });
}

/** A line in colours. Each stands for itself: whatever comes between two lines is not coloured by them. */
function painted(line: readonly TonedCell[], terminal: Terminal): string {
  let text = "";
  let on = "";
  for (const cell of line) {
    const style = styleFor(cell, on, terminal);
    if (style !== on) text += (on === "" ? "" : OFF) + style;
    on = style;
    text += cell.text;
  }
  return on === "" ? text : text + OFF;
}

/** Spaces look the same in every tone: they keep the one before. */
function styleFor({ text, tone }: TonedCell, on: string, terminal: Terminal): string {
  return text === " " ? on : styleOf(tone, terminal);
}
