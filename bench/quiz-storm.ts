// 1,000 players join one room at the same moment, on both shells.
import { readArguments } from "./arguments.ts";
import type { LoadReport } from "./load/job.ts";
import { load } from "./load/job-for.ts";
import { median, round } from "./measure/quantiles.ts";
import { bar, barLines, machine, printResult } from "./output/bars.ts";
import { table } from "./output/table.ts";
import { buildWorker } from "./servers/built-worker.ts";
import { bareObject, type Entry, skerryOnEdge, skerryOnWorkerd } from "./servers/contestants.ts";
import { freshFolder } from "./servers/folders.ts";

const JOIN_ALL_MS = 3_000;

const wish = readArguments("quiz-storm: players join one room all at once", {
  players: { value: 1_000, help: "how many join" },
  repeat: { value: 3, help: "storms on each server, in turn" },
});

interface Storm {
  report: LoadReport;
  /** Players that the server says are in; `null` where it cannot say. */
  inRoom: number | null;
}

const built = freshFolder("worker");
const entries: Record<string, Entry> = {
  "Skerry, workerd": skerryOnWorkerd(await buildWorker(built.path)),
  "Skerry, edge node": skerryOnEdge,
  "bare Durable Object": bareObject,
};
const storms: Record<string, Storm[]> = {};
for (let i = 0; i < wish.repeat; i++) {
  for (const [name, entry] of Object.entries(entries)) storms[name] = [...(storms[name] ?? []), await storm(entry, i)];
}
built.remove();

async function storm(entry: Entry, seed: number): Promise<Storm> {
  const contestant = await entry({ questions: 1, seconds: 20 });
  try {
    const { players } = wish;
    const report = await load(contestant, { players, joiningAtOnce: players, rounds: 0, answerWithinMs: 0, seed });
    const response = await fetch(`${contestant.url}/api/v1/rooms/${contestant.code}`);
    const said = response.headers.get("content-type")?.includes("json") ? await response.json() : null;
    return { report, inRoom: (said as { players: number } | null)?.players ?? null };
  } finally {
    await contestant.stop();
  }
}

const results = Object.entries(storms).map(([name, runs]) => {
  const of = (figure: (report: LoadReport) => number) => round(median(runs.map(({ report }) => figure(report))));
  return {
    name,
    players: wish.players,
    joinedInEveryStorm: Math.min(...runs.map(({ report, inRoom }) => Math.min(report.joined, inRoom ?? report.joined))),
    failures: runs.map(({ report }) => report.failures).filter((failures) => Object.keys(failures).length > 0),
    joinAllMs: of((report) => report.joinAllMs),
    joinAllWorstMs: round(Math.max(...runs.map(({ report }) => report.joinAllMs))),
    joinP50Ms: of((report) => report.joinMs.p50),
    joinP99Ms: of((report) => report.joinMs.p99),
    cpuPerJoinUs: of((report) => (report.joins.cpuMs * 1_000) / report.players),
    residentMb: of((report) => report.cost.joined.residentKb / 1_024),
    kbPerConnection: of((report) => (report.cost.joined.residentKb - report.cost.empty.residentKb) / report.players),
    descriptorsPerConnection: of(
      (report) => (report.cost.joined.descriptors - report.cost.empty.descriptors) / report.players,
    ),
  };
});

const products = results.filter(({ name }) => name.startsWith("Skerry"));
const bars = products.flatMap(({ name, joinAllMs, joinedInEveryStorm, players }) => [
  bar(`${name}: ${players} joins, ms`, joinAllMs, JOIN_ALL_MS),
  bar(`${name}: refused or lost`, players - joinedInEveryStorm, 0),
]);

const head = [
  "server",
  "joined",
  "all in ms",
  "worst ms",
  "p50 ms",
  "p99 ms",
  "CPU µs/join",
  "RSS MB",
  "kB/conn",
  "fds/conn",
];
const rows = results.map((one) => [
  one.name,
  one.joinedInEveryStorm,
  one.joinAllMs,
  one.joinAllWorstMs,
  one.joinP50Ms,
  one.joinP99Ms,
  one.cpuPerJoinUs,
  one.residentMb,
  one.kbPerConnection,
  one.descriptorsPerConnection,
]);
console.log(`${table(head, rows)}\n\n${barLines(bars)}\n`);
printResult({ bench: "quiz-storm", ...wish, machine: machine(), results, bars });
process.exit(results.some(({ failures }) => failures.length > 0) ? 1 : 0);
