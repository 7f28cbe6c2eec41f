// kill -9 at random moments of games that go on, on both shells: nothing acknowledged is lost.
import { readArguments } from "./arguments.ts";
import { crashRun, type Shell } from "./crash/crash-run.ts";
import { bar, barLines, machine, printResult } from "./output/bars.ts";
import { table } from "./output/table.ts";
import { buildWorker } from "./servers/built-worker.ts";
import { freshFolder } from "./servers/folders.ts";

const wish = readArguments("quiz-crash: kill -9 under games that go on", {
  kills: { value: 50, help: "how often each server is killed" },
  rooms: { value: 4, help: "games at the same time" },
  players: { value: 8, help: "players of each game" },
  questions: { value: 3, help: "questions of each game" },
  life: { value: 2.5, help: "seconds that a server lives at most between two kills" },
  seed: { value: Math.floor(Math.random() * 1_000_000), help: "decides when it is killed" },
  shell: { value: "both", help: "workerd, edge or both" },
});
const shells: Shell[] = wish.shell === "workerd" || wish.shell === "edge" ? [wish.shell] : ["workerd", "edge"];
console.error(`seed ${wish.seed}`);

const built = freshFolder("worker");
const bundle = await buildWorker(built.path);
const results = [];
for (const shell of shells)
  results.push(await crashRun({ ...wish, lifeMaxMs: wish.life * 1_000, shell, bundle }, (line) => console.error(line)));
built.remove();

const head = [
  "server",
  "kills",
  "games",
  "by itself",
  "podiums",
  "answers acknowledged",
  "faults",
  "back after ms, p50",
  "max",
];
const rows = results.map(({ shell, kills, games, unattended, podiums, answersAcknowledged, faults, restartMs }) => [
  shell,
  kills,
  games,
  unattended,
  podiums,
  answersAcknowledged,
  faults.length,
  restartMs.p50,
  restartMs.max,
]);
const bars = results.flatMap(({ shell, faults, games, podiums }) => [
  bar(`${shell}: acknowledged and lost, or otherwise wrong`, faults.length, 0),
  bar(`${shell}: games that did not reach the podium`, games - podiums, 0),
]);
console.log(`${table(head, rows)}\n\nseed ${wish.seed}\n${barLines(bars)}\n`);
printResult({ bench: "quiz-crash", ...wish, machine: machine(), results, bars });
process.exit(bars.every(({ met }) => met) ? 0 : 1);
