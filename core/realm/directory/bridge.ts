import { UPLINK_FORGET_AFTER_MS, UPLINK_NODES_MAX } from "../../protocol/uplink-limits.ts";
import { bridgeTo, UPPER_END } from "./bridge-names.ts";
import type { BridgedEvent, FarReport, Linking } from "./change.ts";
import { type Directory, touch } from "./directory.ts";
import { spread, subscribe } from "./exchange.ts";
import { receive } from "./inbox.ts";
import { boundAll } from "./outbox.ts";
import { type Refusal, refuse } from "./problem.ts";
import {
  CHANGED_CURSOR,
  CHANGED_FAR,
  CHANGED_PROFILE,
  CHANGED_SHARDS,
  type FarSide,
  newRealm,
  newShard,
  type RealmRecord,
} from "./record.ts";
import { hear, retire } from "./registration.ts";

/** The one shard of a bridge: its number is that of the newest event that came over it. */
const STREAM = "main";

/** What the directory at the other end of a bridge learns. */
export interface Linked {
  ok: true;
  /** Counts the times that this bridge was made: whoever has an older one is somebody else's past. */
  epoch: number;
  /** Everything through this number came over the bridge, and is kept. */
  heard: number;
  /** Everything through this number went over it, as far as the other end said. */
  taken: number;
}

/** A bridge is a realm with a far side. */
export type Bridge = RealmRecord & { far: FarSide };

/** The bridge to a node, if there is one. */
export function bridgeOf({ realms }: Directory, node: string): Bridge | null {
  const record = realms.get(bridgeTo(node));
  return record && isBridge(record) ? record : null;
}

/** Every bridge. */
export function bridgesOf({ realms }: Directory): Bridge[] {
  return [...realms.values()].filter(isBridge);
}

function isBridge(realm: RealmRecord): realm is Bridge {
  return realm.far !== null;
}

/**
 * A bridge is made, or made again: from now on what waits for it may go. Each end says where numbers stand as far as it
 * knows, and the greater counts, so that one end may have lost everything. `DIRECTORY_FULL`.
 */
export function link(directory: Directory, change: Linking, nowMs: number): Linked | Refusal {
  const { node, kinds, heard, published, realms } = change;
  const known = bridgeOf(directory, node);
  if (!known && bridgesOf(directory).length >= UPLINK_NODES_MAX) return refuse("DIRECTORY_FULL");
  const bridge = known ?? newBridge(node);
  directory.realms.set(bridge.name, bridge);
  bridge.epoch += 1;
  bridge.far.heardMs = nowMs;
  bridge.far.names = realms;
  for (const name of bridge.far.realms.keys()) if (!realms.includes(name)) bridge.far.realms.delete(name);
  const stream = streamOf(bridge);
  stream.published = Math.max(stream.published, published);
  hear(directory, bridge, heard);
  subscribe(directory, { realm: bridge.name, kinds });
  touch(directory, bridge, CHANGED_PROFILE | CHANGED_SHARDS | CHANGED_CURSOR);
  return { ok: true, epoch: bridge.epoch, heard: stream.published, taken: bridge.acknowledged };
}

/** Nobody is at the other end any more: what waits for it stays, and is not tried. `REALM_UNKNOWN`. */
export function unlink(directory: Directory, node: string, heardMs: number): { ok: true } | Refusal {
  const bridge = bridgeOf(directory, node);
  if (!bridge) return refuse("REALM_UNKNOWN");
  bridge.line = "away";
  bridge.tries = 0;
  bridge.far.heardMs = Math.max(bridge.far.heardMs, heardMs);
  touch(directory, bridge, CHANGED_PROFILE | CHANGED_CURSOR);
  return { ok: true };
}

/**
 * Events came over a bridge. Those that came before are passed over; they are spread among this directory's realms and
 * its other bridges, and never back. `REALM_UNKNOWN`; `EVENT_GAP`: something before them is missing.
 */
export function relay(
  directory: Directory,
  { node, events }: { node: string; events: readonly BridgedEvent[] },
  heirs: RealmRecord[],
): { ok: true; published: number; lost: number } | Refusal {
  const bridge = bridgeOf(directory, node);
  if (!bridge) return refuse("REALM_UNKNOWN");
  const stream = streamOf(bridge);
  const received = receive(stream.published, events);
  if (received.isEarly) return refuse("EVENT_GAP", { published: stream.published });
  for (const { sequence: id, realm, kind, data } of received.events) {
    const listeners = directory.listeners.get(kind);
    if (listeners) spread(directory, { realm: bridge.name, shard: realm, id, kind, data }, listeners, heirs);
  }
  if (received.heard > stream.published) touch(directory, bridge, CHANGED_SHARDS);
  stream.published = received.heard;
  boundAll(directory);
  return { ok: true, published: stream.published, lost: received.lost };
}

/** How a realm of a node is, in place of what was told before. `REALM_UNKNOWN`; `BAD_REQUEST`: the node named no such realm. */
export function tell(
  directory: Directory,
  { node, report }: { node: string; report: FarReport },
  nowMs: number,
): { ok: true } | Refusal {
  const bridge = bridgeOf(directory, node);
  if (!bridge) return refuse("REALM_UNKNOWN");
  if (!bridge.far.names.includes(report.realm)) return refuse("BAD_REQUEST", { at: "realm" });
  bridge.far.realms.set(report.realm, { ...report, toldMs: nowMs, isUnsaved: true });
  touch(directory, bridge, CHANGED_FAR);
  return { ok: true };
}

/** When a node was last heard of, as far as that is stored. */
export function storedHeardMs({ far }: Bridge): number {
  return Math.max(far.heardMs, ...[...far.realms.values()].map(({ toldMs }) => toldMs));
}

/** When a node that is away is to be forgotten; `null`: never, as things are. */
export function forgetAtMs(realm: RealmRecord): number | null {
  if (!isBridge(realm) || realm.line !== "away" || realm.far.node === UPPER_END) return null;
  return storedHeardMs(realm) + UPLINK_FORGET_AFTER_MS;
}

/** Forgets the nodes of which nothing was heard for too long. */
export function forgetAbsent(directory: Directory, nowMs: number): void {
  for (const bridge of bridgesOf(directory)) {
    if ((forgetAtMs(bridge) ?? Infinity) <= nowMs) retire(directory, { realm: bridge.name });
  }
}

function newBridge(node: string): Bridge {
  const bridge = newRealm(bridgeTo(node));
  return { ...bridge, far: { node, heardMs: 0, names: [], realms: new Map() } };
}

function streamOf(bridge: Bridge) {
  const stream = bridge.shards.get(STREAM) ?? newShard(STREAM);
  bridge.shards.set(STREAM, stream);
  return stream;
}
