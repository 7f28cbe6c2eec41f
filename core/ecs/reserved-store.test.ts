import { describe, expect, it } from "vitest";
import { entityOf, generationOf, indexOf } from "./entity.ts";
import { reservedStore } from "./reserved-store.ts";
import { loadStore, saveStore } from "./store-bytes.ts";

const schema = { body: { x: "f32" } } as const;

describe("a store with places kept", () => {
  it("has these alive and nobody else, and gives the gaps to newcomers", () => {
    const [first, third] = [entityOf(0, 3), entityOf(2, 1)];
    const store = reservedStore(schema, [third, first]);
    expect([store?.count, store?.alive(first), store?.alive(third), store?.alive(entityOf(0, 1))]).toEqual([
      2,
      true,
      true,
      false,
    ]);
    expect([0, 1, 2].map(() => indexOf(store?.spawn() ?? -1))).toEqual([1, 3, 4]);
  });

  it("never gives a newcomer the name of one who is gone", () => {
    const gone = entityOf(1, 7);
    const store = reservedStore(schema, [entityOf(0, 1)], [gone]);
    const newcomer = store?.spawn() ?? -1;
    expect([indexOf(newcomer), generationOf(newcomer)]).toEqual([1, 8]);
  });

  it("is whole: it can be saved and read, and grows", () => {
    const store = reservedStore(schema, [entityOf(70, 2), entityOf(3, 1)], [entityOf(5, 4_095)]);
    const loaded = store && loadStore(schema, saveStore(store));
    expect(loaded).toMatchObject({ ok: true });
    for (let i = 0; i < 200; i++) store?.spawn();
    expect(store && loadStore(schema, saveStore(store)).ok).toBe(true);
  });

  it("is none where two claim one place, or one is no entity", () => {
    expect(reservedStore(schema, [entityOf(1, 1), entityOf(1, 2)])).toBeNull();
    expect(reservedStore(schema, [entityOf(1, 1)], [entityOf(1, 2)])).toBeNull();
    for (const none of [0, 5, -1, 1.5, Number.NaN]) expect(reservedStore(schema, [none])).toBeNull();
  });
});
