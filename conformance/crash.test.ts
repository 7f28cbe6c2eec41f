import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { crashRun } from "../bench/crash/crash-run.ts";
import { buildWorker } from "../bench/servers/built-worker.ts";
import { freshFolder } from "../bench/servers/folders.ts";

/** `npm run bench -- quiz-crash` kills 50 times; the seed of a failure goes there as `--seed`. */
const KILLS = 5;

const built = freshFolder("crash-worker");
let bundle = "";

beforeAll(async () => {
  bundle = await buildWorker(built.path);
}, 60_000);

afterAll(() => built.remove());

describe.concurrent("kill -9 at random moments of games", () => {
  it.each(["workerd", "edge"] as const)(
    "loses nothing acknowledged and ends no game: %s",
    async (shell) => {
      const seed = Math.floor(Math.random() * 1_000_000);
      const report = await crashRun({
        shell,
        bundle,
        kills: KILLS,
        rooms: 3,
        players: 4,
        questions: 2,
        lifeMaxMs: 6_000,
        seed,
      });
      expect({ seed, faults: report.faults }).toEqual({ seed, faults: [] });
      expect(report.podiums).toBe(report.games);
      expect(report.unattended).toBeGreaterThanOrEqual(2);
      expect(report.answersAcknowledged).toBeGreaterThan(0);
      expect(report.kills).toBe(KILLS);
    },
    180_000,
  );
});
