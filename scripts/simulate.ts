import { parseArgs } from "node:util";
import { addTally, type Tally } from "../testing/simulation/tally.ts";
import { SimulationFailure, simulate } from "../testing/simulation.ts";

const USAGE = `Lives through random quiz rooms and checks that they keep their promises.

  npm run simulate -- [--seeds N] [--from N]   that many rooms (2,000), from this seed on (1)
  npm run simulate -- --seed N                 one room, every event told`;

const PROGRESS_EVERY = 500;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "2000" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    help: { type: "boolean" },
  },
});

if (values.help) console.log(USAGE);
else
  process.exitCode =
    values.seed === undefined ? await many(Number(values.from), Number(values.seeds)) : await one(values.seed);

/** One room, verbosely. Gives the exit code. */
async function one(seed: string): Promise<number> {
  try {
    const { events, tally } = await simulate(seed, { log: (line) => console.log(line) });
    console.log(`\nseed ${seed}: ${events} events, all is well\n${told(tally)}`);
    return 0;
  } catch (error) {
    return failed(error);
  }
}

async function many(from: number, seeds: number): Promise<number> {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(seeds) || seeds < 1) {
    console.error(USAGE);
    return 2;
  }
  const total: Tally = {};
  let events = 0;
  const startedMs = performance.now();
  for (let seed = from; seed < from + seeds; seed++) {
    try {
      const report = await simulate(seed);
      events += report.events;
      addTally(total, report.tally);
    } catch (error) {
      return failed(error);
    }
    const done = seed - from + 1;
    if (done % PROGRESS_EVERY === 0 || done === seeds) {
      console.log(`${done} of ${seeds} rooms, ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`);
    }
  }
  console.log(`\n${told(total)}\n\nAll is well in ${seeds} rooms with ${events} events.`);
  return 0;
}

function failed(error: unknown): number {
  console.error(error instanceof SimulationFailure ? `\n${error.message}` : error);
  return 1;
}

/** Counts by their first word, one line each. */
function told(tally: Tally): string {
  const groups = Map.groupBy(Object.entries(tally), ([name]) => name.split(" ")[0] ?? "");
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, counts]) => {
      const parts = counts
        .sort(([, a], [, b]) => b - a)
        .map(([name, count]) => `${name.slice(group.length + 1)} ${count}`);
      return `${group}: ${parts.join(", ")}`;
    })
    .join("\n");
}
