import { parseArgs } from "node:util";
import { playSnapshots, SNAPSHOT_HASH } from "../conformance/snapshot-story.ts";
import { playStory, STORY_HASH, STORY_TICKS } from "../conformance/world-story.ts";
import { TICK_HZ } from "../core/world/inputs.ts";
import { loadQuickJs } from "../edge-sim/quickjs.ts";
import { loadRapier } from "../edge-sim/rapier.ts";
import { runOnArm64 } from "./arm64.ts";

const USAGE = `Plays the recorded stories, and says what they come to on this machine: that must be the same on all.

  npm run hash                    as this machine's Node comes to it
  npm run hash -- --arch arm64    as Node on arm64 does, emulated where the machine is another; see CONTRIBUTING.md

Fails where it is something else than conformance/ says.`;

const { values } = parseArgs({ options: { arch: { type: "string" }, help: { type: "boolean" } } });

if (values.help) console.log(USAGE);
else if (values.arch === undefined || values.arch === process.arch) process.exitCode = playAll() ? 0 : 1;
else if (values.arch === "arm64") process.exitCode = runOnArm64(import.meta.filename);
else {
  console.error(`${USAGE}\n\nThis is ${process.arch}; what can be emulated is arm64.`);
  process.exitCode = 2;
}

/** Whether everything came to what it must. */
function playAll(): boolean {
  console.log(`Node ${process.version} on ${process.platform} ${process.arch}`);
  const world = play(`the tavern, ${STORY_TICKS / TICK_HZ} s of world time`, STORY_HASH, () =>
    playStory(loadRapier(), loadQuickJs()),
  );
  const snapshots = play("frames of snapshots, and what is seen of them", SNAPSHOT_HASH, playSnapshots);
  return world && snapshots;
}

function play(what: string, golden: string, run: () => { hash: string }): boolean {
  const startedMs = performance.now();
  const { hash } = run();
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  console.log(`${what}, played in ${seconds} s\n  ${hash}  ${hash === golden ? "as it must be" : `and NOT ${golden}`}`);
  return hash === golden;
}
