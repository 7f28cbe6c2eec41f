import type { RealmMap } from "../world/realm-map.ts";
import { type Scenery, sceneryOf } from "../world/scenery.ts";
import type { NpcReport } from "./directory/change.ts";
import type { RealmFigures, withTotal } from "./directory/figures.ts";

/** A realm as lists show it. */
export interface RealmSummary {
  realm: string;
  title: string;
  summary: string;
  areas: number;
  npcs: number;
  /** How many people are in it now. */
  population: number;
}

/** An NPC, and where it was when the directory last heard of it. */
export interface NpcPlace extends NpcReport {
  realm: string;
}

/** The figures of all realms, and their sum. */
export type WorldStats = ReturnType<typeof withTotal>;

/** Lists realms as they are built, with what their directory knows of them. */
export function summariesOf(maps: readonly RealmMap[], known: readonly RealmFigures[]): RealmSummary[] {
  return maps.map(({ realm, title, summary, areas, npcs }) => ({
    realm,
    title,
    summary,
    areas: areas.length,
    npcs: npcs.length,
    population: known.find((one) => one.realm === realm)?.population ?? 0,
  }));
}

/** The NPCs of all realms, or of one: `null` if it is none of these. Where a realm never began, as its map puts them. */
export function npcsIn(maps: readonly RealmMap[], known: readonly NpcPlace[], only?: string): NpcPlace[] | null {
  const wanted = maps.filter(({ realm }) => only === undefined || realm === only);
  if (only !== undefined && wanted.length === 0) return null;
  return wanted.flatMap(({ realm, npcs }) => {
    const told = known.filter((npc) => npc.realm === realm);
    return told.length > 0 ? told : npcs.map(({ id, title, area }) => ({ realm, id, title, area }));
  });
}

/** What can be seen of one of these realms; `null` if it is none of them. */
export function sceneryIn(maps: readonly RealmMap[], realm: string): Scenery | null {
  const map = maps.find((one) => one.realm === realm);
  return map ? sceneryOf(map) : null;
}
