import { describe, expect, it } from "vitest";
import { edgeRun } from "../bench/crash/edge-run.ts";

/** `npm run bench -- edge-crash` ends the node 100 times in each way; the seed of a failure goes there as `--seed`. */
const KILLS = 5;

describe.concurrent("an edge node with games and worlds that ends at random moments", () => {
  it.each(["kill", "power"] as const)(
    "comes back with all that it acknowledged: %s",
    async (loss) => {
      const seed = Math.floor(Math.random() * 1_000_000);
      const size = { rooms: 1, players: 3, questions: 1, seconds: 30, lifeMaxMs: 1_500, images: 4 };
      const report = await edgeRun({ loss, kills: KILLS, ...size, seed });
      expect({ seed, faults: report.faults }).toEqual({ seed, faults: [] });
      expect(report.podiums).toBe(report.games);
      expect(report.answersAcknowledged).toBeGreaterThan(0);
      // Everybody looked at least once, when all was over.
      expect(report.crowd.checks).toBeGreaterThanOrEqual(6);
      expect(report.crowd.wordsAcknowledged).toBeGreaterThan(0);
      const disks = Object.values(report.disks).reduce((sum, count) => sum + count, 0);
      expect(disks).toBeGreaterThanOrEqual(loss === "power" ? 4 * KILLS : 0);
    },
    180_000,
  );
});
