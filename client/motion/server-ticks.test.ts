import { describe, expect, it } from "vitest";
import { randomFor } from "../../core/random.ts";
import { TICK_MS } from "../../core/world/inputs.ts";
import { ServerTicks } from "./server-ticks.ts";

const FRAME_MS = 16;

/** A world of which snapshots arrive, and a screen that shows a tick each frame. */
function screen(jitterMs: number, seed = "1") {
  const random = randomFor("ticks", seed);
  const ticks = new ServerTicks();
  let [nowMs, lastMs] = [0, 0];
  const under: { tick: number; atMs: number }[] = [];
  /** Snapshots of these ticks leave at their moments, and frames are shown until `untilMs`. @returns what was shown */
  const watch = (untilMs: number, sent: readonly number[]) => {
    for (const tick of sent) {
      // A socket keeps the order.
      lastMs = Math.max(lastMs, tick * TICK_MS + 80 + random() * jitterMs);
      under.push({ tick, atMs: lastMs });
    }
    const shown: { tick: number; newest: number; world: number }[] = [];
    for (; nowMs < untilMs; nowMs += FRAME_MS) {
      while ((under[0]?.atMs ?? Number.POSITIVE_INFINITY) <= nowMs) ticks.take(under.shift()?.tick ?? 0, nowMs);
      shown.push({ tick: ticks.shown(nowMs), newest: ticks.newest, world: ticks.now(nowMs) });
    }
    return shown;
  };
  return { ticks, watch };
}

const range = (from: number, to: number, step = 1) =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step);

describe("ServerTicks", () => {
  it.each(["1", "2", "3", "4"])("never shows what has not arrived, and never goes back (seed %s)", (seed) => {
    const { watch } = screen(120, seed);
    const shown = watch(10_000, range(0, 200)).filter(({ newest }) => newest >= 0);
    expect(shown.every(({ tick, newest }) => tick <= newest)).toBe(true);
    expect(shown.every(({ tick }, i) => tick >= (shown[i - 1]?.tick ?? Number.NEGATIVE_INFINITY))).toBe(true);
  });

  it("runs two to three ticks late on a steady line", () => {
    const { watch } = screen(0);
    const late = watch(5_000, range(0, 100))
      .slice(-60)
      .map(({ tick, world }) => world - tick);
    expect(Math.min(...late)).toBeGreaterThan(1.9);
    expect(Math.max(...late)).toBeLessThan(3);
  });

  it("runs later where snapshots come late or seldom, so that the next is there in time", () => {
    const waits = (shown: { tick: number; newest: number }[]) =>
      shown.slice(-200).filter(({ tick, newest }) => tick === newest).length;
    expect(waits(screen(150).watch(10_000, range(0, 200)))).toBeLessThan(4);
    const seldom = screen(0);
    expect(waits(seldom.watch(10_000, range(0, 200, 3)))).toBeLessThan(4);
    expect(seldom.ticks.span).toBe(3);
  });

  it("does not run away while the world rests, and goes on with it", () => {
    const { ticks, watch } = screen(0);
    watch(2_000, range(0, 40));
    const resting = watch(60_000, []);
    expect(resting.at(-1)).toEqual({ tick: 39, newest: 39, world: 39 });
    expect(Math.max(...resting.map(({ world }) => world))).toBeLessThan(45);
    // It counts on from 40, a minute later than it would have been.
    for (let tick = 40; tick < 60; tick++) {
      const nowMs = 60_000 + (tick - 40) * TICK_MS;
      ticks.take(tick, nowMs);
      expect(ticks.shown(nowMs)).toBeLessThanOrEqual(tick - 1.9);
    }
    const nowMs = 60_000 + 20 * TICK_MS;
    expect(ticks.now(nowMs)).toBeCloseTo(60, 5);
    expect(ticks.shown(nowMs)).toBeGreaterThan(56);
  });

  it("forgets everything where the world counts anew", () => {
    const { ticks, watch } = screen(0);
    watch(2_000, range(0, 40));
    ticks.reset();
    expect(ticks.newest).toBe(-1);
    ticks.take(3, 2_000);
    expect([ticks.newest, ticks.now(2_000)]).toEqual([3, 3]);
    expect(ticks.shown(2_000)).toBeLessThanOrEqual(3);
  });
});
