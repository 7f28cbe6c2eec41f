import { describe, expect, it } from "vitest";
import { ENTITIES_MAX, type Entity, entityOf, generationOf, indexOf, NO_ENTITY, nextGeneration } from "./entity.ts";
import { Store } from "./store.ts";

const schema = {
  pose: { x: "f32", y: "f64" },
  health: { points: "i32", flags: "u8" },
  asleep: {},
  memory: { words: "json" },
} as const;

function visited<S extends typeof schema>(store: Store<S>, ...components: (keyof typeof schema)[]): number[] {
  const indices: number[] = [];
  store.each(store.query(...components), (index) => indices.push(index));
  return indices;
}

describe("entity ids", () => {
  it("carry 20 bits of index and 12 of generation, and are never 0", () => {
    const last = entityOf(ENTITIES_MAX - 1, 4_095);
    expect([last, indexOf(last), generationOf(last)]).toEqual([0xffff_ffff, ENTITIES_MAX - 1, 4_095]);
    expect(nextGeneration(4_095)).toBe(1);
  });
});

describe("a store", () => {
  it("ends entities for good: their id is dead when the index lives again", () => {
    const store = new Store(schema);
    const first = store.spawn();
    expect(store.despawn(first)).toBe(true);
    const second = store.spawn();
    expect([indexOf(second), second === first]).toEqual([indexOf(first), false]);
    expect([store.alive(first), store.alive(second), store.despawn(first)]).toEqual([false, true, false]);
    expect(store.entityAt(indexOf(first))).toBe(second);
  });

  it("takes ids that it never gave for dead", () => {
    const store = new Store(schema);
    store.spawn();
    for (const id of [NO_ENTITY, entityOf(0, 0), entityOf(1, 0), entityOf(0, 7), entityOf(900_000, 1), 0xffff_ffff]) {
      expect([id, store.alive(id), store.add(id, "pose"), store.has(id, "pose")]).toEqual([id, false, -1, false]);
    }
  });

  it("uses the index that has rested longest", () => {
    const store = new Store(schema);
    const all = [store.spawn(), store.spawn(), store.spawn()];
    for (const at of [2, 0, 1]) store.despawn(all[at] ?? NO_ENTITY);
    expect([store.spawn(), store.spawn(), store.spawn(), store.spawn()].map(indexOf)).toEqual([2, 0, 1, 3]);
  });

  it("gives zeros with a component, whatever was there before, and keeps what is there", () => {
    const store = new Store(schema);
    const entity = store.spawn();
    const index = store.add(entity, "pose");
    store.columns.pose.x[index] = 5;
    expect(store.add(entity, "pose")).toBe(index);
    expect(store.columns.pose.x[index]).toBe(5);
    expect([store.remove(entity, "pose"), store.remove(entity, "pose")]).toEqual([true, false]);
    store.add(entity, "pose");
    expect(store.columns.pose.x[index]).toBe(0);
  });

  it("keeps values and holders when it grows", () => {
    const store = new Store(schema);
    const { pose, memory } = store.columns;
    const nan = new Uint32Array([0x7fc1_2345]);
    store.add(store.spawn(), "pose");
    new Uint32Array(pose.x.buffer)[0] = nan[0] ?? 0;
    for (let i = 1; i < 1_000; i++) {
      const index = store.add(store.spawn(), "memory");
      memory.words[index] = [`word ${i}`];
    }
    expect(new Uint32Array(pose.x.buffer)[0]).toBe(0x7fc1_2345);
    expect([store.count, pose.x.length >= 1_000, memory.words[999]]).toEqual([1_000, true, ["word 999"]]);
  });

  it("says so when it is full", () => {
    const store = new Store({});
    for (let i = 0; i < ENTITIES_MAX; i++) store.spawn();
    expect(store.spawn()).toBe(NO_ENTITY);
    store.despawn(store.entityAt(12_345));
    expect(indexOf(store.spawn())).toBe(12_345);
    expect(store.spawn()).toBe(NO_ENTITY);
  });

  it("shares nothing with other stores", () => {
    const [one, two] = [new Store(schema), new Store(schema)];
    one.add(one.spawn(), "asleep");
    expect([two.count, visited(two, "asleep")]).toEqual([0, []]);
  });
});

describe("a query", () => {
  function population(): { store: Store<typeof schema>; all: Entity[] } {
    const store = new Store(schema);
    const all = Array.from({ length: 100 }, () => store.spawn());
    all.forEach((entity, i) => {
      if (i % 2 === 0) store.add(entity, "pose");
      if (i % 3 === 0) store.add(entity, "asleep");
    });
    return { store, all };
  }

  it("visits what has all its components, ascending, the ends of words included", () => {
    const { store, all } = population();
    expect(visited(store, "pose", "asleep")).toEqual(all.map(indexOf).filter((index) => index % 6 === 0));
    expect(visited(store)).toEqual(all.map(indexOf));
    for (const entity of all) store.add(entity, "pose");
    expect(visited(store, "pose")).toEqual(all.map(indexOf));
  });

  it("leaves out what goes before its turn, and visits what comes above", () => {
    const { store, all } = population();
    const seen: number[] = [];
    store.each(store.query("pose"), (index) => {
      seen.push(index);
      if (index === 10) {
        // Grows the store, and with it the bitset under the query.
        for (let i = 0; i < 200; i++) store.add(store.spawn(), "pose");
        store.despawn(all[12] ?? NO_ENTITY);
        store.remove(all[40] ?? NO_ENTITY, "pose");
        store.add(all[13] ?? NO_ENTITY, "pose");
        store.add(all[3] ?? NO_ENTITY, "pose");
      }
    });
    expect(seen.slice(4, 10)).toEqual([8, 10, 13, 14, 16, 18]);
    expect([seen.includes(12), seen.includes(40), seen.includes(3)]).toEqual([false, false, false]);
    expect([seen.length, seen.at(-1)]).toEqual([50 - 2 + 1 + 200, 299]);
  });
});
