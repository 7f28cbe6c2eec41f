/**
 * What Cloudflare takes for Durable Objects on the paid plan, in US dollars, before what is free: as published on
 * developers.cloudflare.com/durable-objects/platform/pricing in November 2026. `docs/architecture.md` has the formula.
 */
export const DOLLARS_PER_GB_SECOND = 12.5 / 1_000_000;
export const DOLLARS_PER_REQUEST = 0.15 / 1_000_000;
export const DOLLARS_PER_ROW_WRITTEN = 1 / 1_000_000;
/** Memory that is charged while an object is awake, whatever it uses. */
export const OBJECT_MEMORY_GB = 0.128;
/** So many incoming WebSocket messages count as one request. */
export const MESSAGES_PER_REQUEST = 20;
/** Rows that the directory writes for one call of a shard: for a report one, for publishing more, for signing on none. */
export const DIRECTORY_ROWS_PER_CALL = 1;

/** What is charged for. */
export interface Usage {
  awakeSeconds: number;
  /** Incoming WebSocket messages. */
  messages: number;
  /** Requests, calls and alarms. */
  calls: number;
  rows: number;
}

/** What it costs, in US dollars. Stored bytes and rows read cost next to nothing, and are left out. */
export function costOf({ awakeSeconds, messages, calls, rows }: Usage): number {
  return (
    awakeSeconds * OBJECT_MEMORY_GB * DOLLARS_PER_GB_SECOND +
    (messages / MESSAGES_PER_REQUEST + calls) * DOLLARS_PER_REQUEST +
    rows * DOLLARS_PER_ROW_WRITTEN
  );
}
