import { describe, expect, it } from "vitest";
import { emptyRoster, foldRoster } from "./roster.ts";

const row = (player: number, here = true) => ({ player, name: `P${player}`, here });

describe("foldRoster", () => {
  it("keeps those not named, changes those named, forgets the gone", () => {
    const before = foldRoster(emptyRoster, {
      t: "roster",
      seq: 1,
      whole: true,
      present: 3,
      answered: 0,
      rows: [row(0), row(1), row(2)],
    });
    const after = foldRoster(before, {
      t: "roster",
      seq: 1,
      present: 1,
      answered: 1,
      rows: [row(1, false), { ...row(2, false), gone: true }],
    });
    expect([...after.players.values()]).toEqual([row(0), row(1, false)]);
    expect(after).toMatchObject({ present: 1, answered: 1 });
    expect(before.players.size).toBe(3);
  });

  it("a whole roster says that others do not exist", () => {
    const before = foldRoster(emptyRoster, { t: "roster", seq: 1, present: 1, answered: 0, rows: [row(0)] });
    const after = foldRoster(before, { t: "roster", seq: 1, whole: true, present: 1, answered: 0, rows: [row(5)] });
    expect([...after.players.keys()]).toEqual([5]);
  });
});
