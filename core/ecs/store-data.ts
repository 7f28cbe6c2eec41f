import { type Bitset, wordsFor } from "./bitset.ts";
import { bytesOf, type Column, type ComponentSchema, grownColumn, makeColumn, type Schema } from "./schema.ts";

/** All that a store knows: what decides its future, and nothing else. */
export interface StoreData {
  capacity: number;
  /** Indices below this have been in use. */
  slots: number;
  count: number;
  /** The free indices, first in, first out; {@link NO_INDEX} where there is none. */
  freeHead: number;
  freeTail: number;
  nextFree: Uint32Array<ArrayBuffer>;
  generations: Uint16Array<ArrayBuffer>;
  living: Bitset;
  components: Record<string, ComponentData>;
}

export interface ComponentData {
  schema: ComponentSchema;
  present: Bitset;
  fields: Record<string, Column>;
}

export const NO_INDEX = 0xffff_ffff;

export function emptyData(schema: Schema, capacity: number): StoreData {
  return {
    capacity,
    slots: 0,
    count: 0,
    freeHead: NO_INDEX,
    freeTail: NO_INDEX,
    nextFree: new Uint32Array(capacity),
    generations: new Uint16Array(capacity),
    living: new Uint32Array(wordsFor(capacity)),
    components: mapValues(schema, (fields) => ({
      schema: fields,
      present: new Uint32Array(wordsFor(capacity)),
      fields: mapValues(fields, (type) => makeColumn(type, capacity)),
    })),
  };
}

function mapValues<From, To>(from: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, change(value)]));
}

/** Makes room; the columns are other arrays afterwards, the objects that hold them are the same. */
export function growData(data: StoreData, capacity: number): void {
  data.capacity = capacity;
  data.nextFree = grownWords(data.nextFree, capacity);
  const generations = new Uint16Array(capacity);
  generations.set(data.generations);
  data.generations = generations;
  data.living = grownWords(data.living, wordsFor(capacity));
  for (const component of Object.values(data.components)) {
    component.present = grownWords(component.present, wordsFor(capacity));
    for (const [name, type] of Object.entries(component.schema)) {
      component.fields[name] = grownColumn(type, component.fields[name] ?? [], capacity);
    }
  }
}

function grownWords(words: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(length);
  bytesOf(grown).set(bytesOf(words));
  return grown;
}
