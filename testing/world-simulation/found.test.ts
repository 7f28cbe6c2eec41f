import { afterEach, describe, expect, it } from "vitest";
import { still } from "../../client/motion/move-wish.ts";
import { MovingWorld } from "../../client/motion/moving-world.ts";
import { Foresight } from "../../core/world/prediction/foresight.ts";
import { sceneryOf } from "../../core/world/scenery.ts";
import { loadRapier } from "../../edge-sim/rapier.ts";
import { MotionEyes } from "../motion-eyes.ts";
import { ShardShell } from "../shard-shell.ts";
import { smallRealm } from "../small-realm.ts";
import { smallWorlds } from "../small-world.ts";
import { fuzzMotion } from "../world-fuzz/motion-fuzz.ts";
import { simulateWorld } from "../world-simulation.ts";

/** Worlds that once failed, and what they found. They are the same worlds as long as no event is added before others. */
const found: readonly (readonly [seed: number, what: string])[] = [
  [36, "who caught up was told who is here, and not shown where they are"],
  [19, "a world that could not be read for a moment never ticked again"],
  [1, "who lost their connection while walking walked on, for good"],
  [10, "who was stalled when a world came to rest never saw how it stands"],
  [40, "who was awake when the process died was taken for awake ever after"],
];

describe("worlds that found something", () => {
  it.each(found)("%i: %s", async (seed) => {
    expect((await simulateWorld(seed)).events).toBeGreaterThan(20);
  });
});

// The same and others of their kind, by hand: these stay what they are when events are added.

const shells: ShardShell[] = [];
afterEach(() => {
  for (const shell of shells.splice(0)) shell.end();
});

async function shard(map = smallRealm): Promise<ShardShell> {
  const shell = new ShardShell(await smallWorlds(map));
  shells.push(shell);
  return shell;
}

const quietRealm = { ...smallRealm, npcs: [] };
const names = (shell: ShardShell) => shell.runner.world.motion.people().map(({ name }) => name);
const walk = (n: number, x: number) => ({ t: "move", n, x, z: 0, facing: 0 });

describe("a shard", () => {
  it("takes nobody for awake whose connection went with the process, once they had a moment to come back", async () => {
    const shell = await shard();
    await shell.enter("Anna");
    await shell.enter("Ben");
    await shell.pass(500);
    shell.crash();
    await shell.enter("Anna");
    await shell.pass(1_000);
    expect(names(shell)).toEqual(["Anna", "Ben"]);
    await shell.pass(6_000);
    expect(names(shell)).toEqual(["Anna"]);
  });

  it("leaves who comes back in the same tick in which their old socket goes awake", async () => {
    const shell = await shard();
    const old = await shell.enter("Anna");
    await shell.pass(1_000);
    const now = await shell.enter("Anna");
    shell.runner.closed(old);
    await shell.pass(500);
    expect(names(shell)).toEqual(["Anna"]);
    await shell.type(now, "look");
    expect(shell.socket(now).frames.findLast(({ t }) => t === "reply")).toMatchObject({ ok: true });
  });

  it("lets who is gone before they were in sleep", async () => {
    const shell = await shard();
    await shell.enter("Ben");
    await shell.pass(100);
    shell.runner.closed(await shell.enter("Anna"));
    await shell.pass(500);
    expect(names(shell)).toEqual(["Ben"]);
  });

  it("lets who left while nothing could be written sleep once it can", async () => {
    const shell = await shard();
    const [anna] = [await shell.enter("Anna"), await shell.enter("Ben")];
    await shell.pass(1_000);
    shell.isFull = true;
    shell.runner.closed(anna);
    await shell.pass(200);
    shell.isFull = false;
    await shell.pass(10_000);
    expect(names(shell)).toEqual(["Ben"]);
  });

  it("stands whoever comes back still, and who steered by a connection that is gone", async () => {
    const shell = await shard(quietRealm);
    const anna = await shell.enter("Anna");
    await shell.pass(100);
    shell.say(anna, walk(1, 100));
    await shell.pass(200);
    const second = await shell.enter("Anna");
    await shell.pass(200);
    shell.say(anna, walk(2, 100));
    await shell.pass(200);
    shell.runner.closed(anna);
    await shell.pass(10_000);
    expect(shell.time.timerMs).toBeNull();
    shell.runner.closed(second);
    await shell.enter("Anna");
    await shell.pass(10_000);
    expect(shell.time.timerMs).toBeNull();
  });

  it("rests though somebody watches who has not entered", async () => {
    const shell = await shard(quietRealm);
    await shell.enter("Anna");
    const idle = shell.open();
    await shell.runner.message(idle, JSON.stringify({ t: "hello", v: 1, role: "player", token: "ben" }));
    shell.say(idle, { t: "watch", on: true });
    await shell.pass(10_000);
    expect(shell.time.timerMs).toBeNull();
  });

  it("ticks again after a moment in which its disk could be neither written nor read", async () => {
    const shell = await shard();
    await shell.enter("Anna");
    await shell.pass(1_000);
    shell.isUnreadable = true;
    await shell.pass(2_000);
    shell.isUnreadable = false;
    const anna = await shell.enter("Anna");
    await shell.type(anna, "look");
    expect(shell.socket(anna).frames.findLast(({ t }) => t === "reply")).toMatchObject({ id: 2, ok: true });
  });

  it("tells who was stalled how it stands, though it rests", async () => {
    const shell = await shard(quietRealm);
    const [anna, ben] = [await shell.enter("Anna"), await shell.enter("Ben")];
    const eyes = new MotionEyes(shell, ben, quietRealm);
    await eyes.pass(1_000);
    eyes.acknowledges = false;
    shell.say(anna, walk(1, 40));
    await eyes.pass(7_000);
    shell.say(anna, walk(2, -40));
    await eyes.pass(2_000);
    shell.say(anna, walk(3, 0));
    await eyes.pass(5_000);
    expect(shell.time.timerMs).toBeNull();
    eyes.acknowledges = true;
    shell.say(ben, { t: "seen", tick: eyes.frames.findLast(({ tick }) => tick !== null)?.tick });
    await eyes.pass(500);
    const [x] = eyes.at(shell.socket(anna).scene?.you?.entity ?? 0) ?? [];
    expect(x).toBeLessThan(1.5);
  });
});

describe("a page", () => {
  it("does not foresee up to a tick that is thousands of millions away", async () => {
    expect((await fuzzMotion(4_000, 1)).frames).toBe(4_000);
  });

  it.each([true, false])(
    "says that it stands still when the world counts anew while it walks (engine: %s)",
    async (hasEngine) => {
      const shell = await shard(quietRealm);
      const anna = await shell.enter("Anna");
      await shell.pass(500);
      const scenery = sceneryOf(quietRealm);
      const sent: { t: string; x?: number }[] = [];
      const page = new MovingWorld(scenery, (frame) => {
        shell.say(anna, frame);
        return sent.push(frame as { t: string }) > 0;
      });
      if (hasEngine) page.foresee(new Foresight(loadRapier(), scenery));
      else page.steerOnly();
      page.self = shell.socket(anna).scene?.you?.entity ?? null;
      shell.say(anna, { t: "watch", on: true });
      await shell.pass(100);
      const turn = async (x: number) => {
        for (let i = 0; i < 10; i++) {
          await shell.pass(50);
          for (const bytes of shell.socket(anna).motion.splice(0)) page.take(bytes, shell.time.nowMs);
          page.advance(shell.time.nowMs, { ...still, x });
        }
      };
      await turn(100);
      expect(sent.findLast(({ t }) => t === "move")).toMatchObject({ x: 100 });
      page.reset();
      await turn(0);
      expect(sent.findLast(({ t }) => t === "move")).toMatchObject({ x: 0 });
      page.stop();
    },
  );
});
