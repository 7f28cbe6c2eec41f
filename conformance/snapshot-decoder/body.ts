import { readEntering } from "./entering.ts";
import type { Entity, Past, References } from "./entity.ts";
import { readFields } from "./fields.ts";
import type { Header } from "./header.ts";
import type { Contexts } from "./model.ts";
import { foreseeOrientation, readOrientation } from "./orientation.ts";
import { constant } from "./page-tables.ts";
import { readPosition } from "./position.ts";
import { BadBody, type RangeReader } from "./range-reader.ts";
import type { Layout } from "./schema.ts";

const groupSize = constant("GROUP");
const entitiesMax = constant("ENTITIES_MAX");

/** Reads one body; see “The body”. */
export class BodyReader {
  readonly #reader: RangeReader;
  readonly #contexts: Contexts;
  readonly #layout: Layout;
  readonly #header: Header;
  readonly #references: References;
  /** The last two bits that said whether an entity is touched. */
  #last = 0;

  constructor(reader: RangeReader, contexts: Contexts, layout: Layout, header: Header, references: References) {
    this.#reader = reader;
    this.#contexts = contexts;
    this.#layout = layout;
    this.#header = header;
    this.#references = references;
  }

  /** The entities of the new snapshot. Throws {@link BadBody}. */
  read(): Entity[] {
    const entering = readEntering(this.#reader, this.#contexts, this.#layout, this.#header.tick);
    const base = this.#references.base?.entities ?? [];
    const staying: Entity[] = [];
    for (let start = 0; start < base.length; start += groupSize) {
      staying.push(...this.#readGroup(base.slice(start, start + groupSize)));
    }
    const there = new Set(staying.map(({ id }) => id));
    if (entering.some(({ id }) => there.has(id))) throw new BadBody("an id enters that is there");
    const all = [...staying, ...entering].sort((a, b) => a.id - b.id);
    if (all.length > entitiesMax) throw new BadBody("too many entities");
    return all;
  }

  #readGroup(group: readonly Entity[]): Entity[] {
    const pasts = group.map((base) => this.#pastOf(base));
    const stirring = Math.min(4, pasts.filter(({ stir }) => stir === 3).length);
    if (this.#reader.bit(this.#contexts.at("groupTouched", stirring)) === 0) {
      return group.map((base) => this.#untouched(base));
    }
    let isPending = true;
    return pasts.flatMap((past, i) => {
      const isCertain = isPending && i === group.length - 1;
      if (!isCertain && !this.#readTouched(past)) return [this.#untouched(past.base)];
      isPending = false;
      return this.#reader.bit(this.#contexts.at("leaves")) === 1 ? [] : [this.#readChange(past)];
    });
  }

  #pastOf(base: Entity): Past {
    if (base.rests) return { base, recent: null, older: null, stir: 1 };
    const recent = this.#references.recent?.byId.get(base.id) ?? null;
    const older = this.#references.older?.byId.get(base.id) ?? null;
    if (!recent) return { base, recent, older, stir: 0 };
    if (!isSamePose(base, recent)) return { base, recent, older, stir: 3 };
    return { base, recent, older, stir: older && !isSamePose(base, older) ? 2 : 1 };
  }

  #readTouched({ base, stir }: Past): boolean {
    const bit = this.#reader.bit(this.#contexts.at("touched", stir, Number(base.rests), this.#last));
    this.#last = (2 * this.#last + bit) % 4;
    return bit === 1;
  }

  #untouched(base: Entity): Entity {
    return this.#header.partial ? base : { ...base, asOf: this.#header.tick };
  }

  #readChange(past: Past): Entity {
    const [reader, contexts, layout] = [this.#reader, this.#contexts, this.#layout];
    const { base, stir } = past;
    const rests = reader.bit(contexts.at("rests", stir, Number(base.rests)));
    const stays = reader.bit(contexts.at("stays", stir, rests, Number(base.rests)));
    const at = stays === 1 ? base.at : readPosition(reader, contexts, layout.sizes, this.#references, past);
    const orientation = this.#readOrientation(past, stays);
    const fields = readFields(reader, contexts, layout, base.kind, base.fields);
    return { ...base, rests: rests === 1, at, orientation, fields, asOf: this.#header.tick };
  }

  #readOrientation(past: Past, stays: number): number {
    const [reader, contexts, { kinds, turns }] = [this.#reader, this.#contexts, this.#layout];
    const { base, stir } = past;
    if (!kinds[base.kind]?.rotates) return base.orientation;
    if (reader.bit(contexts.at("stares", stir, stays)) === 1) return base.orientation;
    return readOrientation(reader, contexts, turns, foreseeOrientation(turns, this.#references, past));
  }
}

function isSamePose(one: Entity, other: Entity): boolean {
  return one.orientation === other.orientation && one.at.every((value, axis) => value === other.at[axis]);
}
