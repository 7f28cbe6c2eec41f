import { parseArgs } from "node:util";
import { fuzzFrames } from "../core/protocol/snapshot/snapshot.fuzz.ts";
import { addTally, type Tally } from "../testing/simulation/tally.ts";
import { simulate } from "../testing/simulation.ts";
import { fuzzMotion } from "../testing/world-fuzz/motion-fuzz.ts";
import { fuzzTexts } from "../testing/world-fuzz/text-fuzz.ts";
import { simulateWorld } from "../testing/world-simulation.ts";

const USAGE = `Lives through random quiz rooms, or worlds, and checks that they keep their promises.

  npm run simulate -- [--seeds N] [--from N]   that many rooms (2,000), from this seed on (1)
  npm run simulate -- --seed N                 one room, every event told
  npm run simulate -- --world …                the same with worlds (100)
  npm run simulate -- --fuzz [--frames N] [--from N]
                                               random and mutated frames for all that reads them (1,000,000)`;

const PROGRESS_EVERY_MS = 10_000;
const FUZZ_ROUND = 50_000;
/** Of the whole process, with two engines in it. */
const FUZZ_MEMORY_MAX_MIB = 1_024;

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
    fuzz: { type: "boolean" },
    frames: { type: "string", default: "1000000" },
    help: { type: "boolean" },
  },
});

const kind = values.world ? worlds : rooms;
if (values.help) console.log(USAGE);
else if (values.fuzz) process.exitCode = await fuzz(Number(values.frames), Number(values.from));
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

/** A third of the frames each: snapshots as the codec reads them, motion as pages do, texts as pages and shards do. */
async function fuzz(frames: number, from: number): Promise<number> {
  const each = Math.ceil(frames / 3);
  let mostMiB = 0;
  for (let done = 0, seed = from; done < each; done += FUZZ_ROUND, seed++) {
    const round = Math.min(FUZZ_ROUND, each - done);
    const reports = {
      snapshots: fuzzFrames(round, seed),
      motion: await fuzzMotion(round, seed),
      texts: await fuzzTexts(round, seed),
    };
    mostMiB = Math.max(mostMiB, process.memoryUsage().rss / 2 ** 20);
    console.log(`seed ${seed}: ${JSON.stringify(reports)}`);
  }
  console.log(`\n${3 * each} frames, nothing threw; at most ${mostMiB.toFixed(0)} MiB.`);
  return mostMiB > FUZZ_MEMORY_MAX_MIB ? 1 : 0;
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
