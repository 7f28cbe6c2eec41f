import {
  COMPENSATION_MAX_MS,
  COUNTDOWN_FIRST_MS,
  HOST_CHECK_MS,
  HOST_GRACE_MS,
  OPENING_LEAD_MS,
  SILENT_AFTER_MS,
} from "../../core/protocol/index.ts";
import { currentIndex, isRunning, type QuizState } from "../../core/quiz/state.ts";
import { insist } from "./invariants.ts";
import { checkDeleted, checkStored } from "./room-checks.ts";
import type { SimulatedRoom } from "./simulated-room.ts";
import { note } from "./tally.ts";

const STEP_MS = 5_000;
const HOUR_MS = 3_600_000;

/**
 * By when a game that runs is over, in milliseconds from now: the host's silence must be noticed, then each
 * question takes its time, and each phase that waits for a host waits no longer than the grace.
 */
export function endsWithinMs(state: QuizState): number {
  const noticingMs = HOST_CHECK_MS + 2 * SILENT_AFTER_MS + HOST_GRACE_MS;
  const questionMs = OPENING_LEAD_MS + state.options.seconds * 1_000 + COMPENSATION_MAX_MS;
  const roundMs = COUNTDOWN_FIRST_MS + questionMs + 2 * HOST_GRACE_MS;
  return noticingMs + (state.questions.length - currentIndex(state)) * roundMs;
}

/** What the hosts do while the game ends. */
type Hosts = "leave" | "fall silent" | "lead" | "watch";

/** [I8] The game ends whatever the hosts do. `check` runs after every few seconds. */
export async function playToTheEnd(room: SimulatedRoom, check: () => Promise<void>): Promise<void> {
  const { state } = room;
  if (!state || !isRunning(state)) return;
  const hosts = howHostsBehave(room, state);
  note(room.tally, `ending: hosts ${hosts}`);
  const withinMs = endsWithinMs(state);
  for (let passedMs = 0; passedMs < withinMs && room.state && isRunning(room.state); passedMs += STEP_MS) {
    if (hosts === "lead") lead(room, room.state);
    room.pass(STEP_MS);
    await check();
  }
  const after = () => `the game stands in ${room.phase} after ${withinMs} ms in which the hosts ${hosts}`;
  insist(!room.state || !isRunning(room.state), "I8", after);
}

function howHostsBehave(room: SimulatedRoom, state: QuizState): Hosts {
  const hosts = room.seated("host").filter(({ manners, pings }) => pings && manners === "prompt");
  const mayWatch = state.options.auto && state.pausedAtMs === null;
  const ways: Hosts[] = ["leave", "fall silent"];
  if (hosts.length > 0) ways.push("lead", ...(mayWatch ? ["watch" as const] : []));
  const way = room.dice.pick(ways);
  for (const tab of room.tabs.filter(({ person }) => person.role === "host")) {
    if (way === "leave") room.shell.drop(tab.connection);
    // Acknowledging what comes would be a sign of life.
    if (way === "fall silent") Object.assign(tab, { pings: false, manners: "stalled" });
  }
  return way;
}

function lead(room: SimulatedRoom, state: QuizState): void {
  const tab = room.seated("host").find(({ pings }) => pings);
  if (!tab) return;
  if (state.pausedAtMs !== null) room.request(tab, { t: "resume" });
  else if (state.phase.phase === "reveal" || state.phase.phase === "standings") room.request(tab, { t: "next" });
}

/** [I15] Everybody has gone, and a day and an hour later the room has, too. */
export async function waitForDeletion(room: SimulatedRoom, check: () => Promise<void>): Promise<void> {
  const stay = room.dice.chance(0.3);
  for (const tab of room.tabs) {
    tab.pings = false;
    tab.everSilent = true;
    if (!stay) room.shell.drop(tab.connection);
  }
  await check();
  checkStored(room);
  for (let hour = 0; hour < 26 && room.state; hour += 2) {
    room.shell.advance(2 * HOUR_MS);
    await check();
  }
  insist(room.state === null, "I15", "the room is still there a day later");
  await afterDeletion(room);
}

/** Nobody finds the room any more, and no crash brings it back. */
async function afterDeletion(room: SimulatedRoom): Promise<void> {
  note(room.tally, "deleted");
  const tab = await room.enter(room.dice.pick(room.people));
  insist(!tab.isOpen, "I15", "somebody entered a deleted room");
  room.askers.answerLate();
  room.crash(0);
  await room.settle();
  checkDeleted(room);
}
