// A whole game of 1,000 players, and the same game on every peer, in turn on the same machine.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readArguments } from "./arguments.ts";
import { cpuPerBroadcastMessage, cpuPerMessage, GameSeries } from "./game/game-series.ts";
import type { LoadReport } from "./load/job.ts";
import { median, round } from "./measure/quantiles.ts";
import { bar, barLines, machine, printResult } from "./output/bars.ts";
import { table } from "./output/table.ts";
import { buildWorker } from "./servers/built-worker.ts";
import { bareObject, bareWs, colyseus, type Entry, skerryOnEdge, skerryOnWorkerd } from "./servers/contestants.ts";
import { freshFolder, root } from "./servers/folders.ts";

const ACK_P99_MS = 50;
/** Server CPU per delivered message, against the bare peer. */
const FAN_OUT_RATIO = 1.25;

const wish = readArguments("quiz-game: a whole game, on the product and on its peers", {
  players: { value: 1_000, help: "how many play" },
  questions: { value: 5, help: "questions of the game" },
  within: { value: 5, help: "seconds within which everybody answers" },
  repeat: { value: 3, help: "games on each server, in turn" },
  only: {
    value: "",
    help: "servers to play on, by letters: w workerd, o bare object, e edge node, s bare ws, c Colyseus",
  },
});

const WORKERD = "Skerry, workerd";
const OBJECT = "bare Durable Object";
const EDGE = "Skerry, edge node";
const WS = "bare ws";
const COLYSEUS = "Colyseus 0.18";

const built = freshFolder("worker");
const all: [letter: string, name: string, entry: Entry][] = [
  ["w", WORKERD, skerryOnWorkerd(await buildWorker(built.path))],
  ["o", OBJECT, bareObject],
  ["e", EDGE, skerryOnEdge],
  ["s", WS, bareWs],
  ["c", COLYSEUS, colyseus],
];
const installed = existsSync(join(root, "bench/peers/node_modules/@colyseus/core"));
const entries = all.filter(
  ([letter]) => (wish.only === "" || wish.only.includes(letter)) && (letter !== "c" || installed),
);

const series = await GameSeries.play(
  entries.map(([, name, entry]) => [name, entry] as const),
  wish,
);
const { games, cpuPerPlayer } = series;
built.remove();

const results = [...games].map(([name, runs]) => {
  const of = (figure: (report: LoadReport) => number) => round(median(runs.map(figure)));
  const sum = (figure: (report: LoadReport) => number) => runs.reduce((total, report) => total + figure(report), 0);
  return {
    name,
    games: runs.length,
    joined: sum((report) => report.joined),
    answersSent: sum((report) => report.answersSent),
    answersAccepted: sum((report) => report.answersAccepted),
    framesMissing: sum((report) => report.framesMissing),
    podiums: sum((report) => report.podiums),
    lateQuestions: sum((report) => report.lateQuestions),
    failures: runs.map(({ failures }) => failures).filter((failures) => Object.keys(failures).length > 0),
    joinAllMs: of((report) => report.joinAllMs),
    joinP50Ms: of((report) => report.joinMs.p50),
    joinP99Ms: of((report) => report.joinMs.p99),
    fanOutP50Ms: of((report) => report.fanOutMs.p50),
    fanOutP99Ms: of((report) => report.fanOutMs.p99),
    revealP99Ms: of((report) => report.revealMs.p99),
    ackP50Ms: of((report) => report.ackMs.p50),
    ackP99Ms: of((report) => report.ackMs.p99),
    delivered: of((report) => report.game.delivered),
    deliveredBytes: of((report) => report.game.deliveredBytes),
    cpuPerMessageUs: of(cpuPerMessage),
    cpuPerBroadcastMessageUs: of(cpuPerBroadcastMessage),
    cpuPerPlayerAndQuestionUs: of(cpuPerPlayer),
    cpuPerJoinUs: of((report) => (report.joins.cpuMs * 1_000) / report.players),
    residentMb: of((report) => report.cost.end.residentKb / 1_024),
    kbPerConnection: of((report) => (report.cost.joined.residentKb - report.cost.empty.residentKb) / report.players),
    generatorCpuMs: of((report) => report.generatorCpuMs),
  };
});

const pairs = [
  [WORKERD, OBJECT, FAN_OUT_RATIO],
  [EDGE, WS, FAN_OUT_RATIO],
  [EDGE, COLYSEUS, 1],
] as const;
const ratios = pairs.flatMap(([name, peer, most]) => {
  const message = series.ratio(name, peer, cpuPerMessage);
  const player = series.ratio(name, peer, cpuPerPlayer);
  const broadcast = series.ratio(name, peer, cpuPerBroadcastMessage);
  return message === null || player === null || broadcast === null
    ? []
    : [
        {
          name,
          peer,
          cpuPerMessage: message,
          cpuPerBroadcastMessage: broadcast,
          cpuPerPlayerAndQuestion: player,
          most,
        },
      ];
});

const bars = [
  ...ratios.map(({ name, peer, cpuPerMessage, most }) =>
    bar(`${name}: CPU a message, as a multiple of ${peer}`, cpuPerMessage, most),
  ),
  ...results
    .filter(({ name }) => name.startsWith("Skerry"))
    .flatMap(({ name, ackP99Ms, answersSent, answersAccepted }) => [
      bar(`${name}: answer acknowledged p99, ms`, ackP99Ms, ACK_P99_MS),
      bar(`${name}: answers lost`, answersSent - answersAccepted, 0),
    ]),
];

const head = [
  "server",
  "joins ms",
  "join p99",
  "fan-out p50",
  "p99",
  "reveal p99",
  "ack p50",
  "p99",
  "CPU µs/msg",
  "broadcast",
  "µs/player·q",
  "RSS MB",
  "kB/conn",
];
const rows = results.map((one) => [
  one.name,
  one.joinAllMs,
  one.joinP99Ms,
  one.fanOutP50Ms,
  one.fanOutP99Ms,
  one.revealP99Ms,
  one.ackP50Ms,
  one.ackP99Ms,
  one.cpuPerMessageUs,
  one.cpuPerBroadcastMessageUs,
  one.cpuPerPlayerAndQuestionUs,
  one.residentMb,
  one.kbPerConnection,
]);
console.log(`${table(head, rows)}\n`);
for (const { name, peer, cpuPerMessage, cpuPerBroadcastMessage, cpuPerPlayerAndQuestion } of ratios) {
  const figures = `${cpuPerMessage} a message (${cpuPerBroadcastMessage} in broadcasts), ${cpuPerPlayerAndQuestion} a player and question`;
  console.log(`${name} : ${peer}, CPU  ${figures}`);
}
if (!installed) console.log("Colyseus was left out: its packages could not be installed in bench/peers/.");
console.log(`\n${barLines(bars)}\n`);
printResult({ bench: "quiz-game", ...wish, machine: machine(), results, ratios, bars });
process.exit(series.isWhole ? 0 : 1);
