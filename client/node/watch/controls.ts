import { span } from "../../../core/telnet/text/paragraph.ts";
import { messageOf } from "../../request-error.ts";
import type { Key } from "./key-reader.ts";
import type { LegendKind } from "./legend.ts";
import { LineEditor } from "./line-editor.ts";
import { ZOOM_FIRST, zooms } from "./plan-window.ts";
import { type StepDirection, Steps } from "./steps.ts";
import type { WatchLog } from "./watch-log.ts";
import type { Looks } from "./watch-session.ts";

/** Whom controls tell. */
export interface ControlEnds {
  log: WatchLog;
  /** Sends a command; its reply is told elsewhere. A rejection is told here. */
  command(line: string): Promise<unknown>;
  redraw(): void;
  quit(): void;
}

const HINTS = "arrows walk · Space jumps · Enter command · + - zoom · L legend · Q ends";
const legends: readonly LegendKind[] = ["names", "all", "off"];
const walkKeys: Record<string, StepDirection> = { w: "up", a: "left", s: "down", d: "right" };

/** What keys do to a viewer. */
export class Controls {
  readonly steps = new Steps();
  readonly #ends: ControlEnds;
  readonly #editor = new LineEditor();
  #zoom = ZOOM_FIRST;
  #legend = 0;

  constructor(ends: ControlEnds) {
    this.#ends = ends;
  }

  get looks(): Looks {
    return {
      typed: this.#editor.text,
      hints: HINTS,
      legend: legends[this.#legend] ?? "off",
      metres: zooms[this.#zoom] ?? 1,
    };
  }

  take(key: Key, nowMs: number): void {
    if (key.is === "interrupt") return this.#ends.quit();
    if (key.is === "redraw") return this.#ends.redraw();
    if (this.#editor.text !== null) return this.#type(key);
    this.#ends.log.read();
    if (key.is === "up" || key.is === "down" || key.is === "left" || key.is === "right") this.steps.step(key.is, nowMs);
    else if (key.is === "enter") this.#editor.begin();
    else if (key.is === "text") for (const character of key.text) this.#press(character.toLowerCase(), nowMs);
  }

  #press(character: string, nowMs: number): void {
    const way = walkKeys[character];
    if (way) this.steps.step(way, nowMs);
    else if (character === " ") this.steps.jump(nowMs);
    else if (character === "+" || character === "=") this.#zoom = Math.max(0, this.#zoom - 1);
    else if (character === "-" || character === "_") this.#zoom = Math.min(zooms.length - 1, this.#zoom + 1);
    else if (character === "l") this.#legend = (this.#legend + 1) % legends.length;
    else if (character === "q") this.#ends.quit();
  }

  #type(key: Key): void {
    const line = this.#editor.take(key);
    if (line === null) return;
    const { log, command } = this.#ends;
    log.ask({ spans: [span(`> ${line}`, "dim")] });
    command(line).catch((error: unknown) => log.add({ spans: [span(messageOf(error), "bad")] }));
  }
}
