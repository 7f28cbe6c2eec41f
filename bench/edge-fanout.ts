// What a broadcast costs the edge node, against a bare ws server and Colyseus, in the same game.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readArguments } from "./arguments.ts";
import { cpuPerBroadcastMessage, cpuPerMessage, type Figure, GameSeries } from "./game/game-series.ts";
import { median, round } from "./measure/quantiles.ts";
import { bar, barLines, machine, printResult } from "./output/bars.ts";
import { table } from "./output/table.ts";
import { bareWs, colyseus, type Entry, skerryOnEdge } from "./servers/contestants.ts";
import { root } from "./servers/folders.ts";

const wish = readArguments("edge-fanout: server CPU for each delivered message, on the edge node and its peers", {
  players: { value: 1_000, help: "how many play" },
  questions: { value: 5, help: "questions of the game" },
  within: { value: 5, help: "seconds within which everybody answers" },
  repeat: { value: 3, help: "games on each server, in turn" },
});

const EDGE = "Skerry, edge node";
const WS = "bare ws";
const COLYSEUS = "Colyseus 0.18";
const isInstalled = existsSync(join(root, "bench/peers/node_modules/@colyseus/core"));
const entries: (readonly [string, Entry])[] = [
  [EDGE, skerryOnEdge],
  [WS, bareWs],
];
if (isInstalled) entries.push([COLYSEUS, colyseus]);

const series = await GameSeries.play(entries, wish);
const figures: Record<string, Figure> = {
  "µs a message, broadcasts": cpuPerBroadcastMessage,
  "µs a message, whole game": cpuPerMessage,
  "µs a player and question": series.cpuPerPlayer,
  "fan-out p99 ms": ({ fanOutMs }) => fanOutMs.p99,
};
const names = Object.keys(figures);
const results = [...series.games].map(([server, reports]) => {
  const values = Object.values(figures).map((figure) => round(median(reports.map(figure))));
  return { server, ...Object.fromEntries(names.map((name, i) => [name, values[i] ?? 0])) };
});
console.log(
  `${table(
    ["server", ...names],
    results.map((one) => Object.values(one)),
  )}\n`,
);
if (!isInstalled) console.log("Colyseus was left out: its packages could not be installed in bench/peers/.");

const limits = [
  [WS, "broadcasts", cpuPerBroadcastMessage, 1.25],
  [WS, "the whole game", cpuPerMessage, 1.25],
  [COLYSEUS, "the whole game, a player and question", series.cpuPerPlayer, 1],
  [COLYSEUS, "the whole game", cpuPerMessage, 1],
] as const;
const bars = limits.flatMap(([peer, what, figure, most]) => {
  const ratio = series.ratio(EDGE, peer, figure);
  return ratio === null ? [] : [bar(`CPU of ${what}, as a multiple of ${peer}`, ratio, most)];
});
console.log(`${barLines(bars)}\n`);
printResult({ bench: "edge-fanout", ...wish, machine: machine(), results, bars });
process.exit(series.isWhole ? 0 : 1);
