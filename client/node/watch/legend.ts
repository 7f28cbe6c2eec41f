import type { Terminal } from "../../../core/telnet/terminal.ts";
import { type Span, span } from "../../../core/telnet/text/paragraph.ts";
import { cellLines } from "../../../core/telnet/text/render.ts";
import type { TonedCell } from "../../../core/telnet/text/wrap-cells.ts";
import type { Figure } from "./draw-things.ts";
import { arrows, type Glyph, glyphs, panels, propGlyph, shown, solidGlyph, wallGlyph } from "./glyphs.ts";
import { Sheet } from "./sheet.ts";

/** What stands beside the plan. */
export type LegendKind = "off" | "names" | "all";

/** How wide it is, its border included. */
export const LEGEND_COLUMNS = 24;
/** Between the plan and it. */
const BORDER_COLUMNS = 2;

const signs: readonly [glyphs: readonly Glyph[], what: string][] = [
  [[glyphs.self, arrows[2]?.glyph ?? glyphs.self], "you, looking"],
  [[wallGlyph("stone")], "wall"],
  [[solidGlyph("oak", false), solidGlyph("oak", true)], "solid, low"],
  [[panels.across, panels.along], "door"],
  [[glyphs.farDoor], "door out of sight"],
  [[propGlyph("oak", false), propGlyph("oak", true)], "can be pushed"],
  [[glyphs.item], "can be taken"],
  [[glyphs.lit], "light that shines"],
  [[glyphs.up, glyphs.down], "way up, down"],
  [[glyphs.gate], "gate to a realm"],
  [[letter("p"), letter("k")], "packets, kB per s"],
  [[letter("t")], "ticks of 50 ms"],
];

/** A unit of the status line. */
function letter(text: string): Glyph {
  return { drawn: text, ascii: text, tone: "name" };
}

/** Whose letter is whose, people first, and with `all` what the signs mean. */
export function drawLegend(
  kind: Exclude<LegendKind, "off">,
  rows: number,
  { figures, self }: { figures: readonly Figure[]; self: string },
  terminal: Terminal,
): Sheet {
  const sheet = new Sheet(LEGEND_COLUMNS, rows);
  const signRows = kind === "all" ? Math.min(signs.length, Math.max(0, rows - 4)) : 0;
  const lines = [[span("@", "title"), span(` ${self} (you)`)], ...figureLines(figures, rows - 1 - signRows)];
  const shownSigns = signs
    .slice(0, signRows)
    .map(([looks, what]) => [
      ...looks.map((look) => span(shown(look, terminal.utf8), look.tone)),
      span(`${looks.length > 1 ? " " : "  "}${what}`, "dim"),
    ]);
  for (let row = 0; row < rows; row++) sheet.put(0, row, terminal.utf8 ? "│" : "|", "dim");
  lines.forEach((line, row) => void sheet.write(BORDER_COLUMNS, row, cells(line, terminal)));
  shownSigns.forEach((line, at) => void sheet.write(BORDER_COLUMNS, rows - signRows + at, cells(line, terminal)));
  return sheet;
}

/** If not all fit, those who are near; in the order of their letters, so that nobody changes places by walking. */
function figureLines(figures: readonly Figure[], rows: number): Span[][] {
  const fitting = figures.length <= rows ? figures : figures.slice(0, Math.max(0, rows - 1));
  const lines = fitting.toSorted((one, other) => (one.letter < other.letter ? -1 : 1)).map(figureLine);
  const left = figures.length - fitting.length;
  return left === 0 ? lines : [...lines, [span(`  and ${left} more`, "dim")]];
}

function figureLine({ letter, name, isPerson, sitting, metres }: Figure): Span[] {
  const where = [...(metres === null ? [] : [`${Math.round(metres)} m`]), ...(sitting ? ["sits"] : [])];
  return [span(letter, isPerson ? "good" : "notice"), span(` ${name} `), span(where.join(", "), "dim")];
}

/** One line; names may be of any characters. */
function cells(line: readonly Span[], terminal: Terminal): TonedCell[] {
  return cellLines({ spans: line, verbatim: true }, terminal)[0] ?? [];
}
