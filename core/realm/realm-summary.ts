import type { RealmMap } from "../world/realm-map.ts";
import { type Scenery, sceneryOf } from "../world/scenery.ts";

/** A realm as lists show it. */
export interface RealmSummary {
  realm: string;
  title: string;
  summary: string;
  areas: number;
  npcs: number;
}

/** Lists realms as they are built. */
export function summariesOf(maps: readonly RealmMap[]): RealmSummary[] {
  return maps.map(({ realm, title, summary, areas, npcs }) => ({
    realm,
    title,
    summary,
    areas: areas.length,
    npcs: npcs.length,
  }));
}

/** What can be seen of one of these realms; `null` if it is none of them. */
export function sceneryIn(maps: readonly RealmMap[], realm: string): Scenery | null {
  const map = maps.find((one) => one.realm === realm);
  return map ? sceneryOf(map) : null;
}
