/** Why an uplink is not there. `refused`: it is not wanted; `replaced`: another node goes by the same name. */
export type Outage = "lost" | "refused" | "replaced";

/** The wait before a try is drawn from nought to this, doubled with every failure ("full jitter")… */
const LOST_FIRST_MS = 1_000;
/** …but never to more than this. */
const LOST_MOST_MS = 10_000;
/** Somebody has to do something first: half of this and up to all of it, doubled with every time. */
const REFUSED_FIRST_MS = 30_000;
const REFUSED_MOST_MS = 5 * 60_000;
/** Two of one name would throw each other out for ever. */
const REPLACED_FIRST_MS = 5 * 60_000;
const REPLACED_MOST_MS = 60 * 60_000;
/** After a line that held for so long, waits begin anew. */
const HELD_MS = 30_000;
/** And it was no quarrel. */
const PEACE_MS = 2 * REPLACED_MOST_MS;

/** How long a node waits before it tries again. */
export class Retry {
  readonly #times = { lost: 0, refused: 0, replaced: 0 };
  /** Since when it has been there; `null`: it is not. */
  #linkedMs: number | null = null;

  /** The uplink is there. */
  linked(nowMs: number): void {
    this.#linkedMs = nowMs;
  }

  /** The next wait, in milliseconds. @param random from 0 up to 1 */
  waitMs(outage: Outage, nowMs: number, random: number): number {
    const heldMs = this.#linkedMs === null ? 0 : nowMs - this.#linkedMs;
    this.#linkedMs = null;
    if (heldMs > HELD_MS) this.#times.lost = this.#times.refused = 0;
    if (heldMs > PEACE_MS) this.#times.replaced = 0;
    const times = this.#times[outage]++;
    if (outage === "lost") return random * doubled(LOST_FIRST_MS, times, LOST_MOST_MS);
    const most =
      outage === "refused"
        ? doubled(REFUSED_FIRST_MS, times, REFUSED_MOST_MS)
        : doubled(REPLACED_FIRST_MS, times, REPLACED_MOST_MS);
    return (0.5 + random / 2) * most;
  }
}

function doubled(first: number, times: number, most: number): number {
  let ms = first;
  for (let i = 0; i < times && ms < most; i++) ms *= 2;
  return Math.min(ms, most);
}
