import { expect, it } from "vitest";
import { fuzzMotion } from "./world-fuzz/motion-fuzz.ts";
import { fuzzTexts } from "./world-fuzz/text-fuzz.ts";

// A share of the million that `npm run simulate -- --fuzz` runs.

it("a page survives random and mutated motion, and shows what can be", async () => {
  const { shown, actorsMax } = await fuzzMotion(20_000, 1);
  expect(shown).toBeGreaterThan(1_000);
  expect(actorsMax).toBeGreaterThan(4);
});

it("pages and shards survive random and mutated text", async () => {
  const report = await fuzzTexts(20_000, 1);
  expect(report.received).toBeGreaterThan(1_000);
  expect(report.accepted).toBeGreaterThan(1_000);
  expect(report.closed).toBeGreaterThan(0);
});
