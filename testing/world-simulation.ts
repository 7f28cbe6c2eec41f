import type { Rapier } from "../core/world/physics/engine.ts";
import { loadRapier } from "../edge-sim/rapier.ts";
import { Dice } from "./simulation/dice.ts";
import { Story } from "./simulation/story.ts";
import { note, type Tally } from "./simulation/tally.ts";
import { smallWorlds } from "./small-world.ts";
import { checkAlways } from "./world-simulation/checks.ts";
import { makeCrowd } from "./world-simulation/crowd.ts";
import { endWell } from "./world-simulation/ending.ts";
import type { Event, EventTable } from "./world-simulation/event.ts";
import { type WorldInvariant, WorldViolation } from "./world-simulation/invariants.ts";
import { networkEvents } from "./world-simulation/network-events.ts";
import { peopleEvents } from "./world-simulation/people-events.ts";
import { simulatedRealm } from "./world-simulation/realm.ts";
import { shellEvents } from "./world-simulation/shell-events.ts";
import { SimulatedWorld } from "./world-simulation/simulated-world.ts";

/** What happened in one world. */
export interface WorldReport {
  seed: string;
  events: number;
  /** How often what happened: events, frames, counters of the shard. */
  tally: Tally;
}

/** A world in which an invariant did not hold, or something threw: with the seed to see it again. */
export class WorldFailure extends Error {
  readonly seed: string;
  /** `null`: something threw. */
  readonly invariant: WorldInvariant | null;

  constructor(seed: string, story: Story, cause: unknown) {
    const what = cause instanceof WorldViolation ? cause.message : cause instanceof Error ? cause.stack : String(cause);
    super(
      `seed ${seed}: ${what}\nThe last events:\n${story}\nSee it again: npm run simulate -- --world --seed ${seed}`,
      { cause },
    );
    this.seed = seed;
    this.invariant = cause instanceof WorldViolation ? cause.invariant : null;
  }
}

const events: EventTable = [...peopleEvents, ...networkEvents, ...shellEvents];

/**
 * Lives through some minutes of one random world: real shard, physics, scripts and clients, with networks that lose and
 * stall, and a shell that crashes; after every event the invariants are checked. The same seed gives the same world.
 * @param log is told every event
 * @throws WorldFailure where one does not hold
 */
export async function simulateWorld(seed: string | number, log?: (line: string) => void): Promise<WorldReport> {
  const story = new Story(log);
  const dice = new Dice(String(seed));
  const map = simulatedRealm(dice);
  const rapier: Rapier = loadRapier();
  const world = new SimulatedWorld(dice, { map, factory: await smallWorlds(map), rapier }, makeCrowd(dice));
  try {
    const happened = await live(world, story);
    for (const [name, count] of Object.entries(world.shell.counts)) note(world.tally, `counted ${name}`, count);
    return { seed: String(seed), events: happened, tally: world.tally };
  } catch (error) {
    throw new WorldFailure(String(seed), story, error);
  } finally {
    world.end();
  }
}

async function live(world: SimulatedWorld, story: Story): Promise<number> {
  const { dice, people } = world;
  story.add(people.map(({ name, device, isWild }) => `${name} ${device}${isWild ? " wild" : ""}`).join(", "));
  for (const person of people) if (dice.chance(0.7)) world.connect(person);
  const wanted = dice.between(30, 120);
  let happened = 0;
  for (let tries = 0; happened < wanted && tries < 10 * wanted; tries++) {
    happened += await happen(world, dice.weighted(events), story);
    checkAlways(world);
  }
  story.add("the end begins");
  await endWell(world);
  return happened;
}

/** Gives 1 if the event was possible now. */
async function happen(world: SimulatedWorld, event: Event, story: Story): Promise<number> {
  const before = `${world.elapsedMs - world.bornMs} ms, tick ${world.model.tick}: ${event.name}`;
  try {
    const what = await event.act(world);
    if (what === null) return 0;
    note(world.tally, `happening ${event.name}`);
    story.add(`${before} ${what}`);
    return 1;
  } catch (error) {
    story.add(`${before}, in the midst of which it failed`);
    throw error;
  }
}
