import { afterEach, describe, expect, it } from "vitest";
import { randomFor } from "../../core/random.ts";
import { sceneryOf } from "../../core/world/scenery.ts";
import { loadRapier } from "../../edge-sim/rapier.ts";
import { LaggingPlayer, type Way } from "../../testing/lagging-player.ts";
import { ShardShell } from "../../testing/shard-shell.ts";
import { smallRealm } from "../../testing/small-realm.ts";
import { smallWorlds } from "../../testing/small-world.ts";
import { still } from "./move-wish.ts";
import type { MovingActor } from "./moving-moment.ts";

const shells: ShardShell[] = [];
afterEach(() => {
  for (const shell of shells.splice(0)) shell.end();
});

const FRAME_MS = 16;

async function walkers(way: Partial<Way> = {}) {
  const shell = new ShardShell(await smallWorlds());
  shells.push(shell);
  const full: Way = { delayMs: 100, jitterMs: 20, loss: 0.05, random: randomFor("way", "1"), ...way };
  const parts = { scenery: sceneryOf(smallRealm), rapier: loadRapier(), way: full };
  const [annaId, benId] = [await shell.enter("Anna"), await shell.enter("Ben")];
  await shell.pass(1_000);
  const anna = new LaggingPlayer(shell, annaId, parts);
  const ben = new LaggingPlayer(shell, benId, { ...parts, way: { ...full, random: randomFor("way", "2") } });
  const entity = shell.socket(annaId).scene?.you?.entity ?? 0;
  return { shell, anna, ben, entity };
}

type Walkers = Awaited<ReturnType<typeof walkers>>;

/** Frames for so long; what was shown of somebody on a screen, frame by frame. */
function watch({ shell, anna, ben }: Walkers, ms: number, of: number, on: "anna" | "ben"): MovingActor[] {
  const shown: MovingActor[] = [];
  for (let passed = 0; passed < ms; passed += FRAME_MS) {
    shell.time.advance(FRAME_MS, { timer: () => shell.runner.timer(), alarm: () => shell.runner.alarm() });
    const moments = { anna: anna.frame(), ben: ben.frame() };
    const { actors, count } = moments[on];
    const found = actors.slice(0, count).find(({ entity }) => entity === of);
    if (found) shown.push({ ...found });
  }
  return shown;
}

/** The longest way between two frames, in metres. */
function longestStep(shown: readonly MovingActor[]): number {
  const steps = shown.slice(1).map((one, i) => Math.hypot(one.x - (shown[i]?.x ?? 0), one.z - (shown[i]?.z ?? 0)));
  return Math.max(0, ...steps);
}

/** Walking pace, in metres a frame. */
const PACE_M = (3 * FRAME_MS) / 1_000;
const east = { ...still, x: 100, facing: 64 };
const west = { ...still, x: -100, facing: 192 };

describe("one's own body", () => {
  it("moves in the very next frames, though the shard is 200 ms away", async () => {
    const walk = await walkers();
    watch(walk, 2_000, walk.entity, "anna");
    walk.anna.wish = east;
    const shown = watch(walk, 150, walk.entity, "anna");
    expect((shown.at(-1)?.x ?? 0) - (shown[0]?.x ?? 0)).toBeGreaterThan(0.2);
  });

  it.each([1, 2, 3, 4, 5, 6])("never snaps at 200 ms and a loss of 0.05, whatever one does (seed %i)", async (seed) => {
    const random = randomFor("walk", String(seed));
    const walk = await walkers({ random: randomFor("way", String(seed)) });
    watch(walk, 2_000, walk.entity, "anna");
    const shown: MovingActor[] = [];
    for (let i = 0; i < 20; i++) {
      const [x, z] = [Math.round(random() * 200 - 100), Math.round(random() * 200 - 100)];
      walk.anna.wish = random() < 0.3 ? still : { x, z, facing: Math.floor(random() * 256), jump: random() < 0.2 };
      shown.push(...watch(walk, 100 + random() * 900, walk.entity, "anna"));
    }
    expect(longestStep(shown)).toBeLessThan(3 * PACE_M);
  });

  it("comes to stand where the shard has it, and others see it walk there smoothly", async () => {
    const walk = await walkers();
    watch(walk, 2_000, walk.entity, "anna");
    walk.anna.wish = west;
    const onBens = watch(walk, 1_000, walk.entity, "ben");
    walk.anna.wish = still;
    onBens.push(...watch(walk, 2_000, walk.entity, "ben"));
    const own = watch(walk, 100, walk.entity, "anna").at(-1);
    const truth = walk.shell.runner.world.scenes.scene(0).you;
    expect(truth?.entity).toBe(walk.entity);
    expect(own?.x).toBeCloseTo(onBens.at(-1)?.x ?? 0, 1);
    expect((onBens[0]?.x ?? 0) - (onBens.at(-1)?.x ?? 0)).toBeGreaterThan(2);
    expect(longestStep(onBens)).toBeLessThan(2 * PACE_M);
  });

  it("is foreseen rightly: what the shard tells corrects hardly anything on a steady line", async () => {
    const walk = await walkers({ loss: 0, jitterMs: 5 });
    watch(walk, 2_000, walk.entity, "anna");
    walk.anna.wish = west;
    const shown = watch(walk, 900, walk.entity, "anna");
    expect(longestStep(shown)).toBeLessThan(1.2 * PACE_M);
  });

  it("walks by a command as the shard leads it, without snapping", async () => {
    const walk = await walkers();
    watch(walk, 2_000, walk.entity, "anna");
    walk.anna.send({ t: "command", id: 9, line: "north" });
    const shown = watch(walk, 6_000, walk.entity, "anna");
    expect(walk.shell.runner.world.viewer(0)?.area).toBe("yard");
    expect(longestStep(shown)).toBeLessThan(3 * PACE_M);
  });
});
