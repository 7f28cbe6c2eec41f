import { describe, expect, it } from "vitest";
import { median, quantilesOf } from "./quantiles.ts";

describe("quantiles", () => {
  it("are nearest ranks, whatever the order", () => {
    const values = Array.from({ length: 200 }, (_, i) => 200 - i);
    expect(quantilesOf(values)).toEqual({ count: 200, p50: 100, p99: 198, max: 200 });
  });

  it("of nothing are nought", () => {
    expect(quantilesOf([])).toEqual({ count: 0, p50: 0, p99: 0, max: 0 });
  });

  it("of one value are that value", () => {
    expect(quantilesOf([7])).toEqual({ count: 1, p50: 7, p99: 7, max: 7 });
  });
});

describe("the median", () => {
  it("is the middle, or the mean of the two in the middle", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([1, 2, 4, 100])).toBe(3);
    expect(median([])).toBe(0);
  });
});
