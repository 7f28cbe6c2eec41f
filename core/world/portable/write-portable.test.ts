import { describe, expect, it } from "vitest";
import { storyInputs } from "../../../conformance/world-story.ts";
import { loadQuickJs } from "../../../edge-sim/quickjs.ts";
import { loadRapier } from "../../../testing/rapier.ts";
import { builtRealms } from "../../realm/built/index.ts";
import { createScriptRunner } from "../../script/script-runner.ts";
import { fixedPieces } from "../fixed-pieces.ts";
import { TICK_HZ } from "../inputs.ts";
import { physicsBodies } from "../physics-bodies.ts";
import type { RealmMap } from "../realm-map.ts";
import { readWorld } from "../save-world.ts";
import type { Simulation, SimulationFactory } from "../simulation.ts";
import { worldFactory } from "../world.ts";
import { readPortable } from "./read-portable.ts";
import type { PortableSave, SavedThing } from "./saved-thing.ts";

function worldsOf(map: RealmMap): SimulationFactory {
  return worldFactory({
    map,
    seed: "5eed5eed5eed5eed5eed5eed5eed5eed",
    bodies: physicsBodies(loadRapier(), () => fixedPieces(map)),
    scripts: createScriptRunner(loadQuickJs()),
    problem: () => undefined,
  });
}

function portableOf(world: Simulation): PortableSave {
  const read = readPortable(readWorld(world.save().bytes).portable ?? "");
  if ("problem" in read) throw new Error(read.problem);
  return read;
}

/** Without motion, which ends in a new world's first ticks, and a way whose end is not on the map. */
function still({ motion, ...thing }: SavedThing): Omit<SavedThing, "motion"> {
  return thing;
}

describe.each(builtRealms.map(({ realm }) => realm))("%s in the middle of its day", (realm) => {
  const map = builtRealms.find((one) => one.realm === realm) as RealmMap;

  it("is rebuilt on another map of the same things as it stood, whatever was going on", () => {
    const world = worldsOf(map).create();
    for (let tick = 0; tick < 90 * TICK_HZ; tick++) world.step(storyInputs(tick));
    const saved = world.save();
    const again = worldsOf({ ...map, summary: "Another.", items: map.items.toReversed() }).restore(saved);
    const [before, after] = [portableOf(world), portableOf(again)];
    expect(before.things.length).toBeGreaterThan(60);
    const byEntity = ({ things }: PortableSave) => things.toSorted((a, b) => a.entity - b.entity).map(still);
    expect(byEntity(after)).toEqual(byEntity(before));
    for (const one of [world, again]) one.free();
  }, 60_000);
});
