import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AckWindow, forEachAcked } from "./ack-window.ts";
import { REPLAY_WINDOW } from "./limits.ts";
import { ReplayWindow } from "./replay-window.ts";
import { RoundTrip } from "./round-trip.ts";

/** Numbers as they come over a bad line: mostly upward, some late, some twice, now and then a leap. */
const arrivals = fc
  .array(fc.oneof(fc.integer({ min: -40, max: 6 }), fc.integer({ min: -600, max: 600 })), { maxLength: 400 })
  .map((steps) => {
    let newest = 1;
    return steps.map((step) => {
      const number = Math.max(1, newest + step);
      newest = Math.max(newest, number);
      return number;
    });
  });

describe("a replay window", () => {
  it("lets each number through once, and none that is too old", () => {
    fc.assert(
      fc.property(arrivals, (numbers) => {
        const window = new ReplayWindow();
        const came = new Set<number>();
        for (const number of numbers) {
          const newest = Math.max(0, ...came);
          const isOld = newest >= REPLAY_WINDOW && number <= newest - REPLAY_WINDOW;
          expect(window.hasSeen(number)).toBe(isOld || came.has(number));
          if (window.hasSeen(number)) continue;
          window.advance(number);
          came.add(number);
          expect(window.heard).toEqual({ newest: Math.max(...came), count: came.size });
        }
      }),
    );
  });

  it("does not move for what it is only asked about", () => {
    const window = new ReplayWindow();
    expect(window.hasSeen(2 ** 31)).toBe(false);
    expect(window.hasSeen(1)).toBe(false);
  });
});

describe("an acknowledgement", () => {
  it("names the newest number and those of the 32 before it that have come, and no others", () => {
    fc.assert(
      fc.property(arrivals, (numbers) => {
        const window = new AckWindow();
        const came = new Set<number>();
        for (const number of numbers) {
          window.came(number, true, 0);
          came.add(number);
          const newest = Math.max(...came);
          const named: number[] = [];
          forEachAcked(window.acknowledgement, (sequence) => named.push(sequence));
          const expected = [...came].filter((one) => one >= newest - 32).toSorted((a, b) => b - a);
          expect(named).toEqual(expected);
        }
      }),
    );
  });

  it("names nothing before anything came", () => {
    const named: number[] = [];
    forEachAcked(new AckWindow().acknowledgement, (sequence) => named.push(sequence));
    expect(named).toEqual([]);
  });

  it("is due after a while or after some packets, but not for what only acknowledges", () => {
    const window = new AckWindow();
    window.came(1, false, 1_000);
    expect(window.isDue(9_000)).toBe(false);
    window.came(2, true, 1_000);
    expect(window.isDue(1_019)).toBe(false);
    expect(window.isDue(1_020)).toBe(true);
    window.said();
    expect(window.isDue(9_000)).toBe(false);
    for (let number = 3; number < 11; number++) window.came(number, true, 9_000);
    expect(window.isUrgent).toBe(true);
  });
});

describe("a round trip", () => {
  it("says when to send again: first by guess, then by what it measured, each time twice as late", () => {
    const trip = new RoundTrip();
    expect([1, 2, 3].map((tries) => trip.resendMs(tries))).toEqual([400, 800, 1_600]);
    for (let i = 0; i < 50; i++) trip.took(200);
    expect(trip.ms).toBeCloseTo(200);
    expect(trip.resendMs(1)).toBeCloseTo(200, 0);
    expect(trip.resendMs(9)).toBe(2_000);
    for (let i = 0; i < 50; i++) trip.took(5);
    expect(trip.resendMs(1)).toBe(100);
  });

  it("counts as lost what was overtaken by far, and not what was overtaken by little", () => {
    const trip = new RoundTrip();
    trip.took(200);
    trip.came(1_000);
    expect(trip.isLost(930, 1, 1_200)).toBe(true);
    expect(trip.isLost(960, 1, 1_200)).toBe(false);
  });
});
