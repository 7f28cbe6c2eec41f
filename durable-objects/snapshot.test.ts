import { expect, it } from "vitest";
import { playSnapshots, SNAPSHOT_HASH } from "../conformance/snapshot-story.ts";

it("snapshots of the story are in workerd, byte for byte, what they are in Node", () => {
  expect(playSnapshots().hash).toBe(SNAPSHOT_HASH);
});
