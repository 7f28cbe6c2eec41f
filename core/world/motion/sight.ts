import type { RealmMap } from "../realm-map.ts";

/** Through so many openings one sees. */
const OPENINGS_MAX = 3;
const ladders: readonly string[] = ["up", "down"];

interface Opening {
  to: number;
  /** Its door's place in the map's list, or -1. */
  door: number;
}

/**
 * From which area one sees into which: through open doors and openings, some in a row. What lies behind a closed door
 * is nobody's business on this side of it, on the wire too.
 */
export class Sight {
  readonly #openings: readonly (readonly Opening[])[];
  readonly #seen = new Map<number, Uint8Array>();
  #doors = "";

  constructor(map: RealmMap) {
    const places = new Map(map.areas.map(({ id }, index) => [id, index]));
    this.#openings = map.areas.map(({ exits }) =>
      exits.flatMap(({ direction, to, door }) => {
        const target = places.get(to);
        if (target === undefined || ladders.includes(direction)) return [];
        return [{ to: target, door: door === undefined ? -1 : map.doors.findIndex(({ id }) => id === door) }];
      }),
    );
  }

  /** How the doors stand now, by their places in the map's list: open, or moving. */
  look(doors: readonly boolean[]): void {
    const now = doors.map((open) => (open ? "1" : "0")).join("");
    if (now === this.#doors) return;
    this.#doors = now;
    this.#seen.clear();
  }

  /** For each area, 1 where it is seen from this one. */
  from(area: number): Uint8Array {
    const known = this.#seen.get(area);
    if (known) return known;
    const seen = new Uint8Array(this.#openings.length);
    seen[area] = 1;
    let edge = [area];
    for (let depth = 0; depth < OPENINGS_MAX && edge.length > 0; depth++) {
      edge = edge.flatMap((from) => this.#next(from, seen));
    }
    this.#seen.set(area, seen);
    return seen;
  }

  #next(from: number, seen: Uint8Array): number[] {
    const found: number[] = [];
    for (const { to, door } of this.#openings[from] ?? []) {
      if (seen[to] || (door >= 0 && this.#doors[door] !== "1")) continue;
      seen[to] = 1;
      found.push(to);
    }
    return found;
  }
}
