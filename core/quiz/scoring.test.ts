import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COMPENSATION_MAX_MS, FULL_POINTS_MS, POINTS_MAX, REACTION_MIN_MS } from "../protocol/index.ts";
import { adjustedMs, pointsFor, Ranking } from "./scoring.ts";

const speed = (ms: number, limitMs: number, streak = 0) => pointsFor({ right: true, ms }, limitMs, "speed", streak);

describe("points", () => {
  it.each([
    [0, 20_000, 1_000],
    [499, 20_000, 1_000],
    [500, 20_000, 1_000],
    [501, 20_000, 987],
    [1_000, 20_000, 975],
    [5_000, 20_000, 875],
    [10_000, 20_000, 750],
    [15_000, 20_000, 625],
    [20_000, 20_000, 500],
    [500, 5_000, 1_000],
    [501, 5_000, 950],
    [2_500, 5_000, 750],
    [5_000, 5_000, 500],
    [60_000, 120_000, 750],
    [120_000, 120_000, 500],
  ])("[A4] speed: %i ms of %i ms give %i", (ms, limitMs, points) => {
    expect(speed(ms, limitMs)).toBe(points);
  });

  it("[A4] speed: full points up to half a second, the formula's after it", () => {
    expect(speed(FULL_POINTS_MS, 10_000)).toBe(POINTS_MAX);
    expect(speed(FULL_POINTS_MS + 1, 10_000)).toBe(Math.round((1 - 501 / 10_000 / 2) * 1_000));
  });

  it.each([0, 150, 500, 501, 9_999, 20_000])("[A4] accuracy: 1000 at %i ms, whatever came before", (ms) => {
    expect(pointsFor({ right: true, ms }, 20_000, "accuracy", 4)).toBe(1_000);
  });

  it("[A4] wrong: nothing, in either way of scoring", () => {
    for (const scoring of ["speed", "accuracy"] as const) {
      for (const streak of [0, 1, 9]) expect(pointsFor({ right: false, ms: 150 }, 20_000, scoring, streak)).toBe(0);
    }
  });

  it("[A4] are never fewer for being faster, and between 500 and 1000", () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 120 }), fc.nat(120_000), fc.nat(120_000), (seconds, one, other) => {
        const limitMs = seconds * 1_000;
        const [fast, slow] = [Math.min(one, other, limitMs), Math.min(Math.max(one, other), limitMs)];
        expect(speed(fast, limitMs)).toBeGreaterThanOrEqual(speed(slow, limitMs));
        expect(speed(slow, limitMs)).toBeGreaterThanOrEqual(500);
        expect(speed(fast, limitMs)).toBeLessThanOrEqual(1_000);
        expect(Number.isInteger(speed(fast, limitMs))).toBe(true);
      }),
    );
  });

  it.each([
    [0, 0],
    [1, 100],
    [2, 200],
    [4, 400],
    [5, 500],
    [6, 500],
    [49, 500],
  ])("[A5] after %i right answers in a row there are %i more", (streak, bonus) => {
    expect(speed(1_000, 20_000, streak) - speed(1_000, 20_000, 0)).toBe(bonus);
  });
});

describe("time that counts", () => {
  it.each<[number, number | null, number]>([
    [1_000, null, 1_000],
    [1_000, 0, 1_000],
    [1_000, 1, 1_000],
    [1_000, 80, 960],
    [1_000, 81, 960],
    [1_000, 300, 850],
    [1_000, 301, 850],
    [1_000, 60_000, 850],
    [0, null, 150],
    [149, null, 150],
    [151, null, 151],
    [200, 300, 150],
    [20_150, 300, 20_000],
    [20_150, 298, 20_001],
  ])("[A3] %i ms at a round trip of %s ms count as %i", (rawMs, rttMs, ms) => {
    expect(adjustedMs(rawMs, rttMs)).toBe(ms);
  });

  it("[A3] is never more than received (but for human reaction), nor less by more than 150 ms", () => {
    fc.assert(
      fc.property(fc.nat(130_000), fc.option(fc.nat(1_000_000)), (rawMs, rttMs) => {
        const ms = adjustedMs(rawMs, rttMs);
        expect(ms).toBeGreaterThanOrEqual(REACTION_MIN_MS);
        expect(ms).toBeLessThanOrEqual(Math.max(REACTION_MIN_MS, rawMs));
        expect(rawMs - ms).toBeLessThanOrEqual(COMPENSATION_MAX_MS);
      }),
    );
  });
});

describe("ranks", () => {
  it("[A6] equal scores share one, and the next one skips", () => {
    const ranking = new Ranking([300, 1_000, 300, 0, 500]);
    expect([1_000, 500, 300, 300, 0].map((score) => ranking.rankOf(score))).toEqual([1, 2, 3, 3, 5]);
  });

  it("[A6] are one more than there are higher scores, for every list of scores", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.nat(20), (scores, score) => {
        expect(new Ranking(scores).rankOf(score)).toBe(1 + scores.filter((other) => other > score).length);
      }),
    );
  });

  it("[A6] of nobody: the first", () => {
    expect(new Ranking([]).rankOf(0)).toBe(1);
  });
});
