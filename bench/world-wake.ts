// Worlds that hibernate with their sockets kept: how long the next word takes to wake one, and after kill -9.
import { readArguments } from "./arguments.ts";
import { pause } from "./load/gate.ts";
import { costOf } from "./measure/process-cost.ts";
import { quantilesOf, round } from "./measure/quantiles.ts";
import { bar, barLines, machine, printResult } from "./output/bars.ts";
import { table } from "./output/table.ts";
import { buildWorker } from "./servers/built-worker.ts";
import { freshFolder } from "./servers/folders.ts";
import { type RestartReport, settleAll, type Wake, wakeAfterKill, wakeSleepers } from "./wake/runs.ts";
import { Sleepers } from "./wake/sleepers.ts";
import { WORLDS_MAX } from "./wake/waking.ts";

/** The next input wakes a world, restore included. */
const WAKE_P99_MS = 100;
/** Worlds that the server is killed under while they tick, for that many seconds after a checkpoint or fewer. */
const KILLED_AWAKE = 12;
const KILLED_AWAKE_EVERY_MS = 2_600;

const wish = readArguments("world-wake: how fast sleeping worlds wake", {
  worlds: { value: 120, help: `that sleep and are woken once each, at most ${WORLDS_MAX}` },
  restarts: { value: 5, help: "of the server by kill -9, with 10 worlds taken up after each" },
});

const built = freshFolder("wake-worker");
const folder = freshFolder("wake");
const worlds = Math.min(wish.worlds, WORLDS_MAX - KILLED_AWAKE);
const bundle = await buildWorker(built.path, "bench/wake/worker/index.ts");
const sleepers = await Sleepers.start(bundle, folder.path);
const { server } = sleepers;

console.error(`${worlds} worlds are entered, and left to come to rest: about ${Math.round(worlds / 2 + 85)} s …`);
await settleAll(sleepers, worlds);
const asleep = await wakeSleepers(sleepers, () => server.group);
const { residentKb } = costOf(server.group);

const killedAtRest: RestartReport[] = [];
for (let i = 0; i < wish.restarts; i++) {
  const ten = Array.from({ length: 10 }, (_, k) => (i * 10 + k) % worlds);
  killedAtRest.push(await wakeAfterKill(sleepers, ten));
}

console.error(`${KILLED_AWAKE} worlds are entered, and the server is killed while they tick …`);
const awake = Array.from({ length: KILLED_AWAKE }, (_, i) => worlds + i);
for (const index of awake) {
  await sleepers.settleIn(index);
  await pause(KILLED_AWAKE_EVERY_MS);
}
const killedAwake = await wakeAfterKill(sleepers, awake);
await server.kill();
folder.remove();
built.remove();

/** One line of the table, and what is printed for programs. */
function figures(name: string, wakes: readonly Wake[]) {
  const of = (value: (wake: Wake) => number) => quantilesOf(wakes.map(value));
  return {
    name,
    count: wakes.length,
    ms: of(({ ms }) => ms),
    startMs: of(({ waking }) => waking.startMs),
    restoreMs: of(({ waking }) => waking.restoreMs),
    replayed: of(({ waking }) => waking.replayed),
    checkpointKb: round(of(({ waking }) => waking.checkpointBytes).p50 / 1_024, 1),
  };
}

const results = [
  figures("asleep, sockets kept", asleep.wakes),
  figures(
    "killed at rest, first world of the process",
    killedAtRest.flatMap(({ first }) => first),
  ),
  figures(
    "killed at rest, further worlds",
    killedAtRest.flatMap(({ others }) => others),
  ),
  figures("killed while ticking, first world", killedAwake.first),
  figures("killed while ticking, further worlds", killedAwake.others),
];
const restartMs = quantilesOf([...killedAtRest, killedAwake].map(({ restartMs }) => restartMs));
const awakeMs = quantilesOf(asleep.awakeMs);
const [slept] = results;
const bars = [
  bar("asleep, sockets kept: reply p99, ms", slept?.ms.p99 ?? 0, WAKE_P99_MS),
  bar("worlds that did not sleep", asleep.stillAwake, 0),
];

const head = ["world", "woken", "p50 ms", "p99 ms", "max ms", "start p50", "restore p50", "p99", "ticks again, max"];
const rows = results.map(({ name, count, ms, startMs, restoreMs, replayed }) => [
  name,
  count,
  ms.p50,
  ms.p99,
  ms.max,
  startMs.p50,
  restoreMs.p50,
  restoreMs.p99,
  replayed.max,
]);
console.log(`${table(head, rows)}

asleep: from a command on the kept socket to its reply. Every object counted was made after that had been sent;
        ${asleep.stillAwake} were older. Before, the process used ${round(asleep.idleCpuPercent)} % of a core.
killed: from the upgrade of a new socket to the first scene; the process itself was up after ${restartMs.p50} ms (at most ${restartMs.max}).
        The first world of a process finds nothing compiled: so does one that wakes where its isolate is gone too.
start: making what runs the world, the script engine above all. restore: checkpoint, scripts, bodies, ticks run again.
A checkpoint is ${slept?.checkpointKb} KiB. In a world that ticks a reply takes ${awakeMs.p50} ms (p99 ${awakeMs.p99}): it waits for the tick.
The process held ${Math.round(residentKb / 1_024)} MB after all had been woken.

${barLines(bars)}
`);
printResult({ bench: "world-wake", ...wish, machine: machine(), results, awakeMs, restartMs, residentKb, bars });
process.exit(bars.every(({ met }) => met) ? 0 : 1);
