// A load process: gets a job from its parent, does it, sends back what it measured, and ends.
import type { LoadJob, LoadReport } from "./job.ts";
import { playSkerry } from "./skerry-players.ts";

process.once("message", (message) => {
  const job = message as LoadJob;
  play(job).then(
    (report) => process.send?.({ report }, () => process.exit(0)),
    (error) => process.send?.({ failed: String(error) }, () => process.exit(1)),
  );
});

async function play(job: LoadJob): Promise<LoadReport> {
  if (job.wire === "skerry") return playSkerry(job);
  // Its packages are installed for the comparison only.
  const path = "../peers/colyseus-players.mjs";
  const { playColyseus } = (await import(path)) as { playColyseus(job: LoadJob): Promise<LoadReport> };
  return playColyseus(job);
}
