import { describe, expect, it } from "vitest";
import { plainLayout, type Stander, tellStanders, truthOf } from "../../../testing/made-truth.ts";
import { smallRealm } from "../../../testing/small-realm.ts";
import { Glance, InterestGrid, InterestSet } from "./interest.ts";
import { Sight } from "./sight.ts";
import { Truth } from "./truth.ts";

const VIEWER = 1;
const idsOf = ({ ids, length }: InterestSet) => [...ids.subarray(0, length)];

/** Doors as they are; the first leads from area 0 to area 1. */
function sightWith(...doors: boolean[]): Sight {
  const sight = new Sight(smallRealm);
  sight.look(doors);
  return sight;
}

/** One client's eyes, which remember. */
function eyes() {
  const [grid, truth, interest] = [new InterestGrid(), new Truth(plainLayout), new InterestSet()];
  return (others: readonly Stander[], sight = sightWith(true, true)): number[] => {
    tellStanders(truth, [{ entity: VIEWER, at: [0, 0, 0] }, ...others]);
    grid.sort(truth);
    grid.see(0, sight, interest);
    return idsOf(interest).filter((id) => id !== VIEWER);
  };
}

describe("InterestGrid", () => {
  it("begins to see within 32 m, and ceases beyond 40 m", () => {
    const look = eyes();
    const at = (x: number) => look([{ entity: 7, at: [x, 0, 0] }]);
    expect(at(32.1)).toEqual([]);
    expect(at(31.9)).toEqual([7]);
    expect(at(32.1)).toEqual([7]);
    expect(at(39.9)).toEqual([7]);
    expect(at(40.1)).toEqual([]);
    expect(at(39.9)).toEqual([]);
  });

  it("keeps those whom it saw apart from those whom it did not, though they stand side by side", () => {
    const look = eyes();
    const far = (entity: number): Stander => ({ entity, at: [36, 0, entity / 10] });
    look([3, 5, 9].map((entity) => ({ entity, at: [30, 0, 0] })));
    expect(look([2, 3, 4, 5, 6, 9, 10].map(far))).toEqual([3, 5, 9]);
  });

  it("finds all within sight, wherever the lines of the grid run", () => {
    const places = Array.from({ length: 220 }, (_, i): [number, number] => [
      ((i * 37) % 97) - 48,
      ((i * 61) % 89) - 44,
    ]);
    const standers = places.map(([x, z], i): Stander => ({ entity: i + 2, at: [x, 0, z] }));
    const near = standers.filter(({ at }) => Math.hypot(at[0], at[2]) <= 32);
    expect(near.length).toBeGreaterThan(50);
    expect(near.length).toBeLessThan(100);
    expect(eyes()(standers)).toEqual(near.map(({ entity }) => entity));
  });

  it("sees nobody behind a closed door, and the door itself from both sides", () => {
    const door: Stander = { entity: 8, at: [2, 0, 0], area: 0, beyond: 1 };
    const behind: Stander = { entity: 9, at: [3, 0, 0], area: 1 };
    const look = eyes();
    expect(look([door, behind], sightWith(false, false))).toEqual([8]);
    expect(look([door, behind], sightWith(true, false))).toEqual([8, 9]);
    expect(look([door, behind], sightWith(false, false))).toEqual([8]);
    const [grid, interest] = [new InterestGrid(), new InterestSet()];
    grid.sort(truthOf([{ entity: VIEWER, at: [0, 0, 0] }, door, behind]));
    grid.see(2, sightWith(false, false), interest);
    expect(idsOf(interest)).toEqual([8, 9]);
  });

  it("sees those next to it in a throng, at once, and all of them again when it is over", () => {
    const turn = (i: number) => i * 2.4;
    const throng = Array.from({ length: 1_000 }, (_, i): Stander => {
      const far = Math.sqrt((i + 1) / 1_000) * 30;
      return { entity: i + 2, at: [far * Math.cos(turn(i)), 0, far * Math.sin(turn(i))] };
    });
    const look = eyes();
    const seen = look(throng);
    expect(seen.length).toBeGreaterThan(40);
    expect(seen.length).toBeLessThanOrEqual(100);
    expect(seen).toEqual(throng.slice(0, seen.length).map(({ entity }) => entity));
    const few = throng.slice(0, 50);
    for (let i = 0; i < 100; i++) look(few);
    expect(look(few)).toHaveLength(50);
  });

  it("weighs oneself most, and the near more than the far", () => {
    const [grid, interest] = [new InterestGrid(), new InterestSet()];
    const others = [7, 15, 23, 31].map((x, i): Stander => ({ entity: i + 2, at: [x, 0, 0] }));
    grid.sort(truthOf([{ entity: VIEWER, at: [0, 0, 0] }, ...others]));
    grid.see(0, sightWith(true, true), interest);
    expect([...interest.weights.subarray(0, interest.length)]).toEqual([255, 8, 4, 2, 1]);
  });
});

describe("InterestSet", () => {
  it("remembers the last look alone, whatever the lengths of looks that follow each other, and gives room back", () => {
    const [set, glance] = [new InterestSet(), new Glance()];
    let before: number[] = [];
    for (const [round, length] of [10, 200, 70, 300, 65, 129, 600, 3, 1_100, 130].entries()) {
      const ids = Array.from({ length }, (_, i) => i * 3 + (round % 3));
      set.begin();
      const asked = Array.from({ length: 3_400 }, (_, id) => id);
      expect(asked.filter((id) => set.saw(id))).toEqual(before);
      glance.length = 0;
      for (const id of ids) glance.add(id, (id % 255) + 1);
      set.keep(glance);
      expect(idsOf(set)).toEqual(ids);
      expect([...set.weights.subarray(0, set.length)]).toEqual(ids.map((id) => (id % 255) + 1));
      expect(set.sizeBytes).toBeLessThanOrEqual(10 * length + 320);
      before = ids;
    }
  });
});
