import type { EntityTable } from "../../core/protocol/snapshot/entity-table.ts";
import { motionKinds } from "../../core/protocol/world-motion.ts";
import { Truth } from "../../core/world/motion/truth.ts";
import type { RealmMap } from "../../core/world/realm-map.ts";
import type { Simulation } from "../../core/world/simulation.ts";
import type { WorldModel } from "./world-model.ts";

const OPENINGS = 3;
const PLAN_MASK = 0xfff;

/** Who may see what, found anew from the map and the model's doors; the realm is small enough to see across. */
export class SightModel {
  readonly #map: RealmMap;
  readonly #model: WorldModel;
  #truth: { of: Simulation; tick: number; truth: Truth } | null = null;

  constructor(map: RealmMap, model: WorldModel) {
    this.#map = map;
    this.#model = model;
  }

  /** How everything looks in a world now. */
  truth(world: Simulation): Truth {
    const { tick } = world;
    if (this.#truth?.of === world && this.#truth.tick === tick) return this.#truth.truth;
    const truth = new Truth(world.motion.layout);
    world.motion.looks(truth);
    this.#truth = { of: world, tick, truth };
    return truth;
  }

  /** Rows of the truth that may be seen from an area, by entity. */
  visible(world: Simulation, area: string): Map<number, number> {
    const truth = this.truth(world);
    const seen = this.#areasFrom(area, truth.table);
    const rows = new Map<number, number>();
    for (let row = 0; row < truth.table.length; row++) {
      const sides = [truth.areas[row] ?? -1, truth.beyond[row] ?? -1];
      if (sides.some((side) => seen.has(side))) rows.set(truth.table.ids[row] ?? 0, row);
    }
    return rows;
  }

  #areasFrom(area: string, table: EntityTable): Set<number> {
    const { areas } = this.#map;
    const at = (id: string) => areas.findIndex((one) => one.id === id);
    const seen = new Set([at(area)]);
    for (let depth = 0; depth < OPENINGS; depth++) {
      for (const from of [...seen]) {
        for (const { to, door, direction } of areas[from]?.exits ?? []) {
          if (at(to) < 0 || direction === "up" || direction === "down") continue;
          if (door === undefined || this.#isPassable(door, table)) seen.add(at(to));
        }
      }
    }
    return seen;
  }

  /** A door that still swings may be looked through. */
  #isPassable(id: string, table: EntityTable): boolean {
    const plan = this.#map.doors.findIndex((door) => door.id === id);
    for (let row = 0; row < table.length; row++) {
      if (motionKinds[table.kinds[row] ?? 0] !== "door" || ((table.fields[row] ?? 0) & PLAN_MASK) !== plan) continue;
      return table.resting[row] === 0 || this.#model.doors.get(table.ids[row] ?? 0)?.open === true;
    }
    return false;
  }
}
