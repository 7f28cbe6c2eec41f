import type { Terminal } from "../../../core/telnet/terminal.ts";
import { landOf } from "./draw-land.ts";
import { lineState } from "./line-state.ts";
import { RateMeter } from "./rates.ts";
import type { Sheet } from "./sheet.ts";
import type { StatusFacts } from "./status-line.ts";
import type { WatchLog } from "./watch-log.ts";
import { WatchPainter, type WatchView } from "./watch-painter.ts";
import type { WatchedWorld } from "./watched-world.ts";

/** How a picture is to be, by whoever looks. */
export type Looks = Pick<WatchView, "typed" | "hints" | "legend" | "metres">;

/** A stay in a world with its pictures. */
export class WatchSession {
  readonly world: WatchedWorld;
  readonly log: WatchLog;
  readonly #land;
  readonly #meter = new RateMeter();
  readonly #painter = new WatchPainter();

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
    const told = { scene, log: log.paragraphs, replyLines: log.answerLength };
    return this.#painter.paint({ ...looks, ...told, land: this.#land, cast, status: this.#status() }, terminal);
  }

  #status(): StatusFacts {
    const { world } = this;
    const nowMs = performance.now();
    this.#meter.sample(world.totals(), nowMs);
    const rates = this.#meter.rates(world.baselineTicks, nowMs);
    const { transport } = world;
    return {
      // Over a WebSocket nothing is said while nothing happens.
      state: lineState(world.state, transport.name === "UDP" ? rates.silentMs : null),
      transport: transport.name,
      address: transport.address(),
      rttMs: transport.rttMs(),
      rates,
    };
  }
}
