// kill -9 and power loss at random moments of an edge node with games and worlds: nothing acknowledged is lost.
import { readArguments } from "./arguments.ts";
import { edgeRun, type Loss } from "./crash/edge-run.ts";
import { bar, barLines, machine, printResult } from "./output/bars.ts";
import { table } from "./output/table.ts";

const wish = readArguments("edge-crash: kill -9 and power loss of an edge node with games and worlds", {
  kills: { value: 100, help: "how often the node is ended, in each way" },
  loss: { value: "both", help: "kill, power or both; cut: the disk's file system is shut down, which needs root" },
  rooms: { value: 2, help: "games at the same time" },
  players: { value: 6, help: "players of each game" },
  questions: { value: 3, help: "questions of each game" },
  seconds: { value: 10, help: "for each question" },
  life: { value: 2.5, help: "seconds that the node lives at most between two ends" },
  images: { value: 10, help: "disks that are torn and read at each power loss besides the one that the node gets" },
  seed: { value: Math.floor(Math.random() * 1_000_000), help: "decides when it is ended, and what people do" },
});
const losses: Loss[] = (["kill", "power", "cut"] as const).filter((loss) =>
  wish.loss === "both" ? loss !== "cut" : loss === wish.loss,
);
console.error(`seed ${wish.seed}`);

const results = [];
for (const loss of losses)
  results.push(await edgeRun({ ...wish, lifeMaxMs: wish.life * 1_000, loss }, (line) => console.error(line)));

const head = [
  "the node ends by",
  "ends",
  "games",
  "podiums",
  "answers",
  "deeds",
  "words",
  "rings",
  "looked over",
  "ticks lost, most",
  "disks torn",
  "faults",
  "back after ms, p50",
  "p99",
];
const rows = results.map(({ loss, kills, games, podiums, answersAcknowledged, crowd, disks, faults, restartMs }) => [
  loss,
  kills,
  games,
  podiums,
  answersAcknowledged,
  crowd.deedsAcknowledged,
  crowd.wordsAcknowledged,
  crowd.rings.told,
  crowd.checks,
  crowd.mostLostTicks,
  Object.values(disks).reduce((sum, count) => sum + count, 0),
  faults.length,
  restartMs.p50,
  restartMs.p99,
]);
const bars = results.flatMap(({ loss, faults, games, podiums }) => [
  bar(`${loss}: acknowledged and lost, or otherwise wrong`, faults.length, 0),
  bar(`${loss}: games that did not reach the podium`, games - podiums, 0),
]);
const faults = results.flatMap(({ loss, faults }) => faults.map((fault) => `${loss}: ${fault}`));
console.log(`${table(head, rows)}

answers, deeds, words, rings: acknowledged. looked over: how often somebody who came back found everything there.
seed ${wish.seed}
${[...faults, barLines(bars)].join("\n")}
`);
printResult({ bench: "edge-crash", ...wish, machine: machine(), results, bars });
process.exit(bars.every(({ met }) => met) ? 0 : 1);
