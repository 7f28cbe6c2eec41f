import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Figure } from "../../api/figures-text.ts";

/** How often the event loop is looked at. A board that has nothing to do shall sleep between. */
const LOOK_EVERY_MS = 100;
const WINDOW_MS = 60_000;
const QUANTILES = [0.5, 0.9, 0.99];
/** In seconds, close to each other where it matters. A world's tick is 0.05. */
const TICK_BOUNDS = [
  ...[0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.0125, 0.015, 0.0175, 0.02, 0.0225, 0.025],
  ...[0.03, 0.04, 0.05, 0.1, 0.25, 1],
];

interface Delays {
  /** Seconds, as {@link QUANTILES}. */
  quantiles: number[];
  max: number;
}

/** What the node measures of itself, for `/metrics`. */
export class NodeFigures {
  readonly #loop = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });
  readonly #window: NodeJS.Timeout;
  readonly #connections = new Map<string, number>();
  readonly #doors = new Map<string, () => number>();
  /** By realm. */
  readonly #ticks = new Map<string, { counts: number[]; sum: number }>();
  #lastWindow: Delays | null = null;

  constructor() {
    this.#loop.enable();
    this.#window = setInterval(() => {
      this.#lastWindow = this.#delays();
      this.#loop.reset();
    }, WINDOW_MS);
    this.#window.unref();
  }

  /** The world of a realm was stepped, which took so long. */
  ticked(realm: string, ms: number): void {
    const seconds = ms / 1_000;
    const at = TICK_BOUNDS.findIndex((bound) => seconds <= bound);
    const bucket = at < 0 ? TICK_BOUNDS.length : at;
    const ticks = this.#ticks.get(realm) ?? { counts: new Array(TICK_BOUNDS.length + 1).fill(0), sum: 0 };
    this.#ticks.set(realm, ticks);
    ticks.counts[bucket] = (ticks.counts[bucket] ?? 0) + 1;
    ticks.sum += seconds;
  }

  /** A door that knows by itself how many are connected through it: "telnet", "udp". */
  add(kind: string, connected: () => number): void {
    this.#doors.set(kind, connected);
  }

  /**
   * Somebody connected, by one of the node's other doors: "room", "realm". Gives what to call when they are gone; a
   * second call counts nothing.
   */
  connected(kind: string): () => void {
    this.#add(kind, 1);
    let isHere = true;
    return () => {
      if (isHere) this.#add(kind, -1);
      isHere = false;
    };
  }

  /** As everything stands now. */
  read(): Figure[] {
    const { rss, heapUsed, external } = process.memoryUsage();
    return [
      {
        type: "histogram",
        name: "world_tick_seconds",
        help: "What stepping a world took, by its realm.",
        bounds: TICK_BOUNDS,
        values: [...this.#ticks].map(([realm, { counts, sum }]) => ({
          label: ["realm", realm],
          counts: [...counts],
          sum,
        })),
      },
      ...this.#delayFigures(),
      {
        type: "gauge",
        name: "memory_bytes",
        help: "Memory: resident in all, and of it the heap of JavaScript and what it holds outside.",
        values: [
          { label: ["kind", "resident"], value: rss },
          { label: ["kind", "heap"], value: heapUsed },
          { label: ["kind", "external"], value: external },
        ],
      },
      {
        type: "gauge",
        name: "connections",
        help: "Connections that are open, by the door they came through.",
        values: this.#values(),
      },
      { type: "gauge", name: "uptime_seconds", help: "Since the node started.", values: [{ value: process.uptime() }] },
    ];
  }

  stop(): void {
    clearInterval(this.#window);
    this.#loop.disable();
  }

  #values(): { label: [string, string]; value: number }[] {
    const doors = [...this.#doors].map(([kind, connected]) => [kind, connected()] as const);
    return [...this.#connections, ...doors].map(([kind, value]) => ({ label: ["kind", kind], value }));
  }

  #add(kind: string, by: number): void {
    this.#connections.set(kind, (this.#connections.get(kind) ?? 0) + by);
  }

  #delayFigures(): Figure[] {
    const now = this.#delays();
    const { quantiles } = this.#lastWindow ?? now;
    const max = Math.max(now.max, this.#lastWindow?.max ?? 0);
    const name = "event_loop_delay_seconds";
    return [
      {
        type: "gauge",
        name,
        help: "How much later than due timers ran, in the last whole minute.",
        values: QUANTILES.map((quantile, at) => ({ label: ["quantile", String(quantile)], value: quantiles[at] ?? 0 })),
      },
      {
        type: "gauge",
        name: "event_loop_delay_max_seconds",
        help: "The most that timers were late, in the last minute or two.",
        values: [{ value: max }],
      },
    ];
  }

  #delays(): Delays {
    // What Node measures is from one look to the next, in nanoseconds: what is beyond the interval is the delay.
    const delay = (ns: number) => Math.max(0, ns / 1e9 - LOOK_EVERY_MS / 1_000);
    if (this.#loop.count === 0) return { quantiles: QUANTILES.map(() => 0), max: 0 };
    return {
      quantiles: QUANTILES.map((quantile) => delay(this.#loop.percentile(quantile * 100))),
      max: delay(this.#loop.max),
    };
  }
}
