import { TICK_MS } from "../../core/world/inputs.ts";

/** A snapshot later than this against all before it tells that the world stood still meanwhile. */
const STOOD_STILL_MS = 400;
/** How fast the estimate forgets an early snapshot, per snapshot. */
const FORGETS = 0.02;
/** What is shown is so many ticks old, at least and at most. */
const DELAY_MIN_TICKS = 2;
const DELAY_MAX_TICKS = 10;
/** How fast gaps and lateness are learnt, per snapshot. */
const SMOOTHING = 0.1;
/** Beyond this the picture jumps to where it should be; below, time runs a little faster or slower. */
const JUMP_TICKS = 12;
const SLEW = 0.1;

/** Which tick the world is in, judged by when its snapshots arrive, and which one to show so that the next is there in time. */
export class ServerTicks {
  /** When tick 0 would have arrived, by the fastest way seen lately. */
  #zeroMs: number | null = null;
  #newest = -1;
  #newestMs = 0;
  /** Ticks from one snapshot to the next, and by which they are late: about. */
  #gap = 1;
  #jitter = 0;
  #shown: { tick: number; atMs: number } | null = null;

  /** The newest tick that has arrived; -1: none. */
  get newest(): number {
    return this.#newest;
  }

  /** Forgets everything: the world counts anew. */
  reset(): void {
    this.#zeroMs = null;
    this.#newest = -1;
    this.#shown = null;
  }

  /** A snapshot of a tick has arrived. */
  take(tick: number, nowMs: number): void {
    const zeroMs = nowMs - tick * TICK_MS;
    const late = this.#zeroMs === null ? 0 : zeroMs - this.#zeroMs;
    // Nothing moved meanwhile, so that nobody sees the picture go back to before it.
    if (late > STOOD_STILL_MS) this.#shown = null;
    if (this.#zeroMs === null || late < 0 || late > STOOD_STILL_MS) this.#zeroMs = zeroMs;
    else this.#zeroMs += late * FORGETS;
    if (late >= 0 && late <= STOOD_STILL_MS) this.#jitter += (late / TICK_MS - this.#jitter) * SMOOTHING;
    const gap = tick - this.#newest;
    if (this.#newest >= 0 && gap > 0 && gap <= DELAY_MAX_TICKS) this.#gap += (gap - this.#gap) * SMOOTHING;
    this.#newest = Math.max(this.#newest, tick);
    this.#newestMs = nowMs;
  }

  /** Ticks from one snapshot to the next, while something moves: with many people about not every tick has one. */
  get span(): number {
    return Math.ceil(this.#gap);
  }

  /** The newest tick of the world, as it can be known here: a snapshot's way later than there. Whole and a fraction. */
  now(nowMs: number): number {
    if (this.#zeroMs === null) return 0;
    return this.#isGoing(nowMs) ? (nowMs - this.#zeroMs) / TICK_MS : this.#newest;
  }

  /** The tick to show now: never one that has not arrived. */
  shown(nowMs: number): number {
    const delay = Math.min(DELAY_MAX_TICKS, Math.max(DELAY_MIN_TICKS, this.#gap + 2 * this.#jitter + 1));
    const wanted = this.#zeroMs === null ? 0 : (nowMs - this.#zeroMs) / TICK_MS - delay;
    const before = this.#shown;
    let tick = wanted;
    if (before) {
      const passed = (nowMs - before.atMs) / TICK_MS;
      const off = wanted - (before.tick + passed);
      if (Math.abs(off) < JUMP_TICKS)
        tick = before.tick + passed + Math.max(-SLEW * passed, Math.min(SLEW * passed, off));
    }
    const capped = Math.min(tick, this.#newest);
    this.#shown = { tick: capped, atMs: nowMs };
    return capped;
  }

  /** Whether snapshots are coming: the world is going on. */
  #isGoing(nowMs: number): boolean {
    return this.#newest >= 0 && nowMs - this.#newestMs < 4 * TICK_MS * this.#gap;
  }
}
