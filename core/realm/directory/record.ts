import type { Json } from "../../world/script-port.ts";
import type { FarReport, NpcReport } from "./change.ts";
import type { Readings } from "./readings.ts";

/** An event as it waits for somebody. One object, whoever it waits for. */
export interface HeldEvent {
  /** In the order of all events that the directory ever took; from 1. */
  readonly position: number;
  /** Who published it; if it came over a bridge, the bridge. */
  readonly realm: string;
  /** The shard that did; if it came over a bridge, the realm beyond it. */
  readonly shard: string;
  /** The publisher's own number. */
  readonly id: number;
  readonly kind: string;
  readonly data: Json;
  /** For how many realms it waits. */
  holders: number;
}

/** An event as a realm gets it; `inbox.ts` says what a realm does with it. */
export interface DirectoryEvent {
  /** Counts what this realm is sent, from 1, without gaps unless some were dropped. */
  sequence: number;
  /** The sequence before it, as far as that can still come: less than `sequence - 1` where some were dropped. */
  after: number;
  /** Where it comes from: a realm of this directory, or one beyond a bridge (`bridge-names.ts`). */
  realm: string;
  shard: string;
  id: number;
  kind: string;
  data: Json;
}

/** One realm's subscription to one kind: it gets events after `since`, through `until` (positions). */
export interface Interval {
  kind: string;
  since: number;
  until: number | null;
}

/** What a shard last said of itself, and two earlier readings of its counters: `readings.ts`. */
export interface Status extends Readings {
  population: number;
  npcs: NpcReport[];
}

export interface ShardRecord {
  readonly id: string;
  /** The epoch of the last change to what it owns; whoever speaks for it must have it. */
  epoch: number;
  /** The number of its newest event; 0: none. */
  published: number;
  status: Status | null;
  /** The status is newer than what is stored. */
  isStatusUnsaved: boolean;
}

export interface AreaRecord {
  shard: string;
  /** Since which epoch. */
  epoch: number;
}

/**
 * - `clear`: deliveries go out at once.
 * - `busy`: one is on its way; what comes meanwhile goes with the next.
 * - `paused`: one failed; the alarm tries again.
 * - `away`: too many failed; the realm is expected to register.
 */
export type Line = "clear" | "busy" | "paused" | "away";

/** What a step has to write down of a realm: bits. */
export const CHANGED_PROFILE = 1;
export const CHANGED_CURSOR = 2;
export const CHANGED_SHARDS = 4;
export const CHANGED_STATUS = 8;
export const CHANGED_FAR = 16;

/** What is known of the directory at the other end of a bridge. */
export interface FarSide {
  readonly node: string;
  /** When it was last heard, as far as that is stored. */
  heardMs: number;
  /** Which realms it has. */
  names: string[];
  /** Those of which it has told. */
  readonly realms: Map<string, FarRealm>;
}

/** A realm of another directory, as that one told of it. */
export interface FarRealm extends FarReport {
  toldMs: number;
  /** It is newer than what is stored. */
  isUnsaved: boolean;
}

export interface RealmRecord {
  readonly name: string;
  /** It is no realm but the bridge to another directory: `bridge.ts`. */
  readonly far: FarSide | null;
  title: string;
  summary: string;
  /** The greatest epoch given out. */
  epoch: number;
  readonly shards: Map<string, ShardRecord>;
  readonly areas: Map<string, AreaRecord>;
  subscriptions: Interval[];
  /** Events that wait, oldest first, from `head` on. */
  waiting: HeldEvent[];
  head: number;
  /** The sequence before the first that waits. */
  settled: number;
  /** The sequence through which the realm acknowledged; less than `settled` where some were dropped since. */
  acknowledged: number;
  /** The position of the newest event that no longer waits. */
  floor: number;
  /** How many were ever dropped. */
  dropped: number;
  /** The sequence through which events were sent, since the realm was last heard to have started or failed. */
  sent: number;
  line: Line;
  tries: number;
  /** When to send again what is not acknowledged. */
  retryAtMs: number;
  /** `CHANGED_…` since the beginning of the step `step`. */
  changed: number;
  step: number;
}

/** A realm of which nothing is known but its name. */
export function newRealm(name: string): RealmRecord {
  return {
    name,
    far: null,
    title: "",
    summary: "",
    epoch: 0,
    shards: new Map(),
    areas: new Map(),
    subscriptions: [],
    waiting: [],
    head: 0,
    settled: 0,
    acknowledged: 0,
    floor: 0,
    dropped: 0,
    sent: 0,
    line: "clear",
    tries: 0,
    retryAtMs: 0,
    changed: 0,
    step: 0,
  };
}

/** A shard of which nothing is known but its id. */
export function newShard(id: string): ShardRecord {
  return { id, epoch: 0, published: 0, status: null, isStatusUnsaved: false };
}
