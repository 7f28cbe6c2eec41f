import { NEWS_DATA_MAX_CHARS } from "../../world/script-port.ts";

/** Limits of the realm directory, in one place, with units. `limits.test.ts` asserts that they fit together. */
export const REALMS_MAX = 2_000;
export const SHARDS_PER_REALM_MAX = 64;
export const AREAS_PER_REALM_MAX = 1_000;
export const NAME_MAX_CHARS = 64;
export const TITLE_MAX_CHARS = 100;
export const SUMMARY_MAX_CHARS = 300;

/** Of one shard's report. */
export const NPCS_PER_REPORT_MAX = 500;
export const STATS_PER_REPORT_MAX = 32;
export const POPULATION_MAX = 100_000;

/** Kinds that one realm listens to. */
export const KINDS_PER_REALM_MAX = 64;
/** Events in one call of a publisher, and in one delivery: a realm keeps each as one row, of at most 2 MB. */
export const EVENTS_PER_CALL_MAX = 100;
/** An event's data, as JSON text. */
export const EVENT_DATA_MAX_CHARS = NEWS_DATA_MAX_CHARS;
/** Events that wait for one realm; beyond it the oldest are dropped, counted and told. */
export const WAITING_MAX = 1_000;
/** Different events that wait for anybody; beyond it the oldest tenth is dropped. */
export const HELD_MAX = 10_000;

/** Numbers that callers give: epochs, event numbers, sequences. Far below where numbers lose exactness. */
export const NUMBER_MAX = 2 ** 48;

/** What was delivered and not acknowledged is delivered again after this; doubled with every try. */
export const RETRY_FIRST_MS = 1_000;
export const RETRY_MOST_MS = 5 * 60_000;
/** After so many deliveries without an answer a realm is away, until it is heard from. */
export const TRIES_MAX = 10;
/** A bridge is so many times as patient: its line loses nothing by itself, and may be slow. */
export const BRIDGE_PATIENCE = 5;
