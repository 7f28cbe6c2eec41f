import { countBits, hasBit, wordsFor } from "./bitset.ts";
import { ENTITIES_MAX } from "./entity.ts";
import { bytesOf, type Column, type JsonValue, type NumberColumn, type Schema, schemaText } from "./schema.ts";
import { Store } from "./store.ts";
import { emptyData, NO_INDEX, type StoreData } from "./store-data.ts";

/** "SKS1", little-endian. */
const MAGIC = 0x3153_4b53;
const HEADER_WORDS = 6;

/**
 * The whole store as bytes: entities, generations, the free list, and every column to the bit. Layout: six 32-bit
 * words (magic, length of the schema's text, slots, entities alive, first and last free index), the schema's text,
 * then generations, free list, bitsets and columns in the order of the schema; `json` columns as ASCII text behind
 * their length.
 */
export function saveStore(store: Store<Schema>): Uint8Array<ArrayBuffer> {
  const { data } = store;
  const schema = asciiOf(schemaText(store.schema));
  const header = Uint32Array.of(MAGIC, schema.length, data.slots, data.count, data.freeHead, data.freeTail);
  const parts = [
    bytesOf(header),
    schema,
    ...numberParts(data).map(([column, rows]) => bytesOf(column.subarray(0, rows))),
  ];
  for (const column of jsonColumns(data)) {
    const text = asciiOf(JSON.stringify(column.slice(0, data.slots)));
    parts.push(bytesOf(Uint32Array.of(text.length)), text);
  }
  return joined(parts);
}

export type LoadResult<S extends Schema> =
  | { ok: true; store: Store<S> }
  | { ok: false; code: "SCHEMA_DIFFERS" | "BYTES_DAMAGED"; message: string };

/** The store that was saved, and with the same future. Bytes from anywhere are refused with an error, never thrown at. */
export function loadStore<S extends Schema>(schema: S, bytes: Uint8Array): LoadResult<S> {
  const reader = new Reader(bytes);
  const [magic, schemaLength = 0, slots = 0, count = 0, freeHead = 0, freeTail = 0] = reader.words(HEADER_WORDS);
  if (magic !== MAGIC || slots > ENTITIES_MAX) return damaged("This is no saved store.");
  const saved = textOf(reader.bytes(schemaLength));
  const own = schemaText(schema);
  if (reader.failed) return damaged("It ends too early.");
  if (saved !== own) return differs(saved, own);
  // Each slot takes six bytes at least: sizes that the bytes cannot hold are not allocated.
  if (reader.left < slots * 6) return damaged("It ends too early.");
  const data: StoreData = { ...emptyData(schema, Math.max(64, slots)), slots, count, freeHead, freeTail };
  for (const [column, rows] of numberParts(data)) reader.fill(bytesOf(column.subarray(0, rows)));
  for (const column of jsonColumns(data)) reader.fillJson(column, slots);
  if (reader.failed || reader.left > 0) return damaged("Its length is wrong.");
  return isWhole(data) ? { ok: true, store: new Store(schema, data) } : damaged("Its entities contradict each other.");
}

function damaged(message: string): { ok: false; code: "BYTES_DAMAGED"; message: string } {
  return { ok: false, code: "BYTES_DAMAGED", message };
}

function differs(saved: string, own: string): { ok: false; code: "SCHEMA_DIFFERS"; message: string } {
  const [theirs, ours] = [saved.split(" "), own.split(" ")];
  const lost = theirs.filter((one) => !ours.includes(one));
  const added = ours.filter((one) => !theirs.includes(one));
  const message =
    lost.length + added.length === 0
      ? "The components are saved in another order."
      : `Saved are ${lost.join(" ") || "fewer components"}, expected ${added.join(" ") || "no more than the others"}.`;
  return { ok: false, code: "SCHEMA_DIFFERS", message };
}

/** The parts of fixed width, with their lengths, in the order in which they are saved. */
function numberParts(data: StoreData): [NumberColumn, rows: number][] {
  const words = wordsFor(data.slots);
  const parts: [NumberColumn, number][] = [
    [data.generations, data.slots],
    [data.nextFree, data.slots],
    [data.living, words],
  ];
  for (const { present, fields } of Object.values(data.components)) {
    parts.push([present, words]);
    for (const column of Object.values(fields)) if (!Array.isArray(column)) parts.push([column, data.slots]);
  }
  return parts;
}

function jsonColumns(data: StoreData): JsonValue[][] {
  const columns: Column[] = Object.values(data.components).flatMap(({ fields }) => Object.values(fields));
  return columns.filter((column) => Array.isArray(column));
}

/** Whether the free list holds each index that is not alive once, and components only those that are. */
function isWhole(data: StoreData): boolean {
  const { slots, living } = data;
  const beyond = (slots & 31) === 0 ? 0 : (living[wordsFor(slots) - 1] ?? 0) >>> (slots & 31);
  if (beyond !== 0 || countBits(living) !== data.count || !areGenerations(data)) return false;
  let free = 0;
  let last = NO_INDEX;
  for (let index = data.freeHead; index !== NO_INDEX; index = data.nextFree[index] ?? NO_INDEX) {
    if (index >= slots || hasBit(living, index) || ++free > slots) return false;
    last = index;
  }
  const components = Object.values(data.components);
  return (
    last === data.freeTail &&
    free + data.count === slots &&
    components.every(({ present }) => present.every((word, at) => (word & ~(living[at] ?? 0)) === 0))
  );
}

function areGenerations({ generations, slots }: StoreData): boolean {
  for (let index = 0; index < slots; index++) {
    const generation = generations[index] ?? 0;
    if (generation < 1 || generation > 4_095) return false;
  }
  return true;
}

/** JSON and names in ASCII: other characters as `\uXXXX`, which JSON reads back. */
function asciiOf(text: string): Uint8Array<ArrayBuffer> {
  const ascii = text.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return Uint8Array.from(ascii, (char) => char.charCodeAt(0));
}

function textOf(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4_096) text += String.fromCharCode(...bytes.subarray(at, at + 4_096));
  return text;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Reads on through bytes; what is not there makes it `failed`. */
class Reader {
  failed = false;
  #at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  bytes(length: number): Uint8Array {
    if (length > this.left) this.failed = true;
    const part = this.#bytes.subarray(this.#at, this.#at + (this.failed ? 0 : length));
    this.#at += part.length;
    return part;
  }

  words(count: number): Uint32Array {
    const words = new Uint32Array(count);
    this.fill(bytesOf(words));
    return words;
  }

  fill(target: Uint8Array): void {
    const part = this.bytes(target.length);
    if (!this.failed) target.set(part);
  }

  fillJson(target: JsonValue[], rows: number): void {
    const [length = 0] = this.words(1);
    const values = parsed(textOf(this.bytes(length)));
    if (this.failed || !Array.isArray(values) || values.length !== rows) {
      this.failed = true;
      return;
    }
    for (let row = 0; row < rows; row++) target[row] = values[row] ?? null;
  }
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
