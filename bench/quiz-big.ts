// 9,000 players in one Durable Object whose heap is capped as production would cap it: a whole game.
import { readFileSync } from "node:fs";
import { readArguments } from "./arguments.ts";
import { load } from "./load/job-for.ts";
import { round } from "./measure/quantiles.ts";
import { bar, barLines, machine, printResult } from "./output/bars.ts";
import { table } from "./output/table.ts";
import { buildWorker } from "./servers/built-worker.ts";
import { skerryOnWorkerd } from "./servers/contestants.ts";
import { freshFolder } from "./servers/folders.ts";

/** Local workerd holds two descriptors a connection (measured: quiz-storm), and some for itself. */
const DESCRIPTORS_A_PLAYER = 2;
const DESCRIPTORS_BESIDES = 500;

const wish = readArguments("quiz-big: the largest room there may be", {
  players: { value: 9_000, help: "how many play, if the system allows so many files" },
  questions: { value: 2, help: "questions of the game" },
  within: { value: 15, help: "seconds within which everybody answers" },
  heap: { value: 112, help: "MB of V8 heap for the whole script" },
});

const limit = Number(/^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1]);
const players = Math.min(wish.players, Math.floor((limit - DESCRIPTORS_BESIDES) / DESCRIPTORS_A_PLAYER));
if (players < wish.players) console.error(`Only ${players} players: ${limit} open files a process are allowed here.`);

const built = freshFolder("worker");
const entry = skerryOnWorkerd(await buildWorker(built.path), [`--max-old-space-size=${wish.heap}`]);
const contestant = await entry({ questions: wish.questions, seconds: 20 });
const report = await load(contestant, {
  players,
  joiningAtOnce: 1_000,
  rounds: wish.questions,
  answerWithinMs: wish.within * 1_000,
  seed: 1,
}).finally(() => contestant.stop());
built.remove();

const result = {
  players,
  fileLimit: limit,
  joined: report.joined,
  joinAllMs: report.joinAllMs,
  joinP99Ms: report.joinMs.p99,
  fanOutP50Ms: report.fanOutMs.p50,
  fanOutP99Ms: report.fanOutMs.p99,
  revealP99Ms: report.revealMs.p99,
  ackP50Ms: report.ackMs.p50,
  ackP99Ms: report.ackMs.p99,
  answersSent: report.answersSent,
  answersAccepted: report.answersAccepted,
  framesMissing: report.framesMissing,
  podiums: report.podiums,
  lateQuestions: report.lateQuestions,
  failures: report.failures,
  cpuPerMessageUs: round((report.game.cpuMs * 1_000) / report.game.delivered),
  residentMb: round(report.cost.end.residentKb / 1_024),
  peakMb: round(report.cost.end.peakKb / 1_024),
  descriptors: report.cost.joined.descriptors,
};
const bars = [
  bar("players refused or lost", players - result.joined, 0),
  bar("answers lost", players * wish.questions - result.answersAccepted, 0),
  bar("without the podium", players - result.podiums, 0),
];
const head = [
  "players",
  "all in ms",
  "fan-out p50",
  "p99",
  "reveal p99",
  "ack p50",
  "p99",
  "CPU µs/msg",
  "RSS MB",
  "peak MB",
];
const { joinAllMs, fanOutP50Ms, fanOutP99Ms, revealP99Ms, ackP50Ms, ackP99Ms, cpuPerMessageUs, residentMb, peakMb } =
  result;
const row = [
  players,
  joinAllMs,
  fanOutP50Ms,
  fanOutP99Ms,
  revealP99Ms,
  ackP50Ms,
  ackP99Ms,
  cpuPerMessageUs,
  residentMb,
  peakMb,
];
console.log(`${table(head, [row])}\n\n${barLines(bars)}\n`);
printResult({ bench: "quiz-big", ...wish, machine: machine(), result, bars });
process.exit(bars.every(({ met }) => met) ? 0 : 1);
