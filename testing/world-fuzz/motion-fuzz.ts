import { MovingWorld } from "../../client/motion/moving-world.ts";
import { SNAPSHOT_ENTITIES_MAX } from "../../core/protocol/snapshot/frame-body.ts";
import { hostileFrame, seeded } from "../../core/protocol/snapshot/snapshot.fuzz.ts";
import { Foresight } from "../../core/world/prediction/foresight.ts";
import { sceneryOf } from "../../core/world/scenery.ts";
import { loadRapier } from "../../edge-sim/rapier.ts";
import { MotionEyes } from "../motion-eyes.ts";
import { ShardShell } from "../shard-shell.ts";
import { smallRealm } from "../small-realm.ts";
import { smallWorlds } from "../small-world.ts";

export interface MotionFuzzReport {
  frames: number;
  /** Frames after which something else was shown than nothing. */
  shown: number;
  actorsMax: number;
}

/** After so many frames a page begins anew, with real frames. */
const PAGE_FRAMES = 40;
/** Every so many frames the screen is drawn. */
const DRAW_EVERY = 5;

/**
 * Binary frames that are random, or a shard's own with bytes changed, cut off or put together, as a page takes them.
 * The property: nothing throws, what is shown are numbers, and there is never more of it than a snapshot may hold.
 * @throws Error when it is not so
 */
export async function fuzzMotion(frames: number, seed: number): Promise<MotionFuzzReport> {
  const random = seeded(seed);
  const corpus = await realFrames();
  const scenery = sceneryOf(smallRealm);
  const foresight = new Foresight(loadRapier(), scenery);
  const report: MotionFuzzReport = { frames: 0, shown: 0, actorsMax: 0 };
  let page = new MovingWorld(scenery, () => true);
  let nowMs = 0;
  let next = 0;
  while (report.frames < frames) {
    if (report.frames % PAGE_FRAMES === 0) {
      page = new MovingWorld(scenery, () => random() < 0.9);
      // Every tenth page has an engine, which is made to stand where frames say.
      if (random() < 0.1) page.foresee(foresight);
      else page.steerOnly();
      page.self = random() < 0.5 ? (corpus.self ?? null) : Math.floor(random() * 2 ** 32);
      next = Math.floor(random() * corpus.frames.length);
      for (const frame of corpus.frames.slice(0, next)) {
        nowMs += 50;
        page.take(frame, nowMs);
      }
    }
    const one = corpus.frames[random() < 0.8 ? next : Math.floor(random() * corpus.frames.length)];
    nowMs += random() * 100;
    page.take(hostileFrame(one ?? new Uint8Array(2), random), nowMs);
    report.frames += 1;
    if (report.frames % DRAW_EVERY === 0) draw(page, nowMs, random, report);
  }
  return report;
}

function draw(page: MovingWorld, nowMs: number, random: () => number, report: MotionFuzzReport): void {
  const wish = { x: Math.floor(random() * 201) - 100, z: 0, facing: 0, jump: random() < 0.2 };
  page.advance(nowMs, wish);
  const { actors, count, lit } = page.moment(nowMs);
  report.actorsMax = Math.max(report.actorsMax, actors.length);
  if (count + lit.size > 0) report.shown += 1;
  if (actors.length + lit.size > SNAPSHOT_ENTITIES_MAX) throw new Error(`${actors.length} actors are shown`);
  for (const { x, y, z, turn, speed } of actors.slice(0, count)) {
    const isPossible = [x, y, z, turn, speed].every(Number.isFinite);
    if (!isPossible) throw new Error(`Frame ${report.frames}: something is shown at ${x} ${y} ${z}`);
  }
}

/** The frames of a lively hall, as one who watches gets them. */
async function realFrames(): Promise<{ frames: Uint8Array[]; self: number | undefined }> {
  const shell = new ShardShell(await smallWorlds());
  const frames: Uint8Array[] = [];
  const [anna, ben] = [await shell.enter("Anna"), await shell.enter("Ben")];
  shell.onMotion = (_, frame) => frames.push(frame.slice());
  const eyes = new MotionEyes(shell, ben, smallRealm);
  for (const line of ["get mug", "drop mug", "north", "south", "sit on bench"]) {
    shell.say(anna, { t: "command", id: 2, line });
    await eyes.pass(1_500);
  }
  const self = shell.socket(ben).scene?.you?.entity;
  shell.end();
  return { frames, self };
}
