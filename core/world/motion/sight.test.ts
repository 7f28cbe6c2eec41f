import { describe, expect, it } from "vitest";
import { smallRealm } from "../../../testing/small-realm.ts";
import type { Area, Exit, RealmMap } from "../realm-map.ts";
import { Sight } from "./sight.ts";

const [HALL, YARD, VAULT] = [0, 1, 2];
const [hall] = smallRealm.areas;
if (!hall) throw new Error("the small realm has no areas");

const way = (direction: Exit["direction"], to: string): Exit => ({ direction, to, at: [0, 0, 0], width: 1 });
const area = (id: string, ...exits: Exit[]): Area => ({ ...hall, id, exits });
const mapOf = (...areas: Area[]): RealmMap => ({ ...smallRealm, areas, doors: [] });
const seenFrom = (sight: Sight, from: number) => [...sight.from(from)].flatMap((seen, place) => (seen ? [place] : []));

describe("Sight", () => {
  it("ends at a closed door, from either side, and goes through an open one", () => {
    const sight = new Sight(smallRealm);
    sight.look([false, false]);
    expect([seenFrom(sight, HALL), seenFrom(sight, YARD)]).toEqual([[HALL], [YARD]]);
    sight.look([true, false]);
    expect([seenFrom(sight, HALL), seenFrom(sight, YARD)]).toEqual([
      [HALL, YARD],
      [HALL, YARD],
    ]);
    sight.look([false, true]);
    expect([seenFrom(sight, HALL), seenFrom(sight, YARD)]).toEqual([[HALL, VAULT], [YARD]]);
  });

  it("goes through three openings in a row, and no farther", () => {
    const row = ["a", "b", "c", "d", "e", "f"];
    const areas = row.map((id, i) => {
      const [before, after] = [row[i - 1], row[i + 1]];
      return area(id, ...(before ? [way("west", before)] : []), ...(after ? [way("east", after)] : []));
    });
    const sight = new Sight(mapOf(...areas));
    sight.look([]);
    expect(seenFrom(sight, 0)).toEqual([0, 1, 2, 3]);
    expect(seenFrom(sight, 2)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("does not go up or down ladders, nor into other realms", () => {
    const sight = new Sight(
      mapOf(area("a", way("up", "b"), way("north", "elsewhere:gate")), area("b", way("down", "a"))),
    );
    sight.look([]);
    expect([seenFrom(sight, 0), seenFrom(sight, 1)]).toEqual([[0], [1]]);
  });
});
