import { afterEach, describe, expect, it } from "vitest";
import { MotionEyes } from "../../../testing/motion-eyes.ts";
import { ShardShell } from "../../../testing/shard-shell.ts";
import { smallRealm } from "../../../testing/small-realm.ts";
import { smallWorlds } from "../../../testing/small-world.ts";
import {
  closeCodes,
  MOTION_FRAME_MAX_BYTES,
  SEEN_CLOSE_TICKS,
  SEEN_FEWER_TICKS,
  SEEN_NONE_TICKS,
} from "../../protocol/index.ts";
import { TICK_MS } from "../inputs.ts";
import type { RealmMap } from "../realm-map.ts";

const shells: ShardShell[] = [];

afterEach(() => {
  for (const shell of shells.splice(0)) shell.end();
});

/** Anna and Ben in the hall; Ben's eyes are open. */
async function hall(map: RealmMap = smallRealm) {
  const shell = new ShardShell(await smallWorlds(map));
  shells.push(shell);
  const [anna, ben] = [await shell.enter("Anna"), await shell.enter("Ben")];
  await shell.pass(1_000);
  const eyes = new MotionEyes(shell, ben, smallRealm);
  await eyes.pass(500);
  const entityOf = (id: string) => shell.socket(id).scene?.you?.entity ?? 0;
  return { shell, anna, ben, eyes, annaIs: entityOf(anna), benIs: entityOf(ben) };
}

const REST_MS = 75_000;
const walk = (n: number, x: number, z: number, more: object = {}) => ({ t: "move", n, x, z, facing: 0, ...more });

describe("motion, as a shard tells it", () => {
  it("shows who and what is in sight, where it is, and names to those who watch", async () => {
    const { shell, ben, eyes, annaIs, benIs } = await hall();
    expect(eyes.at(annaIs)?.[1]).toBeCloseTo(0.02, 1);
    expect(new Set(eyes.sight.map(({ kind }) => kind))).toEqual(new Set(["player", "door", "item"]));
    const people = shell.socket(ben).frames.flatMap((frame) => (frame.t === "people" ? [frame] : []));
    expect(people).toHaveLength(1);
    expect(people[0]).toMatchObject({ whole: true, gone: [] });
    expect(people[0]?.here).toEqual([
      { entity: annaIs, name: "Anna" },
      { entity: benIs, name: "Ben" },
    ]);
    await shell.enter("Cleo");
    await shell.pass(200);
    const news = shell.socket(ben).frames.findLast(({ t }) => t === "people");
    expect(news).toMatchObject({ here: [{ name: "Cleo" }], gone: [] });
    expect(news).not.toHaveProperty("whole");
  });

  it("is for those alone who asked for it", async () => {
    const { shell, anna, ben, eyes } = await hall();
    shell.say(anna, walk(1, 100, 0));
    await eyes.pass(500);
    expect(shell.socket(anna).motion).toEqual([]);
    shell.say(ben, { t: "watch", on: false });
    const told = eyes.frames.length;
    await eyes.pass(500);
    expect(eyes.frames).toHaveLength(told);
  });

  it("follows who walks, tick by tick, in few bytes", async () => {
    const { shell, anna, eyes, annaIs } = await hall();
    const [x0 = 0] = eyes.at(annaIs) ?? [];
    const before = eyes.frames.length;
    shell.say(anna, walk(1, 100, 0));
    await eyes.pass(1_000);
    expect((eyes.at(annaIs)?.[0] ?? 0) - x0).toBeGreaterThan(2.5);
    const frames = eyes.frames.slice(before);
    expect(frames.length).toBeGreaterThanOrEqual(19);
    expect(frames.length).toBeLessThanOrEqual(22);
    expect(frames.reduce((sum, { bytes }) => sum + bytes, 0) / frames.length).toBeLessThan(40);
    expect(frames.some(({ fresh }) => fresh)).toBe(false);
  });

  it("tells once that somebody goes out of sight behind a door, and once that they come back", async () => {
    const { shell, anna, eyes, annaIs } = await hall();
    eyes.comings.length = 0;
    await shell.type(anna, "north");
    await eyes.pass(6_000);
    await shell.type(anna, "close south");
    await eyes.pass(2_000);
    expect(eyes.at(annaIs)).toBeUndefined();
    shell.say(anna, walk(1, 50, 0));
    await eyes.pass(500);
    expect(eyes.at(annaIs)).toBeUndefined();
    await shell.type(anna, "open south");
    await eyes.pass(2_000);
    expect(eyes.at(annaIs)?.[2]).toBeLessThan(-4);
    expect(eyes.comings.filter(({ entity }) => entity === annaIs).map(({ came }) => came)).toEqual([false, true]);
  });

  it("tells one's own: which move is in it, since when, and how early it came", async () => {
    const { shell, ben, eyes } = await hall();
    const { tick } = shell.runner.world;
    shell.say(ben, walk(7, 0, 100, { tick: tick + 3 }));
    await eyes.pass(400);
    const own = eyes.frames.at(-1)?.own;
    expect(own).toMatchObject({ seq: 7, earlyTicks: 3, grounded: true, led: false });
    expect((own?.tick ?? 0) - (own?.sinceTicks ?? 0)).toBe(tick + 3);
    shell.say(ben, walk(8, 0, 0, { tick: tick + 1 }));
    await eyes.pass(100);
    expect(eyes.frames.at(-1)?.own?.earlyTicks).toBeLessThan(0);
    shell.say(ben, walk(9, 0, -100, { tick: tick + 1_000 }));
    await eyes.pass(100);
    expect(eyes.frames.at(-1)?.own?.seq).toBe(9);
  });

  it("ends when all is told: the world rests, and nobody is sent anything", async () => {
    const { shell, eyes } = await hall();
    await eyes.pass(REST_MS);
    expect(shell.time.timerMs).toBeNull();
    const told = eyes.frames.length;
    await eyes.pass(10_000);
    expect(eyes.frames).toHaveLength(told);
  });

  it("goes on after the shard has slept, with a fresh baseline, for those who watched before", async () => {
    const { shell, anna, eyes, annaIs } = await hall();
    await eyes.pass(REST_MS);
    shell.hibernate();
    const told = eyes.frames.length;
    shell.say(anna, walk(1, 100, 0));
    await eyes.pass(500);
    expect(eyes.frames[told]?.fresh).toBe(true);
    expect(eyes.frames.slice(told + 1).some(({ fresh }) => fresh)).toBe(false);
    expect(eyes.at(annaIs)?.[0]).toBeGreaterThan(0.5);
  });

  it("begins anew when the world is read again, whose count may go back", async () => {
    const { shell, anna, eyes, annaIs } = await hall();
    shell.say(anna, walk(1, 100, 0));
    await eyes.pass(400);
    shell.isFull = true;
    await shell.type(anna, "get mug");
    shell.isFull = false;
    const told = eyes.frames.length;
    await eyes.pass(3_000);
    shell.say(anna, walk(2, -100, 0));
    await eyes.pass(3_000);
    expect(eyes.frames.slice(told).some(({ fresh }) => fresh)).toBe(true);
    expect(eyes.at(annaIs)).toBeDefined();
  });
});

describe("a client that does not say what has arrived", () => {
  it("gets fewer, later hardly any, then none, a fresh baseline once it is heard, or is let go", async () => {
    const { shell, anna, ben, eyes } = await hall();
    eyes.acknowledges = false;
    const counts: number[] = [];
    const stretch = async (ticks: number) => {
      const before = eyes.frames.length;
      for (let i = 0; i < ticks; i++) {
        shell.say(anna, walk(shell.runner.world.tick, i % 20 < 10 ? 100 : -100, 0));
        await eyes.pass(TICK_MS);
      }
      counts.push(eyes.frames.length - before);
    };
    await stretch(SEEN_FEWER_TICKS);
    await stretch(20);
    await stretch(SEEN_NONE_TICKS - SEEN_FEWER_TICKS - 20);
    await stretch(40);
    const [whole = 0, fewer = 0, rare = 0, none] = counts;
    expect(whole).toBeGreaterThanOrEqual(SEEN_FEWER_TICKS - 2);
    expect(fewer).toBeLessThanOrEqual(7);
    expect(rare).toBeLessThanOrEqual(4);
    expect(none).toBeLessThanOrEqual(1);
    const told = eyes.frames.length;
    shell.say(ben, { t: "seen", tick: eyes.frames.findLast(({ tick }) => tick !== null)?.tick });
    await stretch(2);
    expect(eyes.frames[told]?.fresh).toBe(true);
    await stretch(SEEN_CLOSE_TICKS + 40);
    expect(shell.socket(ben).closed).toBe(closeCodes.TOO_SLOW);
  });

  it("is told the rest when it is heard, though the world be at rest by then", async () => {
    // Without NPCs a world is at rest as soon as nobody moves.
    const { shell, anna, ben, eyes, annaIs } = await hall({ ...smallRealm, npcs: [] });
    eyes.acknowledges = false;
    for (let i = 0; i < SEEN_NONE_TICKS + 20; i++) {
      shell.say(anna, walk(shell.runner.world.tick, i % 20 < 10 ? 100 : -100, 0));
      await eyes.pass(TICK_MS);
    }
    shell.say(anna, walk(shell.runner.world.tick, 0, 0));
    await eyes.pass(5_000);
    expect(shell.time.timerMs).toBeNull();
    const told = eyes.frames.length;
    shell.say(ben, { t: "seen", tick: eyes.frames.findLast(({ tick }) => tick !== null)?.tick });
    await eyes.pass(300);
    expect(eyes.frames[told]?.fresh).toBe(true);
    expect(shell.time.timerMs).toBeNull();
    const [x = 0, , z = 0] = eyes.at(annaIs) ?? [];
    expect(Math.hypot(x, z)).toBeLessThan(8);
  });

  it("cannot say more than it was told", async () => {
    const { shell, anna, ben, eyes } = await hall();
    eyes.acknowledges = false;
    for (let i = 0; i < SEEN_NONE_TICKS + 20; i++) {
      shell.say(anna, walk(shell.runner.world.tick, i % 20 < 10 ? 100 : -100, 0));
      shell.say(ben, { t: "seen", tick: 4_000_000_000 });
      await eyes.pass(TICK_MS);
    }
    const told = eyes.frames.length;
    shell.say(anna, walk(shell.runner.world.tick, 100, 0));
    await eyes.pass(500);
    expect(eyes.frames).toHaveLength(told);
  });

  it("never gets a frame that is larger than it may be", async () => {
    const { eyes } = await hall();
    expect(Math.max(...eyes.frames.map(({ bytes }) => bytes))).toBeLessThanOrEqual(MOTION_FRAME_MAX_BYTES);
  });
});
