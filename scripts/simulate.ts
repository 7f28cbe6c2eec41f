import { parseArgs } from "node:util";
import { addTally, type Tally } from "../testing/simulation/tally.ts";
import { simulate } from "../testing/simulation.ts";
import { simulateWorld } from "../testing/world-simulation.ts";

const USAGE = `Lives through random quiz rooms, or worlds, and checks that they keep their promises.

  npm run simulate -- [--seeds N] [--from N]   that many rooms (2,000), from this seed on (1)
  npm run simulate -- --seed N                 one room, every event told
  npm run simulate -- --world …                the same with worlds (100)`;

const PROGRESS_EVERY_MS = 10_000;

interface Kind {
  name: string;
  seeds: number;
  simulate(seed: string | number, log?: (line: string) => void): Promise<{ events: number; tally: Tally }>;
}

const rooms: Kind = { name: "rooms", seeds: 2_000, simulate: (seed, log) => simulate(seed, log ? { log } : {}) };
const worlds: Kind = { name: "worlds", seeds: 100, simulate: simulateWorld };

const { values } = parseArgs({
  options: {
    seeds: { type: "string" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    world: { type: "boolean" },
    help: { type: "boolean" },
  },
});

const kind = values.world ? worlds : rooms;
if (values.help) console.log(USAGE);
else if (values.seed !== undefined) process.exitCode = await one(kind, values.seed);
else process.exitCode = await many(kind, Number(values.from), Number(values.seeds ?? kind.seeds));

/** One of them, verbosely. Gives the exit code. */
async function one({ simulate: live }: Kind, seed: string): Promise<number> {
  try {
    const { events, tally } = await live(seed, (line) => console.log(line));
    console.log(`\nseed ${seed}: ${events} events, all is well\n${told(tally)}`);
    return 0;
  } catch (error) {
    return failed(error);
  }
}

async function many({ name, simulate: live }: Kind, from: number, seeds: number): Promise<number> {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(seeds) || seeds < 1) {
    console.error(USAGE);
    return 2;
  }
  const total: Tally = {};
  let events = 0;
  const startedMs = performance.now();
  let toldMs = startedMs;
  for (let seed = from; seed < from + seeds; seed++) {
    try {
      const report = await live(seed);
      events += report.events;
      addTally(total, report.tally);
    } catch (error) {
      return failed(error);
    }
    const [done, nowMs] = [seed - from + 1, performance.now()];
    if (nowMs - toldMs < PROGRESS_EVERY_MS && done < seeds) continue;
    toldMs = nowMs;
    console.log(`${done} of ${seeds} ${name}, ${((nowMs - startedMs) / 1_000).toFixed(1)} s`);
  }
  console.log(`\n${told(total)}\n\nAll is well in ${seeds} ${name} with ${events} events.`);
  return 0;
}

function failed(error: unknown): number {
  // What an invariant has to say is in its message; of anything else one wants to know where.
  const isTold = error instanceof Error && "seed" in error;
  console.error(isTold ? `\n${error.message}` : error);
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
