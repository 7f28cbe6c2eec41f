import type { Area, Direction, Exit, Point, RealmMap } from "./realm-map.ts";

/** How far inside an area one walks past an opening. */
const STEP_IN_M = 1;
/** Vertical ways are ladders: one is on the other side at once. */
const ladders: readonly Direction[] = ["up", "down"];

/** A realm's map, with what is looked up in it. */
export class Places {
  readonly map: RealmMap;
  readonly #areaByName: ReadonlyMap<string, number>;
  readonly #sides: readonly (readonly number[])[];

  constructor(map: RealmMap) {
    this.map = map;
    this.#areaByName = new Map(map.areas.map(({ id }, index) => [id, index]));
    this.#sides = map.doors.map(({ id }) => sidesOf(map, id));
  }

  area(index: number): Area {
    const area = this.map.areas[index];
    if (!area) throw new Error(`there is no area ${index}`);
    return area;
  }

  indexOf(id: string): number {
    const index = this.#areaByName.get(id);
    if (index === undefined) throw new Error(`there is no area ${id}`);
    return index;
  }

  has(id: string): boolean {
    return this.#areaByName.has(id);
  }

  /** The areas on both sides of a door, by its place in the map's list: two, or one where it leads out of the realm. */
  sidesOf(door: number): readonly number[] {
    return this.#sides[door] ?? [];
  }

  isBeside(door: number, area: number): boolean {
    return this.sidesOf(door).includes(area);
  }

  /** The area that a point is in; the one it was in where it is in none (in a doorway, in the air). */
  areaAt(x: number, y: number, z: number, before: number): number {
    if (contains(this.area(before), x, y, z)) return before;
    const found = this.map.areas.findIndex((area) => contains(area, x, y, z));
    return found < 0 ? before : found;
  }

  /** The exit that leads from one area to the other. */
  exitTo(from: Area, to: string): Exit | null {
    return from.exits.find((exit) => exit.to === to) ?? null;
  }

  /** The points to pass on the way through an exit to the middle of the area behind it; `leap`: no body walks it. */
  wayThrough(from: Area, exit: Exit): { points: Point[]; leap: boolean } {
    const to = this.area(this.indexOf(exit.to));
    const back = this.exitTo(to, from.id);
    const entry = back?.at ?? middle(to);
    if (ladders.includes(exit.direction)) return { points: [inside(to, entry)], leap: true };
    return { points: [middle(from), inside(from, exit.at), inside(to, entry), middle(to)], leap: false };
  }
}

function sidesOf({ areas }: RealmMap, door: string): number[] {
  return areas.flatMap(({ exits }, index) => (exits.some((exit) => exit.door === door) ? [index] : [])).slice(0, 2);
}

/** The middle of an area's floor. */
export function middle({ box: { min, max } }: Area): Point {
  return [(min[0] + max[0]) / 2, min[1], (min[2] + max[2]) / 2];
}

/** A point on an area's border, moved into it. */
function inside({ box: { min, max } }: Area, [x, , z]: Point): Point {
  const clamp = (value: number, low: number, high: number) =>
    high - low <= 2 * STEP_IN_M ? (low + high) / 2 : Math.min(high - STEP_IN_M, Math.max(low + STEP_IN_M, value));
  return [clamp(x, min[0], max[0]), min[1], clamp(z, min[2], max[2])];
}

function contains({ box: { min, max } }: Area, x: number, y: number, z: number): boolean {
  return x >= min[0] && x < max[0] && z >= min[2] && z < max[2] && y >= min[1] - 0.5 && y < max[1];
}
