/** A shard that is awake reports changes at most this often, … */
export const REPORT_EVERY_MS = 5_000;
/** … and its counters this often, though nothing else has changed. */
export const REPORT_COUNTERS_EVERY_MS = 60_000;

/** What a report depends on. */
export interface ReportMoment {
  nowMs: number;
  isAwake: boolean;
  /** Since when it has been so. */
  sinceMs: number;
  /** Of the last report; `-Infinity`: there was none. */
  toldMs: number;
  /** Whether something is not as it was told: people, NPCs, whether the world is awake. Asked only where it matters. */
  isOther(): boolean;
}

/**
 * Whether a shard reports now. It is asked at events only, so nothing is kept awake for a report: what changes while the
 * world is awake is told some seconds later by one of its ticks, and the last word is that it fell asleep.
 */
export function isReportDue({ nowMs, isAwake, sinceMs, toldMs, isOther }: ReportMoment): boolean {
  const quietMs = nowMs - toldMs;
  if (!isAwake) return isOther() || quietMs >= REPORT_EVERY_MS;
  // Most worlds are awake for a moment only: that is told once, when it is over.
  if (Math.min(quietMs, nowMs - sinceMs) < REPORT_EVERY_MS) return false;
  return quietMs >= REPORT_COUNTERS_EVERY_MS || isOther();
}
