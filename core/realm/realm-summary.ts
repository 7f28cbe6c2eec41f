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
  /** The node at which it is; absent: here, and only then it can be entered from here. */
  node?: string;
  /** Its node is away, and was last heard then: milliseconds since 1970. */
  awaySince?: number;
}

/** What a directory knows of realms: of its own by name, and all that is to be listed of those at nodes. */
export interface RealmSurvey {
  figures: RealmFigures[];
  far: RealmSummary[];
}

/** What a directory says that cannot be asked. */
export const nothingKnown: RealmSurvey = { figures: [], far: [] };

/** An NPC, and where it was when the directory last heard of it. */
export interface NpcPlace extends NpcReport {
  realm: string;
  /** The node at which its realm is; absent: here. */
  node?: string;
}

/** The figures of all realms, and their sum. */
export type WorldStats = ReturnType<typeof withTotal>;

/** Lists realms as they are built, with what their directory knows of them; behind them those at nodes. */
export function summariesOf(maps: readonly RealmMap[], { figures, far }: RealmSurvey): RealmSummary[] {
  const own = maps.map(({ realm, title, summary, areas, npcs }) => ({
    realm,
    title,
    summary,
    areas: areas.length,
    npcs: npcs.length,
    population: figures.find((one) => one.realm === realm)?.population ?? 0,
  }));
  return [...own, ...far];
}

/**
 * The NPCs of all realms, or of one: `null` if it is none of these, nor `far`, one at a node. Where a realm never began,
 * as its map puts them.
 */
export function npcsIn(
  maps: readonly RealmMap[],
  known: readonly NpcPlace[],
  only?: string,
  far: readonly RealmSummary[] = [],
): NpcPlace[] | null {
  const isWanted = ({ realm }: { realm: string }) => only === undefined || realm === only;
  const wanted = maps.filter(isWanted);
  if (only !== undefined && wanted.length === 0 && !far.some(isWanted)) return null;
  const own = wanted.flatMap(({ realm, npcs }) => {
    const told = known.filter((npc) => npc.realm === realm);
    return told.length > 0 ? told : npcs.map(({ id, title, area }) => ({ realm, id, title, area }));
  });
  return [...own, ...known.filter((npc) => npc.node !== undefined && isWanted(npc))];
}

/** What can be seen of one of these realms; `null` if it is none of them. */
export function sceneryIn(maps: readonly RealmMap[], realm: string): Scenery | null {
  const map = maps.find((one) => one.realm === realm);
  return map ? sceneryOf(map) : null;
}
