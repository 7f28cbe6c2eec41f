import { COMMIT_EVERY_MS, RETURN_GRACE_MS } from "../../core/protocol/index.ts";
import type { QuizState } from "../../core/quiz/state.ts";
import { insist } from "./invariants.ts";
import type { SimulatedRoom } from "./simulated-room.ts";
import type { Tab } from "./tab.ts";

/** Nothing that the room measures takes longer because the clock was put back so long ago. */
const JUMP_FORGOTTEN_MS = 60_000;

/** Who is here as a player, and whether the question waits for them. */
export function checkPlayers(room: SimulatedRoom, state: QuizState): void {
  for (const tab of room.tabs) checkKicked(room, tab);
  checkOneEach(room);
  checkNotCutOff(room);
  checkClosing(room, state);
}

function checkKicked({ model }: SimulatedRoom, tab: Tab): void {
  const { role, subject } = tab.person;
  const number = role === "player" ? model.byGuest.get(subject) : undefined;
  const isKicked = number !== undefined && model.players[number]?.standing === "kicked";
  insist(!isKicked || !tab.isSeated, "I10", `${tab} is open though kicked`);
}

function checkOneEach({ tabs }: SimulatedRoom): void {
  const playing = tabs.filter(isPlaying).map(({ person }) => person.subject);
  insist(new Set(playing).size === playing.length, "I16", () => `${playing} are connected`);
}

function isPlaying(tab: Tab): boolean {
  return tab.isSeated && tab.person.role === "player" && tab.you !== null;
}

/** [Q23] Nobody who was there and still thinking was cut off, but by a host. */
function checkNotCutOff(room: SimulatedRoom): void {
  const { model, tabs } = room;
  const thinking = tabs.find((tab) => {
    return isPlaying(tab) && tab.wasPlaying && !tab.everSilent && model.cutOff.includes(tab.you?.player ?? -1);
  });
  insist(!thinking || room.hostSaidNext, "I20", `the question was closed before ${thinking} had answered`);
  room.hostSaidNext = false;
  model.cutOff = [];
  for (const tab of tabs) tab.wasPlaying = isPlaying(tab);
}

/** [Q23] A question does not wait for nobody. */
function checkClosing(room: SimulatedRoom, { phase, pausedAtMs }: QuizState): void {
  const { model, seen } = room;
  const playing = room.tabs.filter(isPlaying);
  if (phase.phase !== "question" || pausedAtMs !== null || playing.length === 0) return;
  // After a restart nobody knows who comes back: a question that was open then may wait for its time, and one that
  // opens soon after waits for the grace; longer where the clock was put back in it.
  if (seen.wokenElapsedMs >= seen.openedElapsedMs || room.elapsedMs - room.jumpedAtMs <= JUMP_FORGOTTEN_MS) return;
  if (room.elapsedMs - seen.wokenElapsedMs <= RETURN_GRACE_MS + COMMIT_EVERY_MS) return;
  const answers = model.players.filter(({ given }) => given).length;
  const isOpen = room.seated("player").some(({ person }) => {
    const known = model.players[model.byGuest.get(person.subject) ?? -1];
    return known && known.from <= phase.index && !known.given;
  });
  insist(answers === 0 || isOpen, "I20", `the question waits for nobody with ${answers} answers`);
}
