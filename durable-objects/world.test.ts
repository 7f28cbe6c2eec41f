import { describe, expect, it } from "vitest";
import { playStory, STORY_HASH } from "../conformance/world-story.ts";
import { loadQuickJs } from "./quickjs.ts";
import { loadRapier } from "./rapier.ts";

describe("more than five minutes in the tavern, in workerd", () => {
  it("come to what they come to in Node", () => {
    expect(playStory(loadRapier(), loadQuickJs()).hash).toBe(STORY_HASH);
  }, 180_000);
});
