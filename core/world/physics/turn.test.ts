import { describe, expect, it } from "vitest";
import { turnBy } from "./turn.ts";

describe("a turn", () => {
  it("is what sine and cosine say, to twelve digits", () => {
    for (let degrees = -180; degrees <= 180; degrees += 0.5) {
      const half = (degrees * Math.PI) / 360;
      const { y, w } = turnBy(degrees);
      expect(Math.abs(y - Math.sin(half))).toBeLessThan(1e-9);
      expect(Math.abs(w - Math.cos(half))).toBeLessThan(1e-9);
    }
    expect(turnBy(0)).toEqual({ y: 0, w: 1 });
  });

  it("of what doors do is exact to twelve digits", () => {
    for (let degrees = -100; degrees <= 100; degrees += 1) {
      const half = (degrees * Math.PI) / 360;
      expect(turnBy(degrees).y).toBeCloseTo(Math.sin(half), 12);
      expect(turnBy(degrees).w).toBeCloseTo(Math.cos(half), 12);
    }
  });
});
