import { UPLINK_NPCS_MAX, UPLINK_REALMS_MAX, UPLINK_TELL_COUNTERS_EVERY_MS } from "../../protocol/uplink-limits.ts";
import type { FarReport } from "../directory/change.ts";
import type { RealmFigures } from "../directory/figures.ts";
import type { NpcPlace, RealmSummary } from "../realm-summary.ts";

/** What is known of a node's realms, as its own lists show it. */
export interface RealmLists {
  realms: readonly RealmSummary[];
  npcs: readonly NpcPlace[];
  figures: readonly RealmFigures[];
}

/** How the realms of a node are, for the other end. Those that are at nodes of its own are not told of. */
export function farReports({ realms, npcs, figures }: RealmLists): FarReport[] {
  const own = realms.filter(({ node }) => node === undefined).slice(0, UPLINK_REALMS_MAX);
  return own.map(({ realm, title, summary, areas, population }) => {
    const its = figures.find((one) => one.realm === realm);
    const there = npcs.filter((npc) => npc.realm === realm).slice(0, UPLINK_NPCS_MAX);
    return {
      realm,
      title,
      summary,
      areas,
      population,
      npcs: there.map(({ id, title, area }) => ({ id, title, area })),
      sockets: its?.sockets ?? 0,
      ticks: its?.ticks ?? 0,
      isAwake: its?.isAwake ?? false,
      awakeSeconds: Math.round(its?.awakeSeconds ?? 0),
      asleepSeconds: its?.asleepSeconds == null ? null : Math.round(its.asleepSeconds),
      eventsHeld: its?.eventsHeld ?? 0,
    };
  });
}

/**
 * Remembers what was told of realms, and says what is worth telling: who comes and goes soon, and what changes all the
 * time while a world is awake, as counters do and where NPCs are, now and then, for it wakes the directory above.
 */
export class RealmTeller {
  readonly #told = new Map<string, { aspect: string; counters: string; atMs: number }>();

  /** Those of which something is other than it was told; from now on they count as told. */
  news(reports: readonly FarReport[], nowMs: number): FarReport[] {
    return reports.filter((report) => {
      const { title, summary, areas, population, sockets, isAwake, npcs, ticks, awakeSeconds, eventsHeld } = report;
      const aspect = JSON.stringify([title, summary, areas, population, sockets, isAwake, npcs.map(({ id }) => id)]);
      const counters = JSON.stringify([ticks, awakeSeconds, eventsHeld, npcs]);
      const told = this.#told.get(report.realm);
      const isDue = told === undefined || nowMs - told.atMs >= UPLINK_TELL_COUNTERS_EVERY_MS;
      if (told?.aspect === aspect && !(isDue && told.counters !== counters)) return false;
      this.#told.set(report.realm, { aspect, counters, atMs: nowMs });
      return true;
    });
  }

  /** The other end knows nothing any more. */
  forget(): void {
    this.#told.clear();
  }
}
