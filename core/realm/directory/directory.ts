import type { NpcReport } from "./change.ts";
import { type Refusal, refuse } from "./problem.ts";
import type { HeldEvent, RealmRecord } from "./record.ts";

/** What a step leaves to be written down; each realm once, with `changed` saying what of it. */
export interface Unsaved {
  realms: RealmRecord[];
  retired: string[];
  added: HeldEvent[];
  /** Events that wait for nobody any more. */
  released: HeldEvent[];
}

/** Everything the directory knows. Changed by `control-step.ts` only, read by anybody. */
export interface Directory {
  readonly realms: Map<string, RealmRecord>;
  /** Who listens to a kind now. */
  readonly listeners: Map<string, RealmRecord[]>;
  /** Events in the order they came; those without holders are cleared away now and then. */
  held: HeldEvent[];
  /** How many of them have holders. */
  holding: number;
  /** Of the newest event. */
  position: number;
  step: number;
  /** Grows whenever somebody begins or ceases to listen to a kind; not stored. */
  turns: number;
  unsaved: Unsaved;
}

export function newDirectory(): Directory {
  return {
    realms: new Map(),
    listeners: new Map(),
    held: [],
    holding: 0,
    position: 0,
    step: 0,
    turns: 0,
    unsaved: nothingUnsaved(),
  };
}

export function nothingUnsaved(): Unsaved {
  return { realms: [], retired: [], added: [], released: [] };
}

/** Notes that a realm's row of this kind (`CHANGED_…`) is to be written after the step. */
export function touch(directory: Directory, realm: RealmRecord, changed: number): void {
  if (realm.step === directory.step) {
    realm.changed |= changed;
    return;
  }
  realm.step = directory.step;
  realm.changed = changed;
  directory.unsaved.realms.push(realm);
}

/** A realm as lists show it. */
export interface RealmSummary {
  realm: string;
  title: string;
  summary: string;
  areas: number;
  population: number;
  npcs: number;
}

/** Every realm of its own, by name. */
export function listRealms(directory: Directory): RealmSummary[] {
  const names = [...directory.realms.keys()].sort();
  return names.flatMap((name) => {
    const realm = directory.realms.get(name);
    return realm && !realm.far ? [summaryOf(realm)] : [];
  });
}

/** One realm; `REALM_UNKNOWN`. */
export function findRealm(directory: Directory, name: string): { ok: true; realm: RealmSummary } | Refusal {
  const realm = directory.realms.get(name);
  return realm ? { ok: true, realm: summaryOf(realm) } : refuse("REALM_UNKNOWN");
}

function summaryOf(realm: RealmRecord): RealmSummary {
  const { name, title, summary, areas } = realm;
  let population = 0;
  let npcs = 0;
  for (const { status } of realm.shards.values()) {
    population += status?.population ?? 0;
    npcs += status?.npcs.length ?? 0;
  }
  return { realm: name, title, summary, areas: areas.size, population, npcs };
}

/** The NPCs of one realm, or of all; of its own. */
export function listNpcs(directory: Directory, only?: string): (NpcReport & { realm: string })[] {
  return [...directory.realms.values()]
    .filter(({ name }) => only === undefined || name === only)
    .flatMap(({ name, shards }) =>
      [...shards.values()].flatMap(({ status }) => (status?.npcs ?? []).map((npc) => ({ ...npc, realm: name }))),
    );
}

/** Which shard has an area, and since which epoch; `REALM_UNKNOWN`, `AREA_UNKNOWN`. */
export function findArea(
  directory: Directory,
  name: string,
  area: string,
): { ok: true; shard: string; epoch: number } | Refusal {
  const realm = directory.realms.get(name);
  if (!realm) return refuse("REALM_UNKNOWN");
  const found = realm.areas.get(area);
  return found ? { ok: true, shard: found.shard, epoch: found.epoch } : refuse("AREA_UNKNOWN");
}

/** Sums over everything, and each shard's own figures. */
export interface DirectoryStats {
  realms: number;
  shards: number;
  population: number;
  npcs: number;
  /** Different events that wait for somebody, and all that ever came and were kept for somebody. */
  eventsHeld: number;
  eventsTaken: number;
  /** Waiting, lost and line of each realm's outbox, and of each bridge's. */
  outboxes: { realm: string; waiting: number; dropped: number; line: string }[];
  reports: { realm: string; shard: string; stats: Record<string, number> }[];
}

export function statsOf(directory: Directory): DirectoryStats {
  const all = [...directory.realms.values()];
  const realms = all.filter(({ far }) => !far);
  const summaries = realms.map(summaryOf);
  return {
    realms: realms.length,
    shards: realms.reduce((sum, { shards }) => sum + shards.size, 0),
    population: summaries.reduce((sum, { population }) => sum + population, 0),
    npcs: summaries.reduce((sum, { npcs }) => sum + npcs, 0),
    eventsHeld: directory.holding,
    eventsTaken: directory.position,
    outboxes: all.map(({ name, waiting, head, dropped, line }) => ({
      realm: name,
      waiting: waiting.length - head,
      dropped,
      line,
    })),
    reports: realms.flatMap(({ name, shards }) =>
      [...shards.values()].flatMap(({ id, status }) =>
        status ? [{ realm: name, shard: id, stats: status.now.stats }] : [],
      ),
    ),
  };
}
