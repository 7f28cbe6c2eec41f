import type { RealmMap } from "../world/realm-map.ts";

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
