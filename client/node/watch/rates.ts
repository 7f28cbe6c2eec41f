/** What has travelled since the beginning, over all connections. */
export interface Totals {
  packetsIn: number;
  bytesIn: number;
  packetsOut: number;
  bytesOut: number;
  /** Packets that the other side is known to have sent, and how many of them have not come; both 0 where nothing is lost. */
  expected: number;
  missing: number;
  /** Snapshots that were read. */
  snapshots: number;
}

/** The same a second, as of now. */
export interface Rates {
  packetsIn: number;
  bytesIn: number;
  packetsOut: number;
  bytesOut: number;
  snapshots: number;
  /** A share of the packets from the other side, of the last ten seconds; `null`: nothing is known of it. */
  lost: number | null;
  /** How old the snapshot was, in ticks, on which the newest one builds; `null`: on none. */
  baselineTicks: number | null;
  /** Since when nothing has come, in ms. */
  silentMs: number;
}

const WINDOW_MS = 2_000;
/** Losses are few: they are counted for longer. */
const LOSS_WINDOW_MS = 10_000;

/** Reckons what travels a second from totals that are looked at again and again. */
export class RateMeter {
  #samples: { atMs: number; totals: Totals }[] = [];
  #heardMs: number | null = null;

  /** To be called several times a second. */
  sample(totals: Totals, nowMs: number): void {
    const last = this.#samples.at(-1);
    if (!last || totals.packetsIn > last.totals.packetsIn) this.#heardMs = nowMs;
    this.#samples.push({ atMs: nowMs, totals });
    // One that is older than the window is its beginning.
    while ((this.#samples[1]?.atMs ?? nowMs) <= nowMs - LOSS_WINDOW_MS) this.#samples.shift();
  }

  rates(baselineTicks: number | null, nowMs: number): Rates {
    const [from, to] = [this.#since(nowMs - WINDOW_MS), this.#samples.at(-1)];
    const seconds = from && to ? (to.atMs - from.atMs) / 1_000 : 0;
    const each = (name: keyof Totals) =>
      from && to && seconds > 0 ? (to.totals[name] - from.totals[name]) / seconds : 0;
    return {
      packetsIn: each("packetsIn"),
      bytesIn: each("bytesIn"),
      packetsOut: each("packetsOut"),
      bytesOut: each("bytesOut"),
      snapshots: each("snapshots"),
      lost: this.#lost(),
      baselineTicks,
      silentMs: this.#heardMs === null ? 0 : nowMs - this.#heardMs,
    };
  }

  #since(atMs: number): { atMs: number; totals: Totals } | undefined {
    return this.#samples.findLast((one) => one.atMs <= atMs) ?? this.#samples[0];
  }

  #lost(): number | null {
    const [from, to] = [this.#samples[0], this.#samples.at(-1)];
    const expected = from && to ? to.totals.expected - from.totals.expected : 0;
    if (!from || !to || expected <= 0) return null;
    // What was missing before may have come late.
    return Math.max(0, to.totals.missing - from.totals.missing) / expected;
  }
}
