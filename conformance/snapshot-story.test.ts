import { expect, it } from "vitest";
import { playSnapshots, SNAPSHOT_HASH } from "./snapshot-story.ts";

it("snapshots of the story are in Node, byte for byte, what they are everywhere; and much happens in them", () => {
  const { hash, frames, seen } = playSnapshots();
  expect(hash).toBe(SNAPSHOT_HASH);
  expect(frames).toBeGreaterThan(800);
  for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(what === "refused" ? -1 : 20);
});
