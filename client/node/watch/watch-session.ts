import type { Terminal } from "../../../core/telnet/terminal.ts";
import { landOf } from "./draw-land.ts";
import { lineState } from "./line-state.ts";
import { RateMeter, type Rates } from "./rates.ts";
import type { Sheet } from "./sheet.ts";
import type { StatusFacts } from "./status-line.ts";
import type { WatchLog } from "./watch-log.ts";
import { WatchPainter, type WatchView } from "./watch-painter.ts";
import type { WatchedWorld } from "./watched-world.ts";

/** Figures that change faster cannot be read. */
const FIGURES_EVERY_MS = 500;

/** How a picture is to be, by whoever looks. */
export type Looks = Pick<WatchView, "typed" | "hints" | "legend" | "metres">;

/** A stay in a world with its pictures. */
export class WatchSession {
  readonly world: WatchedWorld;
  readonly log: WatchLog;
  readonly #land;
  readonly #meter = new RateMeter();
  readonly #painter = new WatchPainter();
  #figures: { atMs: number; rates: Rates; rttMs: number | null } | null = null;

  constructor(world: WatchedWorld, log: WatchLog) {
    this.world = world;
    this.log = log;
    this.#land = landOf(world.scenery);
    this.#meter.sample(world.totals(), performance.now());
  }

  /** A picture of now; to be asked for at least every second, for what is told of a second. */
  paint(looks: Looks, terminal: Terminal): Sheet {
    const { world, log } = this;
    const cast = { moment: world.moment(), self: world.self, nameOf: (entity: number) => world.nameOf(entity) };
    const { scene } = world.state;
    const told = { name: world.name, scene, log: log.paragraphs, answer: log.answer };
    return this.#painter.paint({ ...looks, ...told, land: this.#land, cast, status: this.#status() }, terminal);
  }

  #status(): StatusFacts {
    const { world } = this;
    const { transport } = world;
    const nowMs = performance.now();
    this.#meter.sample(world.totals(), nowMs);
    if (!this.#figures || nowMs - this.#figures.atMs >= FIGURES_EVERY_MS) {
      const rates = this.#meter.rates(world.baselineTicks, nowMs);
      this.#figures = { atMs: nowMs, rates, rttMs: transport.rttMs() };
    }
    const { rates, rttMs } = this.#figures;
    // Over a WebSocket nothing is said while nothing happens.
    const state = lineState(world.state, transport.name === "UDP" ? rates.silentMs : null);
    return { state, transport: transport.name, address: transport.address(), rttMs, rates };
  }
}
