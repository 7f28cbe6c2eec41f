import { isFarTravelled } from "./bridge-names.ts";
import type { Change } from "./change.ts";
import { type Directory, touch } from "./directory.ts";
import { bound, boundAll, enqueue, newest, settle } from "./outbox.ts";
import { ownerOf } from "./owner.ts";
import { type Refusal, refuse } from "./problem.ts";
import {
  CHANGED_CURSOR,
  CHANGED_PROFILE,
  CHANGED_SHARDS,
  type HeldEvent,
  type Interval,
  type RealmRecord,
} from "./record.ts";

type Of<T extends Change["type"]> = Extract<Change, { type: T }>;

/**
 * Takes a shard's events and puts them into the outboxes of the other realms that listen. `heirs` learns of every
 * realm for which something new waits, perhaps more than once.
 */
export function publish(
  directory: Directory,
  change: Of<"publish">,
  heirs: RealmRecord[],
): { ok: true; published: number } | Refusal {
  const owned = ownerOf(directory, change);
  if (!owned.ok) return owned;
  const { realm, shard } = owned;
  const first = change.events[0]?.id ?? 0;
  if (shard.published > 0 && first > shard.published + 1)
    return refuse("EVENT_GAP", { published: shard.published, next: shard.published + 1 });
  let kind = "";
  let listeners: readonly RealmRecord[] | undefined;
  for (const event of change.events) {
    if (event.id <= shard.published) continue;
    shard.published = event.id;
    // A shard's events are often of one kind.
    if (event.kind !== kind) {
      kind = event.kind;
      listeners = directory.listeners.get(kind);
    }
    if (listeners) spread(directory, { ...event, realm: realm.name, shard: shard.id }, listeners, heirs);
  }
  touch(directory, realm, CHANGED_SHARDS);
  boundAll(directory);
  return { ok: true, published: shard.published };
}

/** Puts an event into the outboxes of those who listen to its kind. */
export function spread(
  directory: Directory,
  { realm, shard, id, kind, data }: Omit<HeldEvent, "position" | "holders">,
  listeners: readonly RealmRecord[],
  heirs: RealmRecord[],
): void {
  const event: HeldEvent = { position: directory.position + 1, realm, shard, id, kind, data, holders: 0 };
  for (const listener of listeners) {
    if (!mayHear(listener, event)) continue;
    enqueue(listener, event);
    bound(directory, listener);
    heirs.push(listener);
  }
  if (event.holders === 0) return;
  directory.position = event.position;
  directory.holding += 1;
  directory.held.push(event);
  directory.unsaved.added.push(event);
}

/** Nobody hears what they said themselves, and a bridge carries nothing back, nor what has crossed bridges enough. */
export function mayHear({ name, far }: RealmRecord, event: HeldEvent): boolean {
  return name !== event.realm && !(far && isFarTravelled(event));
}

/** A realm gets events of these kinds from now on. What waits for it already stays. */
export function subscribe(
  directory: Directory,
  { realm: name, kinds }: Omit<Of<"subscribe">, "type">,
): { ok: true } | Refusal {
  const realm = directory.realms.get(name);
  if (!realm) return refuse("REALM_UNKNOWN");
  const wanted = new Set(kinds);
  const before = JSON.stringify(realm.subscriptions);
  for (const interval of realm.subscriptions) {
    if (interval.until !== null || wanted.delete(interval.kind)) continue;
    interval.until = directory.position;
    unlisten(directory, realm, interval.kind);
  }
  for (const kind of wanted) {
    realm.subscriptions.push({ kind, since: directory.position, until: null });
    listen(directory, realm, kind);
  }
  realm.subscriptions = realm.subscriptions.filter((interval) => isNeeded(realm, interval));
  if (JSON.stringify(realm.subscriptions) !== before) touch(directory, realm, CHANGED_PROFILE);
  return { ok: true };
}

/** A subscription that ended is needed for what still waits by it, when memory is rebuilt. */
function isNeeded({ waiting, head }: RealmRecord, { kind, since, until }: Interval): boolean {
  if (until === null) return true;
  return waiting.some(
    (event, i) => i >= head && event.kind === kind && event.position > since && event.position <= until,
  );
}

/** Enters a realm among the listeners of a kind. */
export function listen(directory: Directory, realm: RealmRecord, kind: string): void {
  directory.turns += 1;
  const listeners = directory.listeners.get(kind);
  if (listeners) listeners.push(realm);
  else directory.listeners.set(kind, [realm]);
}

/** Takes a realm out of the listeners of a kind. */
export function unlisten(directory: Directory, realm: RealmRecord, kind: string): void {
  directory.turns += 1;
  const left = (directory.listeners.get(kind) ?? []).filter((one) => one !== realm);
  if (left.length > 0) directory.listeners.set(kind, left);
  else directory.listeners.delete(kind);
}

/** A realm keeps what it got through a sequence. Lower ones than before change nothing. */
export function acknowledge(
  directory: Directory,
  { realm: name, sequence }: Of<"acknowledge">,
): { ok: true } | Refusal {
  const realm = directory.realms.get(name);
  if (!realm) return refuse("REALM_UNKNOWN");
  if (sequence > newest(realm)) return refuse("SEQUENCE_AHEAD", { newest: newest(realm) });
  acknowledgeThrough(directory, realm, sequence);
  return { ok: true };
}

/** The same, of a sequence that is known to be none ahead. */
export function acknowledgeThrough(directory: Directory, realm: RealmRecord, sequence: number): void {
  if (sequence <= realm.acknowledged) return;
  realm.acknowledged = sequence;
  realm.tries = 0;
  if (sequence > realm.settled) settle(directory, realm, sequence - realm.settled);
  // What was acknowledged has arrived, whatever became of the call that brought it.
  if (realm.line === "busy" && realm.sent === realm.acknowledged) realm.line = "clear";
  touch(directory, realm, CHANGED_CURSOR);
}
