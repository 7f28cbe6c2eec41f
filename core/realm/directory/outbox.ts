import { originOf } from "./bridge-names.ts";
import { type Directory, touch } from "./directory.ts";
import { EVENTS_PER_CALL_MAX, HELD_MAX, WAITING_MAX } from "./limits.ts";
import { CHANGED_CURSOR, type DirectoryEvent, type HeldEvent, type RealmRecord } from "./record.ts";

/** The sequence of the newest event of a realm. */
export function newest(realm: RealmRecord): number {
  return realm.settled + realm.waiting.length - realm.head;
}

/** Puts an event behind those that wait for a realm. Dropping the oldest is the caller's to do: {@link bound}. */
export function enqueue(realm: RealmRecord, event: HeldEvent): void {
  realm.waiting.push(event);
  event.holders += 1;
}

/** Drops the oldest of a realm that has too many waiting. */
export function bound(directory: Directory, realm: RealmRecord): void {
  const over = realm.waiting.length - realm.head - WAITING_MAX;
  if (over > 0) drop(directory, realm, over);
}

/** Drops the oldest tenth of all events where too many are held: some realms lose what has waited longest. */
export function boundAll(directory: Directory): void {
  const over = directory.holding - HELD_MAX;
  if (over <= 0) return;
  const last = directory.held.filter(({ holders }) => holders > 0)[over + HELD_MAX / 10];
  if (!last) return;
  for (const realm of directory.realms.values()) {
    let old = 0;
    while ((realm.waiting[realm.head + old]?.position ?? Infinity) < last.position) old += 1;
    if (old > 0) drop(directory, realm, old);
  }
}

function drop(directory: Directory, realm: RealmRecord, count: number): void {
  realm.dropped += count;
  settle(directory, realm, count);
}

/** The first `count` events of a realm wait no more. */
export function settle(directory: Directory, realm: RealmRecord, count: number): void {
  const end = realm.head + count;
  for (let i = realm.head; i < end; i++) {
    const event = realm.waiting[i];
    if (!event) break;
    realm.floor = event.position;
    release(directory, event);
  }
  realm.head = end;
  realm.settled += count;
  if (realm.sent < realm.settled) realm.sent = realm.settled;
  tidy(realm);
  touch(directory, realm, CHANGED_CURSOR);
}

function tidy(realm: RealmRecord): void {
  if (realm.head === realm.waiting.length) realm.waiting = [];
  else if (realm.head < WAITING_MAX) return;
  else realm.waiting = realm.waiting.slice(realm.head);
  realm.head = 0;
}

function release(directory: Directory, event: HeldEvent): void {
  event.holders -= 1;
  if (event.holders > 0) return;
  directory.holding -= 1;
  directory.unsaved.released.push(event);
}

/** Clears away what waits for nobody, once that is most of the list. */
export function sweep(directory: Directory): void {
  if (directory.holding === 0) {
    if (directory.held.length > 0) directory.held = [];
  } else if (directory.held.length > 2 * directory.holding + WAITING_MAX) {
    directory.held = directory.held.filter(({ holders }) => holders > 0);
  }
}

/** The oldest events that wait for a realm and are not on their way; they are from now on. What is left goes next. */
export function takeUnsent(realm: RealmRecord): DirectoryEvent[] {
  const events: DirectoryEvent[] = [];
  let sequence = realm.sent;
  for (let i = realm.head + sequence - realm.settled; i < realm.waiting.length; i++) {
    const held = realm.waiting[i];
    if (!held || events.length >= EVENTS_PER_CALL_MAX) break;
    // Behind a drop, the last that can still come before it is the last acknowledged.
    const after = sequence === realm.settled ? realm.acknowledged : sequence;
    sequence += 1;
    events.push({
      sequence,
      after,
      realm: originOf(held),
      shard: held.shard,
      id: held.id,
      kind: held.kind,
      data: held.data,
    });
  }
  realm.sent = sequence;
  return events;
}
