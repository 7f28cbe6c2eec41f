import { describe, expect, it } from "vitest";
import { isReportDue, REPORT_COUNTERS_EVERY_MS, REPORT_EVERY_MS } from "./report-plan.ts";

const NOW_MS = 1_000_000;
const due = (isAwake: boolean, sinceTold: number, awakeFor: number, isOther: boolean) =>
  isReportDue({
    nowMs: NOW_MS,
    isAwake,
    sinceMs: NOW_MS - awakeFor,
    toldMs: NOW_MS - sinceTold,
    isOther: () => isOther,
  });

describe("a shard reports", () => {
  it("what has changed, some seconds after it told something or awoke", () => {
    expect(due(true, REPORT_EVERY_MS, REPORT_EVERY_MS, true)).toBe(true);
    expect(due(true, REPORT_EVERY_MS - 1, Infinity, true)).toBe(false);
    expect(due(true, Infinity, REPORT_EVERY_MS - 1, true)).toBe(false);
  });

  it("nothing that has not changed, but its counters every minute", () => {
    expect(due(true, REPORT_COUNTERS_EVERY_MS - 1, Infinity, false)).toBe(false);
    expect(due(true, REPORT_COUNTERS_EVERY_MS, Infinity, false)).toBe(true);
  });

  it("at once that it has fallen asleep, and how it is then", () => {
    expect(due(false, 1, 0, true)).toBe(true);
  });

  it("no more than every five seconds that it was awake for a moment", () => {
    expect(due(false, REPORT_EVERY_MS - 1, 0, false)).toBe(false);
    expect(due(false, REPORT_EVERY_MS, 0, false)).toBe(true);
  });
});
