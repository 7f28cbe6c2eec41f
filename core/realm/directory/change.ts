import * as z from "zod/mini";
import type { UplinkRealm } from "../../protocol/uplink-frames.ts";
import { type Json, NEWS_KIND, NEWS_KIND_MAX_CHARS } from "../../world/script-port.ts";
import {
  AREAS_PER_REALM_MAX,
  EVENT_DATA_MAX_CHARS,
  EVENTS_PER_CALL_MAX,
  KINDS_PER_REALM_MAX,
  NAME_MAX_CHARS,
  NPCS_PER_REPORT_MAX,
  NUMBER_MAX,
  POPULATION_MAX,
  SHARDS_PER_REALM_MAX,
  STATS_PER_REPORT_MAX,
  SUMMARY_MAX_CHARS,
  TITLE_MAX_CHARS,
} from "./limits.ts";
import { type Refusal, refuse } from "./problem.ts";

const name = z.string().check(z.maxLength(NAME_MAX_CHARS), z.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/));
/** `market`, `market.sale` */
const kind = z.string().check(z.maxLength(NEWS_KIND_MAX_CHARS), z.regex(NEWS_KIND));
/** Invisible characters could forge lines in a terminal. */
const PLAIN = /^[^\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]*$/u;
const title = z.string().check(z.minLength(1), z.maxLength(TITLE_MAX_CHARS), z.regex(PLAIN));
const number = z.int().check(z.minimum(0), z.maximum(NUMBER_MAX));
const positive = z.int().check(z.minimum(1), z.maximum(NUMBER_MAX));
const owner = { realm: name, shard: name, epoch: positive };

const shard = z.object({
  id: name,
  areas: z.array(name).check(z.maxLength(AREAS_PER_REALM_MAX)),
  epoch: positive,
  published: z.optional(number),
});
const npc = z.object({ id: name, title, area: name });
const stats = z
  .record(name, z.number())
  .check(z.refine((record) => Object.keys(record).length <= STATS_PER_REPORT_MAX));
// The data is made plain by `plainJson`: what arrives by RPC may have cycles, dates, and worse.
const event = z.object({ id: positive, kind, data: z.pipe(z.unknown(), z.transform(plainJson)) });

const kinds = z.array(kind).check(z.maxLength(KINDS_PER_REALM_MAX));

const schemas = {
  register: z.object({
    realm: name,
    title,
    summary: z.string().check(z.maxLength(SUMMARY_MAX_CHARS), z.regex(PLAIN)),
    shards: z.array(shard).check(z.minLength(1), z.maxLength(SHARDS_PER_REALM_MAX)),
    heard: z.optional(number),
    kinds: z.optional(kinds),
  }),
  report: z.object({
    ...owner,
    population: z.int().check(z.minimum(0), z.maximum(POPULATION_MAX)),
    npcs: z.array(npc).check(z.maxLength(NPCS_PER_REPORT_MAX)),
    stats,
  }),
  publish: z.object({
    ...owner,
    events: z.array(event).check(
      z.minLength(1),
      z.maxLength(EVENTS_PER_CALL_MAX),
      z.refine((events) => events.every(({ id }, i) => id === (events[0]?.id ?? 0) + i)),
    ),
  }),
  subscribe: z.object({ realm: name, kinds }),
  acknowledge: z.object({ realm: name, sequence: number }),
  move: z.object({ realm: name, area: name, to: name }),
  retire: z.object({ realm: name }),
};

/** A realm signs on, with all of its shards; again after every start. */
export interface Registration {
  realm: string;
  title: string;
  summary: string;
  shards: ShardClaim[];
  /** The sequence through which it has applied events: an acknowledgement, kept even where the directory forgot. */
  heard?: number | undefined;
  /** The kinds that it listens to from now on; as before where they are left out. */
  kinds?: string[] | undefined;
}

/** What a realm says of one of its shards. */
export interface ShardClaim {
  id: string;
  areas: string[];
  epoch: number;
  /** The number of its newest event that it knows to be taken: kept even where the directory forgot. */
  published?: number | undefined;
}

/** Who speaks for a shard: refused where the epoch is not the one that the shard has now. */
export interface Owner {
  realm: string;
  shard: string;
  epoch: number;
}

export interface NpcReport {
  id: string;
  title: string;
  area: string;
}

/** How one shard is; replaces what it reported before. */
export interface Report extends Owner {
  population: number;
  npcs: NpcReport[];
  stats: Record<string, number>;
}

/**
 * Events for other realms. Their `id` counts a shard's events, each one more than the last: publishing one again
 * does nothing, and leaving one out is refused. The first may have any number.
 */
export interface Publication extends Owner {
  events: { id: number; kind: string; data: Json }[];
}

/** An end of an uplink is there; `node` is the other end. */
export interface Linking {
  node: string;
  /** The kinds that realms beyond it listen to from now on. */
  kinds: string[];
  /** The number of the newest event that went over, as the other end says. */
  heard: number;
  /** The number of the newest event that came over, as the other end knows that it arrived. */
  published: number;
  /** The names of all realms beyond it that are to be listed here. */
  realms: string[];
}

/** An event as it comes over a bridge; `realm` is what the other end calls its origin. */
export interface BridgedEvent {
  sequence: number;
  after: number;
  realm: string;
  kind: string;
  data: Json;
}

/** How a realm of a node is. */
export type FarReport = Omit<UplinkRealm, "t">;

/** What reaches the directory, checked. */
export type Change =
  | ({ type: "register" } & Registration)
  | ({ type: "report" } & Report)
  | ({ type: "publish" } & Publication)
  /** The kinds that a realm listens to from now on, in place of those before. */
  | { type: "subscribe"; realm: string; kinds: string[] }
  /** The realm keeps what it got, through this sequence. */
  | { type: "acknowledge"; realm: string; sequence: number }
  /** Another shard of the realm takes an area over. */
  | { type: "move"; realm: string; area: string; to: string }
  /** The realm is no more. */
  | { type: "retire"; realm: string }
  /** What ends of uplinks say: `bridge.ts`. */
  | ({ type: "link" } & Linking)
  | { type: "unlink"; node: string; heardMs: number }
  | { type: "relay"; node: string; events: BridgedEvent[] }
  | { type: "tell"; node: string; report: FarReport }
  /** A delivery reached the realm, or did not. */
  | { type: "delivered" | "undelivered"; realm: string }
  /** The alarm rang. */
  | { type: "due" };

export type Request = keyof typeof schemas;

/** Checks what a caller sent; the refusal names the first field that is wrong. Never throws. */
export function readChange<R extends Request>(
  type: R,
  input: unknown,
): { ok: true; change: Extract<Change, { type: R }> } | Refusal {
  try {
    const read = schemas[type].safeParse(input, { jitless: true });
    if (!read.success) return refuse("BAD_REQUEST", { at: read.error.issues[0]?.path.join(".") ?? "" });
    // The schema of a type gives exactly the fields of that type.
    return { ok: true, change: { ...read.data, type } as unknown as Extract<Change, { type: R }> };
  } catch {
    return refuse("BAD_REQUEST", { at: "" });
  }
}

/** What JSON makes of a value; throws where it is none, or too large. */
function plainJson(value: unknown): Json {
  const text = JSON.stringify(value);
  if (text === undefined || text.length > EVENT_DATA_MAX_CHARS) throw new RangeError("no JSON of bearable size");
  return JSON.parse(text);
}
