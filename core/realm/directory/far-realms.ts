import { SILENT_AFTER_MS } from "../../protocol/limits.ts";
import type { NpcPlace, RealmSummary } from "../realm-summary.ts";
import { type Bridge, bridgesOf, forgetAtMs, storedHeardMs } from "./bridge.ts";
import { farName } from "./bridge-names.ts";
import type { Directory } from "./directory.ts";
import type { RealmFigures } from "./figures.ts";
import type { FarRealm } from "./record.ts";

/** When a node that is connected was last heard, a ping included; `null`: it is not connected. */
export type Presence = (node: string) => number | null;

export const nobody: Presence = () => null;

/** The realms of nodes, as lists show them; by name. Of a node that is away, as it last told. */
export function farSummaries(directory: Directory, nowMs: number, presence: Presence): RealmSummary[] {
  return farRealms(directory, nowMs).map(({ bridge, realm }) => {
    const { title, summary, areas, npcs, population } = realm;
    const { node } = bridge.far;
    const listed = { realm: farName(node, realm.realm), title, summary, areas, npcs: npcs.length, population, node };
    const awaySinceMs = awaySince(bridge, nowMs, presence);
    return awaySinceMs === null ? listed : { ...listed, awaySince: Math.round(awaySinceMs) };
  });
}

/** Their NPCs. */
export function farNpcs(directory: Directory, nowMs: number): NpcPlace[] {
  return farRealms(directory, nowMs).flatMap(({ bridge: { far }, realm }) =>
    realm.npcs.map((npc) => ({ ...npc, realm: farName(far.node, realm.realm), node: far.node })),
  );
}

/** Their figures. They cost nothing here. */
export function farFigures(directory: Directory, nowMs: number, presence: Presence): RealmFigures[] {
  return farRealms(directory, nowMs).map(({ bridge, realm }) => {
    const { population, npcs, sockets, ticks, awakeSeconds, eventsHeld } = realm;
    const isAwake = realm.isAwake && awaySince(bridge, nowMs, presence) === null;
    // While it sleeps it tells nothing.
    const sinceTold = Math.max(0, Math.round((nowMs - realm.toldMs) / 1_000));
    const asleepSeconds = realm.asleepSeconds === null ? null : realm.asleepSeconds + sinceTold;
    return {
      realm: farName(bridge.far.node, realm.realm),
      node: bridge.far.node,
      population,
      npcs: npcs.length,
      sockets,
      ticks,
      isAwake,
      awakeSeconds,
      asleepSeconds,
      eventsHeld,
      dollarsPerHour: 0,
    };
  });
}

/** Since when a node is away; `null` while it is there, which its pings say and not its socket. */
function awaySince(bridge: Bridge, nowMs: number, presence: Presence): number | null {
  const heardMs = presence(bridge.far.node);
  const isThere = heardMs !== null && nowMs - heardMs < SILENT_AFTER_MS;
  return isThere ? null : Math.max(heardMs ?? 0, storedHeardMs(bridge));
}

function farRealms(directory: Directory, nowMs: number): { bridge: Bridge; realm: FarRealm }[] {
  return bridgesOf(directory)
    .filter((bridge) => (forgetAtMs(bridge) ?? Infinity) > nowMs)
    .flatMap((bridge) => [...bridge.far.realms.values()].map((realm) => ({ bridge, realm })))
    .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}

function nameOf({ bridge: { far }, realm }: { bridge: Bridge; realm: FarRealm }): string {
  return farName(far.node, realm.realm);
}
