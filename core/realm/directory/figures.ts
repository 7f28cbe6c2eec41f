import type { RealmMap } from "../../world/realm-map.ts";
import type { Directory } from "./directory.ts";
import { farFigures, nobody, type Presence } from "./far-realms.ts";
import { costOf } from "./prices.ts";
import { growth } from "./readings.ts";
import type { RealmRecord, Status } from "./record.ts";

/** The names under which a shard reports its counters and states. */
export const figures = {
  /** Counters: they only grow, also over restarts. */
  ticks: "ticks",
  awakeMs: "awake-ms",
  messages: "messages",
  calls: "calls",
  rows: "rows",
  /** States. */
  sockets: "sockets",
  isAwake: "is-awake",
  /** For how long it had been awake or asleep. */
  stateMs: "state-ms",
} as const;

/** How a realm is, as far as its directory knows. Seconds are seconds, money is US dollars. */
export interface RealmFigures {
  realm: string;
  /** The node at which it is; absent: here. */
  node?: string;
  population: number;
  npcs: number;
  sockets: number;
  ticks: number;
  isAwake: boolean;
  awakeSeconds: number;
  /** For how long it has been asleep; `null` while it is awake, or where it never was. */
  asleepSeconds: number | null;
  /** Events that wait for it. */
  eventsHeld: number;
  /** An estimate from its last half hour or more. */
  dollarsPerHour: number;
}

/** The sum of all realms. */
export interface TotalFigures extends Omit<RealmFigures, "realm" | "node" | "isAwake" | "asleepSeconds"> {
  realms: number;
  realmsAwake: number;
}

/** A shard that is awake reports every minute. One that has not for longer has died, and is awake no more. */
export const SILENCE_MAX_MS = 150_000;
const HOUR_MS = 3_600_000;

/** The figures of every realm that ever registered, and of those at nodes. */
export function figuresOf(directory: Directory, nowMs: number, presence: Presence = nobody): RealmFigures[] {
  const own = [...directory.realms.values()].filter(({ far }) => !far);
  return [...own.map((realm) => figuresOfRealm(realm, nowMs)), ...farFigures(directory, nowMs, presence)];
}

/** The figures of these realms, those that were never awake included, of those at nodes, and their sum. */
export function withTotal(
  maps: readonly RealmMap[],
  known: readonly RealmFigures[],
): { realms: RealmFigures[]; total: TotalFigures } {
  const own = maps.map((map) => known.find(({ realm }) => realm === map.realm) ?? untouched(map));
  const realms = [...own, ...known.filter(({ node }) => node !== undefined)];
  const sum = (figure: Exclude<keyof TotalFigures, "realms" | "realmsAwake">) =>
    rounded(realms.reduce((total, realm) => total + realm[figure], 0));
  const total: TotalFigures = {
    realms: realms.length,
    realmsAwake: realms.filter(({ isAwake }) => isAwake).length,
    population: sum("population"),
    npcs: sum("npcs"),
    sockets: sum("sockets"),
    ticks: sum("ticks"),
    awakeSeconds: sum("awakeSeconds"),
    eventsHeld: sum("eventsHeld"),
    dollarsPerHour: sum("dollarsPerHour"),
  };
  return { realms, total };
}

function untouched({ realm, npcs }: RealmMap): RealmFigures {
  const nothing = { population: 0, sockets: 0, ticks: 0, awakeSeconds: 0, eventsHeld: 0, dollarsPerHour: 0 };
  return { realm, npcs: npcs.length, isAwake: false, asleepSeconds: null, ...nothing };
}

function figuresOfRealm({ name, shards, waiting, head }: RealmRecord, nowMs: number): RealmFigures {
  const statuses = [...shards.values()].flatMap(({ status }) => status ?? []);
  const sum = (of: (status: Status) => number) => statuses.reduce((total, status) => total + of(status), 0);
  const isAwake = statuses.some((status) => awakeFor(status, nowMs) !== null);
  return {
    realm: name,
    population: sum(({ population }) => population),
    npcs: sum(({ npcs }) => npcs.length),
    sockets: sum(({ now }) => now.stats[figures.sockets] ?? 0),
    ticks: sum(({ now }) => now.stats[figures.ticks] ?? 0),
    isAwake,
    awakeSeconds: rounded(sum((status) => awakeMs(status, status.now.stats[figures.awakeMs] ?? 0, nowMs) / 1_000)),
    asleepSeconds: isAwake || statuses.length === 0 ? null : asleepSeconds(statuses, nowMs),
    eventsHeld: waiting.length - head,
    dollarsPerHour: rounded(sum((status) => dollarsPerHour(status, nowMs))),
  };
}

/** How long ago a shard that is awake reported; `null` if it sleeps. */
function awakeFor({ now: { atMs, stats } }: Status, nowMs: number): number | null {
  const silentMs = Math.max(0, nowMs - atMs);
  return stats[figures.isAwake] === 1 && silentMs < SILENCE_MAX_MS ? silentMs : null;
}

/** What was reported, and what has passed since. */
function awakeMs(status: Status, reportedMs: number, nowMs: number): number {
  return reportedMs + (awakeFor(status, nowMs) ?? 0);
}

function asleepSeconds(statuses: readonly Status[], nowMs: number): number {
  const since = statuses.map(({ now: { atMs, stats } }) => {
    const isDead = stats[figures.isAwake] === 1;
    return isDead ? atMs : atMs - (stats[figures.stateMs] ?? 0);
  });
  return rounded(Math.max(0, nowMs - Math.max(...since)) / 1_000);
}

function dollarsPerHour(status: Status, nowMs: number): number {
  const cost = costOf({
    awakeSeconds: awakeMs(status, growth(status, figures.awakeMs), nowMs) / 1_000,
    messages: growth(status, figures.messages),
    calls: growth(status, figures.calls),
    rows: growth(status, figures.rows),
  });
  return (cost * HOUR_MS) / Math.max(60_000, nowMs - status.base.atMs);
}

/** To billionths: sums of fractions have tails that say nothing. */
function rounded(value: number): number {
  return Math.round(value * 1_000_000_000) / 1_000_000_000;
}
