import { expect, it } from "vitest";
import { SNAPSHOT_ENTITIES_MAX } from "./frame-body.ts";
import { fuzzFrames } from "./snapshot.fuzz.ts";

it("survives random and mutated frames, in bounded memory", () => {
  const report = fuzzFrames(30_000, 1);
  expect(report.taken).toBeGreaterThan(1_000);
  expect(report.refused["SNAPSHOT_BAD"]).toBeGreaterThan(1_000);
  expect(report.refused["SNAPSHOT_NO_BASELINE"]).toBeGreaterThan(100);
  expect(report.entitiesMax).toBeLessThanOrEqual(SNAPSHOT_ENTITIES_MAX);
  expect(report.bytesMax).toBeLessThan(12 * SNAPSHOT_ENTITIES_MAX * 32);
});
