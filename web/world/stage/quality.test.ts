import { describe, expect, it } from "vitest";
import { climbed, type Ladder, ladderAt, qualities, qualityAt } from "./quality.ts";

function following(ladder: Ladder, frames: number, frameMs: number): Ladder {
  let now = ladder;
  for (let i = 0; i < frames; i++) now = climbed(now, frameMs);
  return now;
}

describe("the ladder of quality", () => {
  it("steps down after one window of slow frames, down to the least and no further", () => {
    expect(following(ladderAt(3), 37, 40).level).toBe(3);
    expect(following(ladderAt(3), 38, 40).level).toBe(2);
    expect(following(ladderAt(3), 45 * 20, 40).level).toBe(0);
  });

  it("takes two steps at once where frames take far too long, and needs no many of them", () => {
    expect(following(ladderAt(3), 8, 200).level).toBe(1);
    expect(following(ladderAt(3), 3, 2_000).level).toBe(0);
  });

  it("stays where frames are neither slow nor fast", () => {
    expect(following(ladderAt(2), 10_000, 20).level).toBe(2);
  });

  it("forgives a slow frame now and then", () => {
    let ladder = ladderAt(3);
    for (let i = 0; i < 4_500; i++) ladder = climbed(ladder, i % 10 === 0 ? 60 : 20);
    expect(ladder.level).toBe(3);
  });

  it("steps up only after many fast windows, and up to the best", () => {
    expect(following(ladderAt(1), 45 * 7, 16).level).toBe(1);
    expect(following(ladderAt(1), 45 * 8, 16).level).toBe(2);
    expect(following(ladderAt(1), 45 * 1_000, 16).level).toBe(qualities.length - 1);
  });

  it("waits longer after a step up that did not hold", () => {
    const up = following(ladderAt(1), 45 * 8, 16);
    const fallen = following(up, 38, 40);
    expect(fallen.level).toBe(1);
    expect(following(fallen, 45 * 8, 16).level).toBe(1);
    expect(following(fallen, 45 * 16, 16).level).toBe(2);
  });

  it("takes a hidden tab for a pause and not for a slow frame", () => {
    let ladder = ladderAt(3);
    for (let i = 0; i < 400; i++) ladder = climbed(ladder, i % 40 === 0 ? 30_000 : 20);
    expect(ladder.level).toBe(3);
  });

  it("costs less on every step down", () => {
    for (const [i, lower] of qualities.slice(0, -1).entries()) {
      const higher = qualityAt(i + 1);
      expect(lower.level).toBe(i);
      expect(lower.pixelRatio).toBeLessThan(higher.pixelRatio);
      expect(lower.viewM).toBeLessThan(higher.viewM);
      expect(lower.tags).toBeLessThanOrEqual(higher.tags);
    }
  });
});
