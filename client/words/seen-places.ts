import type { ExitView, SceneView } from "../../core/protocol/world-frames.ts";
import { type CompassDirection, compass, type MapArea } from "../../core/telnet/text/draw-map.ts";

/** A realm has at most some hundred areas; beyond so many the ones seen first are forgotten. */
const AREAS_MAX = 1_000;

/** A way out of an area that was seen. */
interface SeenExit extends ExitView {
  /** The area behind it, once somebody went there. */
  to: string | null;
}

interface SeenArea {
  id: string;
  title: string;
  exits: readonly SeenExit[];
}

const opposites: Record<string, string> = {
  north: "south",
  northeast: "southwest",
  east: "west",
  southeast: "northwest",
  south: "north",
  southwest: "northeast",
  west: "east",
  northwest: "southeast",
  up: "down",
  down: "up",
  in: "out",
  out: "in",
};

/** What somebody has seen of one realm: areas, and which of their ways lead where. */
export class SeenPlaces {
  readonly #areas = new Map<string, SeenArea>();
  #here: string | null = null;

  /** How many areas. */
  get size(): number {
    return this.#areas.size;
  }

  /**
   * Takes in where one is. Where one comes from another area, the way between them is the one that names this one; of
   * several the one that was gone.
   * @param walked the direction in which one went last
   */
  saw(scene: SceneView, walked: string | null): void {
    const from = this.#here;
    const known = this.#areas.get(scene.area);
    this.#here = scene.area;
    // In a crowd scenes come often, and mostly nothing has changed but who is there.
    if (from === scene.area && known && isAsSeen(known, scene)) return;
    const behind = (exit: ExitView) =>
      known?.exits.find(({ direction, title }) => direction === exit.direction && title === exit.title)?.to ?? null;
    const exits = scene.exits.map((exit) => ({ ...exit, to: behind(exit) }));
    // Anew at the end: what was seen first goes first.
    this.#areas.delete(scene.area);
    this.#areas.set(scene.area, { id: scene.area, title: scene.title, exits });
    for (const id of this.#areas.keys()) if (this.#areas.size > AREAS_MAX) this.#areas.delete(id);
    if (from !== null && from !== scene.area) this.#connect(from, scene.area, walked);
  }

  /** The way that one came is not known: somebody woke up, or came by a gate. */
  lost(): void {
    this.#here = null;
  }

  /** The area behind an exit; `null`: not seen yet. */
  behind(area: string, direction: string): string | null {
    return this.#areas.get(area)?.exits.find((exit) => exit.direction === direction)?.to ?? null;
  }

  /** What has been seen around here, for a map: the nearest last. */
  mapAreas(): MapArea[] {
    const placed = new Map<string, { area: SeenArea; x: number; y: number }>();
    const taken = new Set<string>();
    const place = (id: string, x: number, y: number) => {
      const area = this.#areas.get(id);
      if (!area || placed.has(id) || taken.has(`${x} ${y}`)) return;
      placed.set(id, { area, x, y });
      taken.add(`${x} ${y}`);
    };
    if (this.#here !== null) place(this.#here, 0, 0);
    // What is put in while it runs is walked through as well: the nearest first.
    for (const { area, x, y } of placed.values()) {
      for (const { direction, to } of area.exits) {
        if (to !== null && isCompass(direction)) place(to, x + compass[direction][0], y + compass[direction][1]);
      }
    }
    return [...placed.values()].map(({ area, x, y }) => mapArea(area, x, y)).reverse();
  }

  #connect(from: string, to: string, walked: string | null): void {
    const [start, end] = [this.#areas.get(from), this.#areas.get(to)];
    if (!start || !end) return;
    const out = wayTo(start, end, walked);
    if (!out) return;
    this.#lead(start, out.direction, to);
    const back = wayTo(end, start, opposites[out.direction] ?? null);
    if (back && back.to === null) this.#lead(end, back.direction, from);
  }

  #lead({ id }: SeenArea, direction: string, to: string): void {
    const area = this.#areas.get(id);
    if (!area) return;
    const exits = area.exits.map((exit) => (exit.direction === direction ? { ...exit, to } : exit));
    this.#areas.set(id, { ...area, exits });
  }
}

/** Whether an area's ways are as they were seen. */
function isAsSeen({ title, exits }: SeenArea, scene: SceneView): boolean {
  if (title !== scene.title || exits.length !== scene.exits.length) return false;
  return exits.every((exit, i) => {
    const now = scene.exits[i];
    if (exit.direction !== now?.direction || exit.title !== now.title) return false;
    return exit.door?.name === now.door?.name && exit.door?.open === now.door?.open;
  });
}

/** The exit that leads there, as far as titles tell. */
function wayTo({ exits }: SeenArea, { title }: SeenArea, likely: string | null): SeenExit | undefined {
  const named = exits.filter((exit) => exit.title === title);
  return named.find(({ direction }) => direction === likely) ?? named[0];
}

function mapArea({ exits }: SeenArea, x: number, y: number): MapArea {
  const leads = (direction: string) => exits.some((exit) => exit.direction === direction);
  const ways = exits.flatMap(({ direction, door, to }) => {
    if (!isCompass(direction)) return [];
    const state: "open" | "closed" | null = door ? (door.open ? "open" : "closed") : null;
    return [{ direction, door: state, isUnseen: to === null }];
  });
  return { x, y, ways, isUp: leads("up"), isDown: leads("down") };
}

function isCompass(direction: string): direction is CompassDirection {
  return Object.hasOwn(compass, direction);
}
