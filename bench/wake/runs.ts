import { pause } from "../load/gate.ts";
import { costOf } from "../measure/process-cost.ts";
import type { Sleepers } from "./sleepers.ts";
import type { Waking } from "./waking.ts";

/** One world's waking. */
export interface Wake {
  /** From what was sent to what came back. */
  ms: number;
  waking: Waking;
}

/** Between two of them, so that neither disturbs the other. */
const PAUSE_MS = 60;
/** Somebody comes to the next world. */
const ARRIVE_EVERY_MS = 500;

/** Somebody in each of so many worlds, one after the other. */
export async function settleAll(sleepers: Sleepers, worlds: number): Promise<void> {
  for (let i = 0; i < worlds; i++) {
    const nextMs = Date.now() + ARRIVE_EVERY_MS;
    await sleepers.settleIn(i);
    await pause(Math.max(0, nextMs - Date.now()));
  }
}

/** What came of waking sleeping worlds over the sockets that they kept. */
export interface SleepReport {
  wakes: Wake[];
  /** Worlds whose object was older than the word that was to wake it: they measure nothing. */
  stillAwake: number;
  /** The same question again, at once: what a reply takes in a world that ticks. */
  awakeMs: number[];
  /** The process's, in the seconds of waiting before. */
  idleCpuPercent: number;
}

/** Waits until all sleep; then everybody says a word, one after the other. */
export async function wakeSleepers(sleepers: Sleepers, group: () => number): Promise<SleepReport> {
  await sleepers.untilAsleep();
  const idleCpuPercent = await idleCpu(group());
  const report: SleepReport = { wakes: [], stillAwake: 0, awakeMs: [], idleCpuPercent };
  for (const [index, visitor] of [...sleepers.visitors]) {
    const sentMs = Date.now();
    const ms = await visitor.type("look");
    report.awakeMs.push(await visitor.type("look"));
    const waking = (await sleepers.wakings()).get(index);
    // Its object was made after the word had left: it was not in memory before.
    if (waking && waking.madeMs >= sentMs) report.wakes.push({ ms, waking });
    else report.stillAwake += 1;
    await sleepers.forget(index);
    await pause(PAUSE_MS);
  }
  return report;
}

async function idleCpu(group: number): Promise<number> {
  const [startedMs, usedMs] = [performance.now(), costOf(group).cpuMs];
  await pause(2_000);
  return ((costOf(group).cpuMs - usedMs) / (performance.now() - startedMs)) * 100;
}

/** What came of `kill -9`, a restart, and somebody coming back to each world. */
export interface RestartReport {
  restartMs: number;
  /** The process's first world, for which the engines are made too. */
  first: Wake[];
  others: Wake[];
}

/** Kills the server, starts it again, and comes back to these worlds one after the other. */
export async function wakeAfterKill(sleepers: Sleepers, worlds: readonly number[]): Promise<RestartReport> {
  const restartMs = await sleepers.restart();
  const wakes: Wake[] = [];
  for (const index of worlds) {
    const { firstSceneMs } = await sleepers.arrive(index);
    const waking = (await sleepers.wakings()).get(index);
    if (waking) wakes.push({ ms: firstSceneMs, waking });
    await sleepers.forget(index);
    await pause(PAUSE_MS);
  }
  return { restartMs, first: wakes.slice(0, 1), others: wakes.slice(1) };
}
