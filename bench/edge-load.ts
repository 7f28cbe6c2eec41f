// One edge node with 500 people on telnet, 200 on UDP and 300 on WebSockets, all in one world.

import { readArguments } from "./arguments.ts";
import { CrowdProcess } from "./edge/crowd.ts";
import type { CrowdReport } from "./edge/crowd-job.ts";
import { quantile, readMemory, readTicks, ticksBetween } from "./edge/tick-figures.ts";
import { pause } from "./load/gate.ts";
import { costOf } from "./measure/process-cost.ts";
import { round } from "./measure/quantiles.ts";
import { bar, barLines, machine, printResult } from "./output/bars.ts";
import { table } from "./output/table.ts";
import { buildEdge } from "./servers/built-edge.ts";
import { BENCH_SECRET } from "./servers/contestant.ts";
import { edgeCommand } from "./servers/edge.ts";
import { freshFolder } from "./servers/folders.ts";
import { freePort, ServerProcess } from "./servers/server-process.ts";

const TICK_P99_MS = 25;
const RESIDENT_MB = 300;

const wish = readArguments("edge-load: people by every door in one world on one process", {
  telnets: { value: 500, help: "people on telnet" },
  datagrams: { value: 200, help: "people on UDP" },
  sockets: { value: 300, help: "people on WebSockets" },
  seconds: { value: 60, help: "measured, once everybody is in and has settled" },
  settle: { value: 15, help: "seconds before" },
  entering: { value: 20, help: "people on their way in at the same moment" },
  realm: { value: "whisperwood", help: "the world" },
  flags: { value: "", help: "flags of Node, instead of those in edge-sim/node-options.json" },
});

const folder = freshFolder("edge-load");
const [port, telnetPort, udpPort] = [await freePort(), await freePort(), await freePort()];
const program = await buildEdge(folder.path);
const nodeFlags = wish.flags === "" ? {} : { nodeFlags: wish.flags.split(" ") };
const server = await ServerProcess.start(
  edgeCommand({ folder: folder.path, port, telnetPort, udpPort, secret: BENCH_SECRET, program, ...nodeFlags }),
);
const url = `http://127.0.0.1:${port}`;
const crowd = new CrowdProcess();

async function measure() {
  const empty = costOf(server.group);
  const enteredMs = performance.now();
  await crowd.enter({
    url,
    realm: wish.realm,
    telnetPort,
    secret: BENCH_SECRET,
    telnets: wish.telnets,
    datagrams: wish.datagrams,
    sockets: wish.sockets,
    enteringAtOnce: wish.entering,
    seed: 4,
  });
  const enterMs = performance.now() - enteredMs;
  console.error(`everybody is in, or was turned away, after ${round(enterMs / 1_000, 1)} s`);
  await pause(wish.settle * 1_000);
  const [before, costBefore] = [await readTicks(url, wish.realm), costOf(server.group)];
  await crowd.reset();
  await pause(wish.seconds * 1_000);
  const report = await crowd.report();
  const [after, cost] = [await readTicks(url, wish.realm), costOf(server.group)];
  const memory = await readMemory(url);
  return { empty, enterMs, report, ticks: ticksBetween(before, after), costBefore, cost, memory };
}

const measured = await measure().finally(() => crowd.end());
await server.stop();
folder.remove();

const { report, ticks, cost, costBefore, empty } = measured;
const people = wish.telnets + wish.datagrams + wish.sockets;
const residentMb = round(cost.residentKb / 1_024, 1);
const result = {
  tickP50Ms: quantile(ticks, 0.5),
  tickP99Ms: quantile(ticks, 0.99),
  ticksPerSecond: round(ticks.count / wish.seconds, 1),
  meanTickMs: round((ticks.sumSeconds * 1_000) / ticks.count),
  residentMb,
  ...measured.memory,
  peakMb: round(cost.peakKb / 1_024, 1),
  emptyMb: round(empty.residentKb / 1_024, 1),
  kbPerPerson: round((cost.residentKb - empty.residentKb) / people, 1),
  serverCpuShare: round((cost.cpuMs - costBefore.cpuMs) / (wish.seconds * 1_000)),
  enterSeconds: round(measured.enterMs / 1_000, 1),
  people: report,
};

const kinds: (keyof CrowdReport)[] = ["telnets", "datagrams", "sockets"];
const rows = kinds.map((kind) => {
  const { entered, received, receivedBytes, answeredMs, unanswered, lost } = report[kind];
  const each = Math.max(1, entered) * wish.seconds;
  return [
    kind,
    entered,
    round(received / each, 1),
    Math.round(receivedBytes / each),
    answeredMs.p50,
    answeredMs.p99,
    unanswered,
    JSON.stringify(lost),
  ];
});
console.log(
  `${table(["people on", "entered", "frames/s", "bytes/s each", "answer p50 ms", "p99", "unanswered", "lost"], rows)}\n`,
);
console.log(
  `a tick takes ${result.tickP50Ms} ms (p50), ${result.tickP99Ms} ms (p99), ${result.meanTickMs} ms in the mean; ${result.ticksPerSecond} a second`,
);
console.log(
  `the process holds ${residentMb} MB (at most ${result.peakMb}, ${result.emptyMb} when empty): ${result.heapMb} in the heap, ${result.externalMb} outside, ${result.kbPerPerson} kB each; ${result.serverCpuShare} cores\n`,
);
const isWhole = kinds.every(
  (kind) => report[kind].entered === wish[kind] && Object.keys(report[kind].lost).length === 0,
);
const bars = [
  bar("a tick, p99 in ms", result.tickP99Ms, TICK_P99_MS),
  bar("resident, MB", residentMb, RESIDENT_MB),
  bar("turned away or lost", people - kinds.reduce((sum, kind) => sum + report[kind].entered, 0), 0),
];
console.log(`${barLines(bars)}\n`);
printResult({ bench: "edge-load", ...wish, machine: machine(), ...result, bars });
process.exit(isWhole ? 0 : 1);
