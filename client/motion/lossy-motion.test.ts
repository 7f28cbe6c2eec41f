import { afterEach, describe, expect, it } from "vitest";
import { readMotionFrame } from "../../core/protocol/motion-frame.ts";
import { sceneryOf } from "../../core/world/scenery.ts";
import { MotionEyes } from "../../testing/motion-eyes.ts";
import { ShardShell } from "../../testing/shard-shell.ts";
import { smallRealm } from "../../testing/small-realm.ts";
import { smallWorlds } from "../../testing/small-world.ts";
import { still } from "./move-wish.ts";
import { MovingWorld } from "./moving-world.ts";

const shells: ShardShell[] = [];

afterEach(() => {
  for (const shell of shells.splice(0)) shell.end();
});

/** A draw from 0 to 1, the same every time. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Line {
  loss: number;
  delayMs: number;
  jitterMs: number;
  twice: number;
}
const bad: Line = { loss: 0.3, delayMs: 150, jitterMs: 100, twice: 0.1 };

/** Anna walks about in the hall; Ben watches over a line that loses, delays, repeats and reorders, both ways. */
async function watching(line: Line, seed: number) {
  const random = dice(seed);
  const shell = new ShardShell(await smallWorlds(smallRealm));
  shells.push(shell);
  const [anna, ben] = [await shell.enter("Anna"), await shell.enter("Ben")];
  const cleo = await shell.enter("Cleo");
  await shell.pass(1_000);
  const eyes = new MotionEyes(shell, cleo, smallRealm);
  const entityOf = (id: string) => shell.socket(id).scene?.you?.entity ?? 0;
  let parcels: { atMs: number; open(): void }[] = [];
  const post = (open: () => void) => {
    const copies = random() < line.loss ? 0 : random() < line.twice ? 2 : 1;
    for (let i = 0; i < copies; i++)
      parcels.push({ atMs: shell.time.nowMs + line.delayMs + random() * line.jitterMs, open });
  };
  const motion = new MovingWorld(sceneryOf(smallRealm), (frame) => {
    post(() => shell.say(ben, frame));
    return true;
  });
  motion.steerOnly();
  motion.self = entityOf(ben);
  shell.say(ben, { t: "watch", on: true, loses: true });
  const sizes: number[] = [];
  const lives = new Set<number | null>();
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 10) {
      await shell.pass(10);
      eyes.read();
      for (const frame of shell.socket(ben).motion.splice(0)) {
        const bytes = frame.slice();
        sizes.push(bytes.length);
        lives.add(readMotionFrame(bytes)?.life ?? null);
        post(() => motion.take(bytes, shell.time.nowMs));
      }
      const due = parcels.filter(({ atMs }) => atMs <= shell.time.nowMs);
      parcels = parcels.filter(({ atMs }) => atMs > shell.time.nowMs);
      for (const { open } of due) open();
      motion.advance(shell.time.nowMs, still);
    }
  };
  const shown = (entity: number) => {
    const { actors, count } = motion.moment(shell.time.nowMs);
    return actors.slice(0, count).find((one) => one.entity === entity);
  };
  /** Where somebody is, as one sees it who loses nothing. */
  const placeOf = (entity: number) => {
    const [x, y, z] = eyes.at(entity) ?? [];
    return { x, y, z };
  };
  return { shell, anna, annaIs: entityOf(anna), pass, shown, placeOf, sizes, lives };
}

const walk = (n: number, x: number, z: number) => ({ t: "move", n, x, z, facing: 0 });

describe("motion over a line that loses", () => {
  for (const seed of [1, 2, 3, 4, 5])
    it(`shows where everybody came to rest, whatever was lost (seed ${seed})`, async () => {
      const { shell, anna, annaIs, pass, shown, placeOf } = await watching(bad, seed);
      await pass(1_500);
      const before = { ...shown(annaIs) };
      expect(before).toMatchObject({ entity: annaIs });
      for (let n = 1; n <= 12; n++) {
        shell.say(anna, walk(n, n % 2 === 0 ? 100 : -80, n % 3 === 0 ? 60 : -20));
        await pass(150);
      }
      shell.say(anna, walk(13, 0, 0));
      await pass(6_000);
      const seen = shown(annaIs);
      expect(seen).toMatchObject(placeOf(annaIs));
      expect(Math.hypot((seen?.x ?? 0) - (before.x ?? 0), (seen?.z ?? 0) - (before.z ?? 0))).toBeGreaterThan(0.1);
    });

  it("fits into a packet, and falls silent when all is known", async () => {
    const { pass, sizes, lives } = await watching(bad, 7);
    await pass(8_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_100);
    expect(lives.size).toBe(1);
    expect(lives.has(null)).toBe(false);
    sizes.length = 0;
    await pass(80_000);
    sizes.length = 0;
    await pass(3_000);
    expect(sizes.length).toBeLessThanOrEqual(60);
  });

  it("goes on after a silence in which everything was lost", async () => {
    const line = { ...bad, loss: 0 };
    const { shell, anna, annaIs, pass, shown, placeOf, lives } = await watching(line, 9);
    await pass(1_000);
    line.loss = 1;
    for (let n = 1; n <= 40; n++) {
      shell.say(anna, walk(n, n % 2 === 0 ? 90 : -90, 0));
      await pass(200);
    }
    line.loss = 0.2;
    for (let n = 41; n <= 80; n++) {
      shell.say(anna, walk(n, n % 2 === 0 ? 90 : -90, 0));
      await pass(100);
    }
    shell.say(anna, walk(81, 0, 0));
    await pass(5_000);
    expect(lives.size).toBe(1);
    expect(shown(annaIs)).toMatchObject(placeOf(annaIs));
  });

  it("goes on after the world was read anew", async () => {
    const { shell, anna, annaIs, pass, shown, placeOf, lives } = await watching({ ...bad, loss: 0.1 }, 11);
    await pass(1_000);
    for (let n = 1; n <= 5; n++) {
      const before = lives.size;
      shell.isFull = true;
      await shell.type(anna, "say nobody hears this");
      shell.isFull = false;
      await pass(2_000);
      shell.say(anna, walk(2 * n, n % 2 === 0 ? -100 : 100, 0));
      await pass(400);
      shell.say(anna, walk(2 * n + 1, 0, 0));
      await pass(3_000);
      expect(lives.size).toBeGreaterThan(before);
      expect(shown(annaIs)).toMatchObject(placeOf(annaIs));
    }
  });
});
