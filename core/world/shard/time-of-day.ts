/** A day in the world: an hour outside. */
const DAY_MS = 3_600_000;
const MINUTES = 1_440;
const MINUTE_MS = DAY_MS / MINUTES;

/** The time of day at a moment, 0 to 1439. */
export function minuteOf(nowMs: number): number {
  return Math.floor((((nowMs % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS);
}

/** How long it is until a minute of the day begins next; at most a day. */
export function msUntilMinute(nowMs: number, minute: number): number {
  const sinceMs = ((nowMs % DAY_MS) + DAY_MS) % DAY_MS;
  const atMs = minute * MINUTE_MS;
  return atMs > sinceMs ? atMs - sinceMs : atMs + DAY_MS - sinceMs;
}
