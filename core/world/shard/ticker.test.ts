import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TICK_MS } from "../inputs.ts";
import { CATCH_UP_MAX, Ticker } from "./ticker.ts";

describe("a ticker", () => {
  it("has nothing due and waits for nothing until it is started", () => {
    const ticker = new Ticker();
    expect([ticker.isRunning, ticker.take(1e9), ticker.waitMs(1e9)]).toEqual([false, 0, null]);
    ticker.start(1_000);
    expect([ticker.isRunning, ticker.waitMs(1_000), ticker.take(1_000), ticker.waitMs(1_000)]).toEqual([
      true,
      0,
      1,
      TICK_MS,
    ]);
    ticker.stop();
    expect([ticker.isRunning, ticker.take(1e9)]).toEqual([false, 0]);
  });

  it("does not drift: late calls find their ticks, and the beat stays", () => {
    const ticker = new Ticker();
    ticker.start(0);
    let ticks = 0;
    for (let nowMs = 0; nowMs < 60_000; nowMs += 61) ticks += ticker.take(nowMs);
    expect(ticks).toBe(Math.floor(59_963 / TICK_MS) + 1);
  });

  it("gives up what is too far behind, and goes on from now", () => {
    const ticker = new Ticker();
    ticker.start(0);
    expect(ticker.take(10_000)).toBe(CATCH_UP_MAX);
    expect(ticker.take(10_000)).toBe(0);
    expect(ticker.waitMs(10_000)).toBe(TICK_MS);
  });

  it("never runs more than time has passed, whatever the clock does", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500, max: 2_000 }), { maxLength: 200 }), (steps) => {
        const ticker = new Ticker();
        ticker.start(0);
        let [nowMs, newestMs, ticks] = [0, 0, 0];
        for (const step of steps) {
          nowMs += step;
          newestMs = Math.max(newestMs, nowMs);
          ticks += ticker.take(nowMs);
          expect(ticks).toBeLessThanOrEqual(newestMs / TICK_MS + 1);
        }
      }),
    );
  });
});
