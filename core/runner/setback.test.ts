import { describe, expect, it } from "vitest";
import { Setback } from "./setback.ts";

describe("[R3] a setback", () => {
  it("is tried again after a second, then ever later, a minute at most", () => {
    const setback = new Setback();
    expect(setback.retryMs).toBeNull();
    let nowMs = 5_000;
    const waits = Array.from({ length: 8 }, () => {
      setback.struck(nowMs);
      const waitMs = (setback.retryMs ?? 0) - nowMs;
      nowMs += waitMs;
      return waitMs;
    });
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it("is not put off by what else fails meanwhile", () => {
    const setback = new Setback();
    setback.struck(0);
    setback.struck(400);
    setback.struck(999);
    expect(setback.retryMs).toBe(1_000);
    setback.struck(1_000);
    expect(setback.retryMs).toBe(3_000);
  });

  it("is over once something has worked", () => {
    const setback = new Setback();
    for (const nowMs of [0, 1_000, 3_000]) setback.struck(nowMs);
    setback.overcome();
    expect(setback.retryMs).toBeNull();
    setback.struck(10_000);
    expect(setback.retryMs).toBe(11_000);
  });
});
