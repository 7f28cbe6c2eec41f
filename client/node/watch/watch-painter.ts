import type { SceneView } from "../../../core/protocol/world-frames.ts";
import type { Terminal } from "../../../core/telnet/terminal.ts";
import { type Paragraph, type Span, span } from "../../../core/telnet/text/paragraph.ts";
import { cellLines, shownText } from "../../../core/telnet/text/render.ts";
import { cellsOf } from "../../../core/telnet/text/text-width.ts";
import type { TonedCell } from "../../../core/telnet/text/wrap-cells.ts";
import { drawLand, type Land } from "./draw-land.ts";
import { type Cast, drawThings, type Figure } from "./draw-things.ts";
import { drawLegend, LEGEND_COLUMNS, type LegendKind } from "./legend.ts";
import { Letters } from "./letters.ts";
import { followed, type PlanWindow } from "./plan-window.ts";
import { Sheet } from "./sheet.ts";
import { type StatusFacts, statusLine } from "./status-line.ts";
import { COLUMNS_MIN, isSizeEnough, ROWS_MIN } from "./watch-options.ts";

/** All that a picture shows. */
export interface WatchView {
  land: Land;
  cast: Cast;
  /** As whom one is here. */
  name: string;
  /** Where one is, as the world last told; `null`: nowhere yet. */
  scene: SceneView | null;
  /** What happened, oldest first. */
  log: readonly Paragraph[];
  /** Those of them that are an answer, to be read whole; none: there is none. */
  answer: readonly Paragraph[];
  /** A command as far as it is typed; `null`: keys walk. */
  typed: string | null;
  /** What the keys do; empty where there are none. */
  hints: string;
  status: StatusFacts;
  legend: LegendKind;
  /** Metres of a column. */
  metres: number;
}

/** Lines of what happens, and at least so many of the plan. */
const LOG_ROWS = 5;
const LOG_ROWS_LARGE = 8;
const LARGE_ROWS = 34;
const PLAN_ROWS_MIN = 8;
/** The head, the line that is typed, the status. */
const OTHER_ROWS = 3;

/** Draws pictures of a world, each for itself; what it keeps is where it looked before, and whose letter is whose. */
export class WatchPainter {
  readonly #letters = new Letters();
  #window: PlanWindow | null = null;
  #at: { x: number; z: number } | null = null;

  paint(view: WatchView, terminal: Terminal): Sheet {
    const { columns, rows } = terminal;
    const sheet = new Sheet(columns, rows);
    if (!isSizeEnough(terminal)) {
      writeLine(
        sheet,
        0,
        [span(`${columns} by ${rows} is too small: it takes ${COLUMNS_MIN} by ${ROWS_MIN}.`)],
        terminal,
      );
      return sheet;
    }
    const log = logLines(view, terminal);
    const planRows = rows - OTHER_ROWS - log.length;
    writeLine(sheet, 0, headOf(view.scene), terminal);
    this.#paintPlan(sheet, planRows, view, terminal);
    log.forEach((line, at) => void sheet.write(0, 1 + planRows + at, line));
    writeLine(sheet, rows - 2, promptOf(view, terminal), terminal);
    writeLine(sheet, rows - 1, statusOf(view.status, terminal), terminal);
    return sheet;
  }

  #paintPlan(sheet: Sheet, rows: number, view: WatchView, terminal: Terminal): void {
    const { land, cast, legend, metres } = view;
    const columns = terminal.columns - (legend === "off" ? 0 : LEGEND_COLUMNS);
    this.#window = followed(this.#window, { columns, rows, metres }, this.#placeOf(view));
    const plan = new Sheet(columns, rows);
    const floorM = floorOf(view);
    drawLand(plan, this.#window, land, floorM, terminal.utf8);
    const drawing = { sheet: plan, window: this.#window, scenery: land.scenery, floorM, utf8: terminal.utf8 };
    const figures: Figure[] = drawThings(drawing, cast, this.#letters);
    sheet.paste(plan, 0, 1);
    if (legend === "off") return;
    sheet.paste(drawLegend(legend, rows, { figures, self: view.name }, terminal), columns, 1);
  }

  /** Oneself; while one is not seen, where one was, or where newcomers stand. */
  #placeOf({ cast: { moment, self }, land }: WatchView): { x: number; z: number } {
    const own = moment.actors.find(({ entity }, at) => at < moment.count && entity === self);
    if (own) this.#at = { x: own.x, z: own.z };
    const [x, , z] = land.scenery.spawn.at;
    return this.#at ?? { x, z };
  }
}

/** The height of the floor where one is. */
function floorOf({ land, scene }: WatchView): number {
  const { areas, spawn } = land.scenery;
  return areas.find(({ id }) => id === scene?.area)?.box.min[1] ?? spawn.at[1];
}

function headOf(scene: SceneView | null): Span[] {
  if (!scene) return [];
  const [hour, minute] = [Math.floor(scene.minute / 60), scene.minute % 60];
  const clock = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  return [span(scene.title, "title"), span(` in ${scene.realm}, about ${clock}`, "dim")];
}

/** Of what is typed, the end is seen. */
function promptOf({ typed, hints }: WatchView, terminal: Terminal): Span[] {
  if (typed === null) return [span(hints, "dim")];
  const cells = cellsOf(shownText(typed, terminal));
  let [from, width] = [cells.length, "> _".length];
  while (from > 0 && width + (cells[from - 1]?.width ?? 0) <= terminal.columns) width += cells[--from]?.width ?? 0;
  const seen = cells.slice(from).map(({ text }) => text);
  return [span("> ", "title"), span(seen.join("")), span("_", "title")];
}

function statusOf(status: StatusFacts, terminal: Terminal): Span[] {
  const isWell = status.state.is === "live";
  return [span(statusLine(status, terminal.columns, terminal.utf8), isWell ? "name" : "bad")];
}

/** What happens, as many lines as there is room for. A long answer gets more, and is read from its beginning. */
function logLines(view: WatchView, terminal: Terminal): TonedCell[][] {
  const usual = terminal.rows >= LARGE_ROWS ? LOG_ROWS_LARGE : LOG_ROWS;
  const most = terminal.rows - OTHER_ROWS - PLAN_ROWS_MIN;
  const linesOf = (paragraphs: readonly Paragraph[]) => paragraphs.flatMap((one) => cellLines(one, terminal));
  const answer = linesOf(view.answer);
  const rows = Math.max(usual, Math.min(most, answer.length));
  const last = linesOf(view.log.slice(-rows)).slice(-rows);
  if (answer.length <= rows) return [...last, ...Array.from({ length: rows - last.length }, () => [])];
  const left = span(`… ${answer.length - rows + 1} more lines: a higher window shows them.`, "dim");
  return [...answer.slice(0, rows - 1), ...linesOf([{ spans: [left], verbatim: true }])];
}

function writeLine(sheet: Sheet, row: number, spans: readonly Span[], terminal: Terminal): void {
  sheet.write(0, row, cellLines({ spans, verbatim: true }, terminal)[0] ?? []);
}
