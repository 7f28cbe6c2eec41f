import { describe, expect, it } from "vitest";
import { plainLayout, type Stander, tellStanders } from "../../../testing/made-truth.ts";
import { smallRealm } from "../../../testing/small-realm.ts";
import { MOTION_FRAME_MAX_BYTES } from "../../protocol/limits.ts";
import { MotionCast } from "./motion-cast.ts";
import { Sight } from "./sight.ts";
import type { MotionView } from "./world-motion.ts";

/** So many people in one place, who walk about. Everybody watches, and says at once what has arrived. */
function crowd(people: number) {
  const sight = new Sight(smallRealm);
  let [tick, steps] = [0, 0];
  const standers = (): Stander[] =>
    Array.from({ length: people }, (_, i) => {
      const turn = steps / 10 + i;
      return { entity: i + 1, at: [(i % 20) + Math.sin(turn), 0, Math.floor(i / 20) + Math.cos(turn)] };
    });
  const view: MotionView = {
    layout: plainLayout,
    sight: () => sight,
    looks: (truth) => tellStanders(truth, standers()),
    own: (member) => ({ entity: member + 1, seq: 0, speedY: 0, grounded: true, led: false }),
    people: () => [],
  };
  const watchers = Array.from({ length: people }, (_, member) => ({ connection: `c${member}`, member, loses: false }));
  let served: { connection: string; bytes: number }[] = [];
  const cast = new MotionCast({
    send: (connection, frame) => served.push({ connection, bytes: frame.length }),
    close: (connection) => expect.unreachable(`${connection} was let go`),
    count: () => undefined,
    now: () => 0,
  });
  /** The next tick, in which people walk or rest. @returns who was served */
  const next = (isAwake = true) => {
    served = [];
    tick += 1;
    if (isAwake) steps += 1;
    cast.tell(view, tick, isAwake, watchers);
    for (const { connection } of served) cast.seen(connection, tick);
    return served;
  };
  return { cast, next, watchers };
}

/** Who was served in each of so many ticks. */
function play({ next }: ReturnType<typeof crowd>, ticks: number): string[][] {
  return Array.from({ length: ticks }, () => next().map(({ connection }) => connection));
}

describe("MotionCast", () => {
  it("serves everybody at every tick while they are few", () => {
    const few = crowd(20);
    for (const served of play(few, 20)) expect(served).toHaveLength(20);
  });

  it("serves a multitude by turns: nobody waits longer than all others take, and nobody long", () => {
    const many = crowd(300);
    const ticks = play(many, 60);
    const fewest = Math.min(...ticks.map((served) => served.length));
    expect(fewest).toBeGreaterThan(0);
    expect(fewest).toBeLessThan(300);
    const round = Math.ceil(300 / fewest);
    expect(round).toBeLessThanOrEqual(10);
    for (const { connection } of many.watchers) {
      const turns = ticks.flatMap((served, tick) => (served.includes(connection) ? [tick] : []));
      const waits = [...turns, ticks.length].map((tick, i) => tick - (turns[i - 1] ?? -1));
      expect(Math.max(...waits)).toBeLessThanOrEqual(round);
    }
  });

  it("never sends a frame that is larger than it may be, to one or to many", () => {
    for (const people of [1, 40, 300]) {
      const { next } = crowd(people);
      for (let i = 0; i < 10; i++) {
        for (const { bytes } of next()) expect(bytes).toBeLessThanOrEqual(MOTION_FRAME_MAX_BYTES);
      }
    }
  });

  it("is behind until everybody has been told how the world came to rest", () => {
    const { cast, next } = crowd(300);
    for (let i = 0; i < 40; i++) next();
    expect(cast.isBehind).toBe(true);
    let ticks = 0;
    while (cast.isBehind && ticks < 100) {
      next(false);
      ticks += 1;
    }
    expect(ticks).toBeGreaterThan(1);
    expect(cast.isBehind).toBe(false);
  });

  it("holds little for each of a multitude, less for those who fell silent, and nothing for nobody", () => {
    const { cast, next, watchers } = crowd(200);
    for (let i = 0; i < 60; i++) next();
    const all = cast.sizeBytes;
    expect(all / 200).toBeGreaterThan(5_000);
    expect(all / 200).toBeLessThan(30_000);
    for (const { connection } of watchers.slice(0, 150)) cast.unwatch(connection);
    watchers.splice(0, 150);
    // What the others are told moves them to where there is room now.
    for (let i = 0; i < 20; i++) next();
    expect(cast.sizeBytes).toBeLessThan(all / 2);
    for (const { connection } of watchers) cast.unwatch(connection);
    expect(cast.sizeBytes).toBe(0);
  });
});
