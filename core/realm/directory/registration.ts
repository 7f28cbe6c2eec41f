import type { Change } from "./change.ts";
import { type Directory, touch } from "./directory.ts";
import { acknowledgeThrough, unlisten } from "./exchange.ts";
import { NUMBER_MAX, REALMS_MAX } from "./limits.ts";
import { newest, settle } from "./outbox.ts";
import { ownerOf } from "./owner.ts";
import { type Refusal, refuse } from "./problem.ts";
import { nextReadings } from "./readings.ts";
import {
  CHANGED_CURSOR,
  CHANGED_PROFILE,
  CHANGED_SHARDS,
  CHANGED_STATUS,
  newRealm,
  newShard,
  type RealmRecord,
} from "./record.ts";

type Of<T extends Change["type"]> = Extract<Change, { type: T }>;

/** What a realm learns when it signs on. */
export interface Registered {
  ok: true;
  /** Everything through this sequence is settled: its inbox starts there, if it is behind. */
  acknowledged: number;
  /** Of each shard the number of its newest event that was taken (0: none), and the figures that it last reported. */
  shards: { id: string; epoch: number; published: number; stats: Record<string, number> }[];
}

/**
 * A realm signs on with all its shards. Whoever has an older epoch than was given out since is refused, and so is a
 * claim to an area that another shard got at the same epoch or a later one: `STALE_OWNER`. Also `AREA_TWICE`,
 * `DIRECTORY_FULL`.
 */
export function register(directory: Directory, change: Of<"register">): Registered | Refusal {
  const known = directory.realms.get(change.realm);
  if (!known && directory.realms.size >= REALMS_MAX) return refuse("DIRECTORY_FULL");
  const realm = known ?? newRealm(change.realm);
  const fault = claimFault(realm, change);
  if (fault) return fault;
  const before = known ? claimOf(known) : null;
  directory.realms.set(realm.name, realm);
  realm.title = change.title;
  realm.summary = change.summary;
  assign(realm, change.shards);
  if (change.heard !== undefined) hear(directory, realm, change.heard);
  // A realm that sleeps signs on whenever it wakes, and mostly as it was: then nothing is written.
  if (claimOf(realm) !== before) touch(directory, realm, CHANGED_PROFILE | CHANGED_SHARDS | CHANGED_CURSOR);
  const shards = [...realm.shards.values()].map(({ id, epoch, published, status }) => {
    return { id, epoch, published, stats: status?.now.stats ?? {} };
  });
  return { ok: true, acknowledged: realm.acknowledged, shards };
}

/** All that a registration says of a realm. */
function claimOf({ title, summary, epoch, shards, areas }: RealmRecord): string {
  const owners = [...shards.values()].map((shard) => [shard.id, shard.epoch, shard.published]);
  return JSON.stringify([title, summary, epoch, owners, [...areas]]);
}

function claimFault(realm: RealmRecord, { shards }: Of<"register">): Refusal | null {
  const claimed = new Map<string, string>();
  for (const shard of shards) {
    if (claimed.has(`shard ${shard.id}`)) return refuse("BAD_REQUEST", { at: "shards", shard: shard.id });
    claimed.set(`shard ${shard.id}`, shard.id);
    const epoch = realm.shards.get(shard.id)?.epoch ?? 0;
    if (shard.epoch < epoch) return refuse("STALE_OWNER", { shard: shard.id, epoch });
    for (const area of shard.areas) {
      if (claimed.has(area)) return refuse("AREA_TWICE", { area });
      claimed.set(area, shard.id);
      const owner = realm.areas.get(area);
      if (owner && owner.shard !== shard.id && shard.epoch <= owner.epoch)
        return refuse("STALE_OWNER", { area, shard: owner.shard, epoch: owner.epoch });
    }
  }
  // Somebody who does not know of the newest cut may not undo it by leaving shards out.
  const isBehind = shards.every(({ epoch }) => epoch < realm.epoch);
  return isBehind ? refuse("STALE_OWNER", { epoch: realm.epoch }) : null;
}

function assign(realm: RealmRecord, shards: Of<"register">["shards"]): void {
  const before = new Map(realm.shards);
  const owners = new Map(realm.areas);
  realm.shards.clear();
  realm.areas.clear();
  for (const { id, areas, epoch, published = 0 } of shards) {
    const old = before.get(id) ?? newShard(id);
    realm.shards.set(id, { ...old, epoch, published: Math.max(old.published, published) });
    realm.epoch = Math.max(realm.epoch, epoch);
    for (const area of areas) {
      const owner = owners.get(area);
      realm.areas.set(area, owner?.shard === id ? owner : { shard: id, epoch });
    }
  }
}

/** What a realm says that it has applied counts, also where the directory knows of less. */
export function hear(directory: Directory, realm: RealmRecord, heard: number): void {
  if (heard <= newest(realm)) return acknowledgeThrough(directory, realm, heard);
  // The directory began anew: it goes on counting where the realm is, or the realm would take news for repetitions.
  realm.settled = heard;
  realm.acknowledged = heard;
  realm.sent = heard;
  touch(directory, realm, CHANGED_CURSOR);
}

/** How a shard is, in place of what it said before: `REALM_UNKNOWN`, `SHARD_UNKNOWN`, `STALE_OWNER`. */
export function report(directory: Directory, change: Of<"report">, nowMs: number): { ok: true } | Refusal {
  const owned = ownerOf(directory, change);
  if (!owned.ok) return owned;
  const { population, npcs, stats } = change;
  owned.shard.status = { population, npcs, ...nextReadings(owned.shard.status, { atMs: nowMs, stats }) };
  owned.shard.isStatusUnsaved = true;
  touch(directory, owned.realm, CHANGED_STATUS);
  return { ok: true };
}

/**
 * Moves an area to another shard of its realm. Both get the realm's next epoch: what either says by an older one is
 * refused from now on, until it has asked what is its own. `REALM_UNKNOWN`, `SHARD_UNKNOWN`, `AREA_UNKNOWN`.
 */
export function move(
  directory: Directory,
  { realm: name, area, to }: Of<"move">,
): { ok: true; epoch: number } | Refusal {
  const realm = directory.realms.get(name);
  if (!realm) return refuse("REALM_UNKNOWN");
  const owner = realm.areas.get(area);
  if (!owner) return refuse("AREA_UNKNOWN");
  const taker = realm.shards.get(to);
  if (!taker) return refuse("SHARD_UNKNOWN");
  if (owner.shard === to) return { ok: true, epoch: owner.epoch };
  if (realm.epoch >= NUMBER_MAX) return refuse("BAD_REQUEST", { epoch: realm.epoch });
  realm.epoch += 1;
  const giver = realm.shards.get(owner.shard);
  if (giver) giver.epoch = realm.epoch;
  taker.epoch = realm.epoch;
  realm.areas.set(area, { shard: to, epoch: realm.epoch });
  touch(directory, realm, CHANGED_PROFILE | CHANGED_SHARDS);
  return { ok: true, epoch: realm.epoch };
}

/** Forgets a realm and what waits for it. What it published stays for others. `REALM_UNKNOWN`. */
export function retire(directory: Directory, { realm: name }: { realm: string }): { ok: true } | Refusal {
  const realm = directory.realms.get(name);
  if (!realm) return refuse("REALM_UNKNOWN");
  for (const { kind, until } of realm.subscriptions) if (until === null) unlisten(directory, realm, kind);
  settle(directory, realm, newest(realm) - realm.settled);
  directory.realms.delete(name);
  directory.unsaved.retired.push(name);
  return { ok: true };
}
