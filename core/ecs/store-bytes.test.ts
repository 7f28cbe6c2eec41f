import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Entity, NO_ENTITY } from "./entity.ts";
import type { JsonValue } from "./schema.ts";
import { Store } from "./store.ts";
import { loadStore, saveStore } from "./store-bytes.ts";

const schema = {
  pose: { x: "f32", n: "u16" },
  big: { d: "f64", i: "i32", u: "u32" },
  memory: { words: "json" },
} as const;
type Name = keyof typeof schema;
const names = Object.keys(schema) as Name[];

function reloaded(store: Store<typeof schema>): Store<typeof schema> {
  const result = loadStore(schema, saveStore(store));
  if (!result.ok) throw new Error(result.message);
  return result.store;
}

type Step =
  | { do: "spawn" }
  | { do: "reload" }
  | { do: "despawn"; who: number }
  | { do: "add" | "remove"; who: number; name: Name }
  | { do: "write"; who: number; value: number; words: JsonValue };

const who = fc.nat(30);
const name = fc.constantFrom(...names);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("spawn" as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("despawn" as const), who }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom("add" as const, "remove" as const), who, name }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("write" as const),
      who,
      value: fc.double(),
      words: fc.jsonValue() as fc.Arbitrary<JsonValue>,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reload" as const) }) },
);

type Row = {
  pose?: { x: number; n: number };
  big?: { d: number; i: number; u: number };
  memory?: { words: JsonValue };
};

const zeros = { pose: { x: 0, n: 0 }, big: { d: 0, i: 0, u: 0 }, memory: { words: null } };

/** A store beside the plain thing that it is meant to be. Both take each step. */
class Pair {
  store = new Store(schema);
  /** Takes the same steps, and is never saved. */
  twin = new Store(schema);
  model = new Map<Entity, Row>();
  given: Entity[] = [];

  take(step: Step): void {
    if (step.do === "spawn") return this.spawn();
    if (step.do === "reload") {
      this.store = reloaded(this.store);
      return;
    }
    const entity = this.given[step.who % Math.max(1, this.given.length)] ?? NO_ENTITY;
    const row = this.model.get(entity);
    const stores = [this.store, this.twin];
    if (step.do === "despawn") {
      for (const store of stores) expect(store.despawn(entity)).toBe(row !== undefined);
      this.model.delete(entity);
    } else if (step.do === "add") {
      for (const store of stores) expect(store.add(entity, step.name) >= 0).toBe(row !== undefined);
      if (row) row[step.name] ??= structuredClone(zeros)[step.name] as never;
    } else if (step.do === "remove") {
      for (const store of stores) expect(store.remove(entity, step.name)).toBe(row?.[step.name] !== undefined);
      if (row) delete row[step.name];
    } else if (step.do === "write" && row) this.write(entity, row, step.value, step.words);
  }

  spawn(): void {
    const entity = this.store.spawn();
    expect(this.twin.spawn()).toBe(entity);
    expect(this.model.has(entity)).toBe(false);
    this.model.set(entity, {});
    this.given.push(entity);
  }

  write(entity: Entity, row: Row, value: number, words: JsonValue): void {
    const index = entity & 0xf_ffff;
    for (const { columns } of [this.store, this.twin]) {
      if (row.pose) columns.pose.x[index] = value;
      if (row.big) columns.big.d[index] = value;
      if (row.memory) columns.memory.words[index] = words;
    }
    if (row.pose) row.pose.x = Math.fround(value);
    if (row.big) row.big.d = value;
    if (row.memory) row.memory.words = words;
  }

  check(): void {
    expect(this.store.count).toBe(this.model.size);
    for (const entity of this.given) {
      const row = this.model.get(entity);
      expect(this.store.alive(entity)).toBe(row !== undefined);
      for (const name of names) expect(this.store.has(entity, name)).toBe(row?.[name] !== undefined);
      if (row) this.checkRow(entity & 0xf_ffff, row);
    }
    expect(saveStore(this.store)).toEqual(saveStore(this.twin));
  }

  checkRow(index: number, row: Row): void {
    const { pose, big, memory } = this.store.columns;
    if (row.pose) expect(pose.x[index]).toBe(row.pose.x);
    if (row.big) expect(big.d[index]).toBe(row.big.d);
    if (row.memory) expect(JSON.stringify(memory.words[index])).toBe(JSON.stringify(row.memory.words));
  }
}

describe("a saved store", () => {
  it("is as a map of rows would be, and has the same future after a save and a load at any point", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 120 }), (steps) => {
        const pair = new Pair();
        for (const one of steps) pair.take(one);
        pair.check();
      }),
      { numRuns: 300 },
    );
  });

  it("keeps NaN payloads, negative zero, and text of any kind", () => {
    const store = new Store(schema);
    const index = store.add(store.spawn(), "pose");
    new Uint32Array(store.columns.pose.x.buffer)[index] = 0xffc0_ffee;
    store.add(store.entityAt(index), "big");
    store.columns.big.d[index] = -0;
    store.add(store.entityAt(index), "memory");
    store.columns.memory.words[index] = { "größe\u2028": ["\ud800", "🜂", '"\\'] };
    const again = reloaded(store);
    expect(new Uint32Array(again.columns.pose.x.buffer)[index]).toBe(0xffc0_ffee);
    expect(Object.is(again.columns.big.d[index], -0)).toBe(true);
    expect(again.columns.memory.words[index]).toEqual({ "größe\u2028": ["\ud800", "🜂", '"\\'] });
  });

  it("is refused by another schema, with what differs", () => {
    const bytes = saveStore(new Store(schema));
    const other = loadStore({ ...schema, pose: { x: "f64", n: "u16" } }, bytes);
    expect(other).toEqual({
      ok: false,
      code: "SCHEMA_DIFFERS",
      message: "Saved are pose(x:f32,n:u16), expected pose(x:f64,n:u16).",
    });
    const { pose, ...rest } = schema;
    expect(loadStore({ ...rest, pose }, bytes)).toMatchObject({ code: "SCHEMA_DIFFERS" });
    expect(loadStore(rest, bytes)).toMatchObject({ code: "SCHEMA_DIFFERS" });
  });

  it("is refused when cut, lengthened or contradictory, and never thrown at", () => {
    const store = new Store(schema);
    const all = Array.from({ length: 40 }, () => store.spawn());
    for (const at of [3, 1, 4]) store.despawn(all[at] ?? NO_ENTITY);
    store.add(all[5] ?? NO_ENTITY, "memory");
    const bytes = saveStore(store);
    for (let length = 0; length < bytes.length; length += 7) {
      expect(loadStore(schema, bytes.subarray(0, length)).ok).toBe(false);
    }
    expect(loadStore(schema, Uint8Array.of(...bytes, 0)).ok).toBe(false);
    const words = new Uint32Array(bytes.slice(0, 24).buffer);
    for (const [at, value] of [
      [0, 1],
      [2, 0xffff_ffff],
      [2, 41],
      [3, 38],
      [4, 0],
      [5, 3],
    ] as const) {
      const forged = bytes.slice();
      new DataView(forged.buffer).setUint32(at * 4, value, true);
      expect([at, value, words[at] === value, loadStore(schema, forged).ok]).toEqual([at, value, false, false]);
    }
  });

  it("survives a byte changed anywhere: it is refused, or a store that still works", () => {
    const store = new Store(schema);
    for (let i = 0; i < 10; i++) store.add(store.spawn(), "memory");
    store.despawn(store.entityAt(4));
    const bytes = saveStore(store);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const forged = bytes.slice();
        forged[at] = (forged[at] ?? 0) ^ flip;
        const result = loadStore(schema, forged);
        if (!result.ok) return;
        const alive = new Set(Array.from({ length: 20 }, () => result.store.spawn()));
        expect(alive.size).toBe(20);
      }),
      { numRuns: 500 },
    );
  });
});
