import { describe, expect, it } from "vitest";
import { loadQuickJs } from "../edge-sim/quickjs.ts";
import { loadRapier } from "../edge-sim/rapier.ts";
import { playStory, STORY_HASH } from "./world-story.ts";

const rapier = await loadRapier();

describe("more than five minutes in the tavern, in Node", () => {
  it("come to what they come to everywhere, and much happens in them", () => {
    const { hash, events } = playStory(rapier, loadQuickJs());
    expect(hash).toBe(STORY_HASH);
    for (const type of ["said", "left", "arrived", "opened", "took", "threw", "pushed", "used", "sat", "dusked"]) {
      expect(events[type] ?? 0, type).toBeGreaterThan(0);
    }
  }, 120_000);

  it("come to the same when the world is put away in the middle", () => {
    expect(playStory(rapier, loadQuickJs(), 2_345).hash).toBe(STORY_HASH);
  }, 120_000);
});
