import { BENCH_SECRET, type Contestant } from "../servers/contestant.ts";
import type { LoadJob, LoadReport } from "./job.ts";
import { runLoad } from "./run-load.ts";

/** What of a job does not depend on the server. */
export type Load = Pick<LoadJob, "players" | "joiningAtOnce" | "rounds" | "answerWithinMs" | "seed">;

/** Sends players to a contestant; what its server said last goes with a failure. */
export async function load(contestant: Contestant, wish: Load): Promise<LoadReport> {
  const { wire, url, code, hostToken, process } = contestant;
  try {
    return await runLoad({ ...wish, wire, url, code, hostToken, secret: BENCH_SECRET, group: process.group });
  } catch (error) {
    throw new Error(`${contestant.name}: ${(error as Error).message}\n${process.lastWords()}`);
  }
}
