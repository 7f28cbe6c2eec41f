import { expect, it } from "vitest";
import { backOffMs } from "./control-step.ts";
import * as limits from "./limits.ts";

it("fit together", () => {
  expect(limits.EVENTS_PER_CALL_MAX).toBeLessThanOrEqual(limits.WAITING_MAX);
  expect(limits.WAITING_MAX).toBeLessThanOrEqual(limits.HELD_MAX);
  // All held events, at two bytes a character, in less than half of an object's memory.
  expect(limits.HELD_MAX * limits.EVENT_DATA_MAX_CHARS * 2).toBeLessThanOrEqual(64 * 2 ** 20);
  // A whole call in one row, at up to six bytes a character where it is escaped.
  expect(limits.EVENTS_PER_CALL_MAX * limits.EVENT_DATA_MAX_CHARS * 6).toBeLessThan(2 * 2 ** 20);
  expect(Number.isSafeInteger(limits.NUMBER_MAX + limits.WAITING_MAX)).toBe(true);
});

it("waits longer with every try, up to a bound", () => {
  const waits = Array.from({ length: limits.TRIES_MAX }, (_, tries) => backOffMs(tries));
  expect(waits[0]).toBe(limits.RETRY_FIRST_MS);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(backOffMs(1_000)).toBe(limits.RETRY_MOST_MS);
});
