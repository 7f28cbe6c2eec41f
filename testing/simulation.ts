import type { Machine } from "../core/machine.ts";
import type { Quiz } from "../core/quiz/quiz-kind.ts";
import { quizMachine } from "../core/quiz/quiz-machine.ts";
import { makeCrowd, makeOptions } from "./simulation/crowd.ts";
import { Dice } from "./simulation/dice.ts";
import { playToTheEnd, waitForDeletion } from "./simulation/ending.ts";
import { type Event, eventsIn } from "./simulation/event.ts";
import { hostEvents } from "./simulation/host-events.ts";
import { type Invariant, Violation } from "./simulation/invariants.ts";
import { networkEvents } from "./simulation/network-events.ts";
import { playerEvents } from "./simulation/player-events.ts";
import { checkAlways, checkSettled } from "./simulation/room-checks.ts";
import { shellEvents, withBrokenDisk } from "./simulation/shell-events.ts";
import { SimulatedRoom } from "./simulation/simulated-room.ts";
import { Story } from "./simulation/story.ts";
import { addTally, note, type Tally } from "./simulation/tally.ts";

export interface SimulationOptions {
  /** What to judge; the quiz machine if left out. */
  machine?: Machine<Quiz>;
  /** Is told every event. */
  log?: (line: string) => void;
}

/** What happened in one room. */
export interface SimulationReport {
  seed: string;
  events: number;
  /** How often what happened: events, facts, phases, steps, replies, closings. */
  tally: Tally;
}

/** A room in which an invariant did not hold, or something threw: with the seed to see it again. */
export class SimulationFailure extends Error {
  readonly seed: string;
  /** `null`: something threw. */
  readonly invariant: Invariant | null;

  constructor(seed: string, story: Story, cause: unknown) {
    const what = cause instanceof Violation ? cause.message : cause instanceof Error ? cause.stack : String(cause);
    super(`seed ${seed}: ${what}\nThe last events:\n${story}\nSee it again: npm run simulate -- --seed ${seed}`, {
      cause,
    });
    this.seed = seed;
    this.invariant = cause instanceof Violation ? cause.invariant : null;
  }
}

const events = withBrokenDisk([...playerEvents, ...hostEvents, ...networkEvents, ...shellEvents]);

/** An event may follow before what came of the one before is durable. */
const ABRUPT = 0.2;

/**
 * Lives through one random room, from its making to its deletion, on the real runner and machine; after every event
 * the invariants of `core/quiz/SPEC.md` are checked. The same seed gives the same room.
 * @throws SimulationFailure where one does not hold
 */
export async function simulate(seed: string | number, options: SimulationOptions = {}): Promise<SimulationReport> {
  const story = new Story(options.log);
  try {
    return await live(String(seed), story, options.machine ?? quizMachine);
  } catch (error) {
    throw new SimulationFailure(String(seed), story, error);
  }
}

async function live(seed: string, story: Story, machine: Machine<Quiz>): Promise<SimulationReport> {
  const dice = new Dice(seed);
  const setup = { people: makeCrowd(dice), options: makeOptions(dice), ai: dice.chance(0.6) };
  const room = new SimulatedRoom(dice, machine, setup);
  const { length: crowd } = setup.people;
  story.add(`a room for ${crowd} people, ${setup.ai ? "with" : "without"} an AI, ${JSON.stringify(setup.options)}`);
  const check = () => settleAndCheck(room);
  await check();
  const wanted = dice.between(20, 120);
  let happened = 0;
  while (happened < wanted && room.state && !hasHadItsTime(room)) {
    happened += await happen(room, dice.weighted(eventsIn(room.phase, events)), story);
  }
  await check();
  // Where the clock was put back, the alarm is set right at the next event.
  if (room.jumpedMs !== 0 && room.state) story.add(`the end begins with ${await room.enter(dice.pick(room.people))}`);
  else story.add("the end begins");
  await check();
  await playToTheEnd(room, check);
  await waitForDeletion(room, check);
  addTally(room.tally, prefixed("step", room.seen.steps));
  addTally(room.tally, prefixed("counted", room.shell.counts));
  return { seed, events: happened, tally: room.tally };
}

/** After the end of the game there is little more to see. */
function hasHadItsTime({ phase, dice }: SimulatedRoom): boolean {
  return (phase === "podium" || phase === "closed") && dice.chance(0.06);
}

/** Gives 1 if the event was possible now. */
async function happen(room: SimulatedRoom, event: Event, story: Story): Promise<number> {
  const before = `${room.elapsedMs - room.bornMs} ms, ${room.phase}: ${event.name}`;
  const what = await event.act(room).catch((error: unknown) => {
    story.add(`${before}, in the midst of which it failed`);
    throw error;
  });
  if (what === null) return 0;
  note(room.tally, `event ${event.name}`);
  story.add(`${before} ${what}`);
  if (room.dice.chance(ABRUPT)) checkAlways(room);
  else await settleAndCheck(room);
  return 1;
}

async function settleAndCheck(room: SimulatedRoom): Promise<void> {
  checkAlways(room);
  await room.settle();
  checkAlways(room);
  checkSettled(room);
}

function prefixed(prefix: string, tally: Tally): Tally {
  return Object.fromEntries(Object.entries(tally).map(([name, count]) => [`${prefix} ${name}`, count]));
}
