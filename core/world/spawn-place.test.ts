import { describe, expect, it } from "vitest";
import { smallRealm } from "../../testing/small-realm.ts";
import { builtRealms } from "../realm/built/index.ts";
import { spawnPlace } from "./spawn-place.ts";

describe("newcomers", () => {
  it("stand beside each other, the tenth where the first did", () => {
    const spots = Array.from({ length: 10 }, (_, number) => spawnPlace(smallRealm, number).join());
    expect(new Set(spots.slice(0, 9)).size).toBe(9);
    expect(spots[9]).toBe(spots[0]);
  });

  it("stand at the spawn itself where there is no room beside it", () => {
    const wall = { shape: { type: "box", size: [0.5, 2, 4] }, at: [1, 0, 0], material: "stone" } as const;
    const [hall, ...others] = smallRealm.areas;
    if (!hall) throw new Error("the small realm has no hall");
    const narrow = { ...smallRealm, areas: [{ ...hall, solids: [wall] }, ...others] };
    expect(spawnPlace(narrow, 1)).toEqual(smallRealm.spawn.at);
    expect(spawnPlace(narrow, 2)).toEqual([-1, 0, 0]);
    const small = { ...hall, box: { min: [-0.8, 0, -4], max: [0.8, 3, 4] } } as const;
    expect(spawnPlace({ ...smallRealm, areas: [small] }, 2)).toEqual(smallRealm.spawn.at);
  });

  it.each(builtRealms.map((map) => [map.realm, map] as const))("have room in %s", (_, map) => {
    const spots = Array.from({ length: 9 }, (_, number) => spawnPlace(map, number).join());
    expect(new Set(spots).size).toBeGreaterThan(4);
  });
});
