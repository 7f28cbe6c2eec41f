import { describe, expect, it } from "vitest";
import { TIMER_UNDER_MS } from "../protocol/index.ts";
import { wakePlan } from "./wake-plan.ts";

const none = { dueMs: null, commitMs: null, flushMs: null, retryMs: null };
const nowMs = 1_000_000;

describe("when to wake", () => {
  it("[D6] nothing pending: never", () => {
    expect(wakePlan(none, nowMs)).toEqual({ alarmMs: null, timerMs: null });
  });

  it("[D6] a far deadline is left to the alarm, so that the room may hibernate", () => {
    const dueMs = nowMs + TIMER_UNDER_MS;
    expect(wakePlan({ ...none, dueMs }, nowMs)).toEqual({ alarmMs: dueMs, timerMs: null });
  });

  it("a near deadline has an alarm and a timer", () => {
    const dueMs = nowMs + TIMER_UNDER_MS - 1;
    expect(wakePlan({ ...none, dueMs }, nowMs)).toEqual({ alarmMs: dueMs, timerMs: dueMs });
  });

  it("a deadline that has passed is due at once", () => {
    const dueMs = nowMs - 5_000;
    expect(wakePlan({ ...none, dueMs }, nowMs)).toEqual({ alarmMs: dueMs, timerMs: dueMs });
  });

  it("what is lost with the process needs no alarm", () => {
    const plan = wakePlan({ ...none, commitMs: nowMs + 8, flushMs: nowMs + 300 }, nowMs);
    expect(plan).toEqual({ alarmMs: null, timerMs: nowMs + 8 });
  });

  it.each([
    ["deadline", { dueMs: nowMs + 5, commitMs: nowMs + 8, flushMs: nowMs + 300 }],
    ["commit", { dueMs: nowMs + 9_000, commitMs: nowMs + 5, flushMs: nowMs + 300 }],
    ["flush", { dueMs: nowMs + 90_000, commitMs: null, flushMs: nowMs + 5 }],
  ])("the timer is for what comes first: the %s", (_, pending) => {
    expect(wakePlan({ ...none, ...pending }, nowMs).timerMs).toBe(nowMs + 5);
  });

  it("[R3] after a failure nothing is tried before its time, be it ever so due", () => {
    const retryMs = nowMs + 1_000;
    const plan = wakePlan({ dueMs: nowMs - 5, commitMs: nowMs - 5, flushMs: null, retryMs }, nowMs);
    expect(plan).toEqual({ alarmMs: retryMs, timerMs: retryMs });
  });

  it("[R3] a failure alone is no reason to wake", () => {
    expect(wakePlan({ ...none, retryMs: nowMs + 1_000 }, nowMs)).toEqual({ alarmMs: null, timerMs: null });
  });
});
