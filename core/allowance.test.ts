import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Allowance } from "./allowance.ts";

describe("an allowance", () => {
  it("gives a burst at once, and after it what time brings", () => {
    const allowance = new Allowance(10, 3, 0);
    const taken = [0, 0, 0, 0, 100, 100, 10_000, 10_000, 10_000, 10_000].map((nowMs) => allowance.take(1, nowMs));
    expect(taken).toEqual([true, true, true, false, true, false, true, true, true, false]);
  });

  it("gives never more than its burst and its rate, whatever the clock does", () => {
    const take = fc.record({
      amount: fc.integer({ min: 1, max: 20 }),
      passedMs: fc.integer({ min: -500, max: 2_000 }),
    });
    fc.assert(
      fc.property(fc.array(take, { maxLength: 100 }), (takes) => {
        const allowance = new Allowance(10, 30, 0);
        let [nowMs, forwardMs, given] = [0, 0, 0];
        for (const { amount, passedMs } of takes) {
          nowMs += passedMs;
          forwardMs += Math.max(0, passedMs);
          if (allowance.take(amount, nowMs)) given += amount;
        }
        expect(given).toBeLessThanOrEqual(30 + forwardMs / 100);
      }),
    );
  });
});
