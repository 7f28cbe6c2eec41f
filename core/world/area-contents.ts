import { kinds } from "./things.ts";
import type { WorldParts } from "./world-state.ts";

const PLAYER = kinds.indexOf("player");
const DOOR = kinds.indexOf("door");
const LIGHT = kinds.indexOf("light");
const AREA = kinds.indexOf("area");

/** A mark is an entity with how it stands in its lowest two bits. */
const SITTING = 1;
const OPEN = 2;

/** A thing and how it stands, as one number: equal marks look alike. */
export type Mark = number;

export function markOf({ store }: WorldParts, index: number): Mark {
  const entity = store.entityAt(index);
  const sits = store.has(entity, "seated") ? SITTING : 0;
  const open = store.columns.door.open[index] === 1 ? OPEN : 0;
  return entity * 4 + sits + open;
}

export function entityOf(mark: Mark): number {
  return Math.floor(mark / 4);
}

export function isOpen(mark: Mark): boolean {
  return (mark & OPEN) !== 0;
}

export function isSitting(mark: Mark): boolean {
  return (mark & SITTING) !== 0;
}

/** Whether something is to be seen where it is: not carried, asleep, a light or a place. */
export function isSeen({ store, facts }: WorldParts, index: number): boolean {
  const kind = store.columns.thing.kind[index];
  if (kind === LIGHT || kind === AREA) return false;
  const entity = store.entityAt(index);
  if (kind !== PLAYER) return !store.has(entity, "held");
  return facts.members[store.columns.person.member[index] ?? -1]?.isAwake === true;
}

/** Whether something is in an area: a door is on both of its sides. */
export function isIn({ store, places }: WorldParts, index: number, area: number): boolean {
  const { kind, def, area: own } = store.columns.thing;
  return kind[index] === DOOR ? places.isBeside(def[index] ?? 0, area) : own[index] === area;
}

/** What is to be seen in one area, in the order of its making. */
interface Contents {
  readonly marks: Mark[];
  /** Those of them that were found again in the walk that is under way. */
  count: number;
  hasChanged: boolean;
  /** Raised with every change. */
  version: number;
}

/** What is to be seen in each area, found in one walk over all things. Where nothing changed, nothing is made. */
export class AreaContents {
  readonly #parts: WorldParts;
  readonly #things;
  readonly #areas: readonly Contents[];

  constructor(parts: WorldParts) {
    this.#parts = parts;
    this.#things = parts.store.query("thing");
    this.#areas = parts.places.map.areas.map(() => ({ marks: [], count: 0, hasChanged: false, version: 0 }));
  }

  of(area: number): { readonly marks: readonly Mark[]; readonly version: number } {
    const contents = this.#areas[area];
    if (!contents) throw new Error(`there is no area ${area}`);
    return contents;
  }

  /** Looks where everything is now. */
  look(): void {
    const { store, places } = this.#parts;
    const { thing } = store.columns;
    store.each(this.#things, (index) => {
      if (!isSeen(this.#parts, index)) return;
      const mark = markOf(this.#parts, index);
      if (thing.kind[index] !== DOOR) return this.#found(thing.area[index] ?? 0, mark);
      for (const side of places.sidesOf(thing.def[index] ?? 0)) this.#found(side, mark);
    });
    for (const contents of this.#areas) settle(contents);
  }

  #found(area: number, mark: Mark): void {
    const contents = this.#areas[area];
    if (!contents) return;
    const at = contents.count++;
    if (contents.marks[at] === mark) return;
    contents.marks[at] = mark;
    contents.hasChanged = true;
  }
}

/** The walk is over: what was not found again is gone. */
function settle(contents: Contents): void {
  if (contents.count !== contents.marks.length) {
    contents.marks.length = contents.count;
    contents.hasChanged = true;
  }
  if (contents.hasChanged) contents.version += 1;
  contents.hasChanged = false;
  contents.count = 0;
}
