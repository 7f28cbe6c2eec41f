/** Counters of a shard, as they stood at a moment. They only grow; `figures.ts` says what they are. */
export interface Reading {
  atMs: number;
  stats: Record<string, number>;
}

/** The newest reading, and two older ones, so that what happened lately can be told from what happened long ago. */
export interface Readings {
  now: Reading;
  /** Becomes `base` once it is old enough. */
  middle: Reading;
  /** Half an hour older than `middle`, or more. */
  base: Reading;
}

/** A window over which rates are taken has at least this length, once there was so much time. */
export const WINDOW_MS = 30 * 60_000;
/** A shard that reports for the first time counts from so long ago. */
const FIRST_WINDOW_MS = 60_000;

/** Takes a new reading in. */
export function nextReadings(before: Readings | null, now: Reading): Readings {
  if (!before) {
    const base = { atMs: now.atMs - Math.max(FIRST_WINDOW_MS, now.stats["awake-ms"] ?? 0), stats: {} };
    return { now, middle: now, base };
  }
  const { middle, base } = before;
  return now.atMs - middle.atMs >= WINDOW_MS ? { now, middle: now, base: middle } : { now, middle, base };
}

/** How much a counter grew within the window. */
export function growth({ now, base }: Readings, counter: string): number {
  return Math.max(0, (now.stats[counter] ?? 0) - (base.stats[counter] ?? 0));
}
