import { TIMER_UNDER_MS } from "../protocol/index.ts";

/** What has to happen by itself, in room time; `null` where nothing does. */
export interface Pending {
  /** The machine's next deadline. */
  dueMs: number | null;
  /** Facts wait for their commit until then. */
  commitMs: number | null;
  /** A flush was asked for. */
  flushMs: number | null;
  /** The room could not go on: nothing by itself before then. */
  retryMs: number | null;
}

/**
 * When to wake, and how: deadlines of the state by an alarm (survives everything), and besides by a timer if
 * they are less than {@link TIMER_UNDER_MS} away; volatile things by the timer alone. No near deadline, no
 * timer: the room may hibernate.
 */
export function wakePlan(pending: Pending, nowMs: number): { alarmMs: number | null; timerMs: number | null } {
  const { dueMs, commitMs, flushMs } = pending;
  const isNear = dueMs !== null && dueMs - nowMs < TIMER_UNDER_MS;
  const timerMs = earlier(isNear ? dueMs : null, earlier(commitMs, flushMs));
  const notBeforeMs = pending.retryMs ?? Number.NEGATIVE_INFINITY;
  return {
    alarmMs: dueMs === null ? null : Math.max(dueMs, notBeforeMs),
    timerMs: timerMs === null ? null : Math.max(timerMs, notBeforeMs),
  };
}

function earlier(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.min(a, b);
}
