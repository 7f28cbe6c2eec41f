import {
  COMMIT_EVERY_MS,
  LOBBY_COUNT_EVERY_MS,
  RETURN_GRACE_MS,
  type StateFrame,
  TIMER_UNDER_MS,
  UNACKED_STATES_MAX,
} from "../../core/protocol/index.ts";
import { resultsOf } from "../../core/quiz/results.ts";
import type { QuizState } from "../../core/quiz/state.ts";
import { canonicalJson, stateHash } from "../../core/random.ts";
import { insist } from "./invariants.ts";
import type { SimulatedRoom } from "./simulated-room.ts";
import type { Tab } from "./tab.ts";

/** What must hold at any moment. */
export function checkAlways(room: SimulatedRoom): void {
  const reports = room.shell.reports.splice(0);
  for (const { error, where } of reports) {
    const known =
      String(error).includes("the disk is broken") || String(error).includes("no connection to the question");
    insist(known, "I13", () => `${where}: ${error instanceof Error ? error.stack : error}`);
  }
  // Answers to what was not durable went with it.
  if (reports.some(({ where }) => where !== "ask")) for (const tab of room.tabs) tab.ledger.forget();
}

/** What must hold once everything has become durable and has arrived. */
export function checkSettled(room: SimulatedRoom): void {
  const { state } = room;
  if (!state) return checkDeleted(room);
  checkFold(room, state);
  checkWaking(room, state);
  for (const tab of room.tabs) {
    tab.ledger.settle();
    checkKicked(room, tab);
    if (tab.isSeated && keepsUp(tab)) checkShown(room, state, tab);
  }
  checkOneEach(room);
  checkClosing(room, state);
  if (state.phase.phase === "question" || state.phase.phase === "countdown") checkSecrecy(room, state);
}

function checkFold({ model }: SimulatedRoom, state: QuizState): void {
  if (JSON.stringify(state) === JSON.stringify(model.shadow)) return;
  insist(stateHash(state) === stateHash(model.shadow), "I1", () => difference(state, model.shadow));
}

function difference(live: object, fold: object): string {
  const parts = Object.entries(live).filter(([key, value]) => {
    return canonicalJson(value) !== canonicalJson(fold[key as keyof typeof fold]);
  });
  return parts
    .map(
      ([key, value]) => `${key}: ${JSON.stringify(value)} but folded ${JSON.stringify(fold[key as keyof typeof fold])}`,
    )
    .join("; ");
}

/** After crashes and at the end: the journal as it is read back. */
export function checkStored({ shell, disk, model, machine, state }: SimulatedRoom): void {
  if (!state) return;
  const stored = [...shell.journal.all()];
  const same = stored.map((entry) => JSON.stringify(entry)).join() === disk.rows.join();
  insist(same, "I1", "the journal is not what was written to it");
  const folded = machine.init();
  for (const { facts, atMs } of stored) for (const fact of facts) machine.apply(folded, fact, atMs);
  insist(stateHash(folded) === stateHash(model.shadow), "I1", () => difference(folded, model.shadow));
  for (const { player, score, rank, answers } of resultsOf(stored).players) {
    const known = model.players[player];
    const sum = answers.reduce((points, answer) => points + (answer?.points ?? 0), 0);
    insist(
      score === known?.score && sum === score,
      "I3",
      `the results give player ${player} ${score} points of ${sum}`,
    );
    const higher = model.players.filter((other) => other.standing !== "kicked" && other.score > score).length;
    insist(rank === higher + 1, "I11", `the results give player ${player} rank ${rank}`);
  }
}

function checkWaking(room: SimulatedRoom, state: QuizState): void {
  const { alarmMs, timerMs, nowMs } = room.shell.time;
  const dueMs = room.machine.due(state);
  if (dueMs !== null) insist(alarmMs !== null, "I14", "nothing will wake the room");
  if (timerMs === null) return;
  const agoMs = room.elapsedMs - room.seen.stepElapsedMs;
  const leftMs = Math.min((dueMs ?? Infinity) - room.seen.stepRoomMs - agoMs, (alarmMs ?? Infinity) - nowMs);
  const isNear = leftMs < TIMER_UNDER_MS;
  // Where the clock was put back unseen, a wait may have begun anew.
  const since = (atMs: number) => room.elapsedMs - Math.max(atMs, room.jumpedAtMs) - COMMIT_EVERY_MS;
  const isGathering = since(room.seen.stepElapsedMs) <= LOBBY_COUNT_EVERY_MS;
  const isReturning = since(room.seen.wokenElapsedMs) <= RETURN_GRACE_MS;
  insist(
    isNear || isGathering || isReturning,
    "I14",
    `a timer in ${timerMs - nowMs} ms, ${agoMs} ms after the last step`,
  );
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

/** [Q23] Neither while somebody is still thinking, nor waiting for nobody. */
function checkClosing(room: SimulatedRoom, state: QuizState): void {
  const { model, tabs, seen } = room;
  const playing = tabs.filter(isPlaying);
  const thinking = playing.find(({ wasPlaying, everSilent, you }) => {
    return wasPlaying && !everSilent && model.cutOff.includes(you?.player ?? -1);
  });
  insist(!thinking || room.hostSaidNext, "I20", `the question was closed before ${thinking} had answered`);
  room.hostSaidNext = false;
  model.cutOff = [];
  for (const tab of tabs) tab.wasPlaying = isPlaying(tab);

  const { phase, pausedAtMs } = state;
  if (phase.phase !== "question" || pausedAtMs !== null || playing.length === 0) return;
  // After a restart nobody knows who comes back: a question that was open then may wait for its time, and one that
  // opens soon after waits for the grace; for up to twice as long where the clock was put back in it.
  const sinceMs = room.elapsedMs - Math.max(seen.wokenElapsedMs, room.jumpedAtMs);
  if (seen.wokenElapsedMs >= seen.openedElapsedMs || sinceMs <= 2 * RETURN_GRACE_MS) return;
  const answers = model.players.filter(({ given }) => given).length;
  const open = playing.filter(({ you }) => {
    const known = model.players[you?.player ?? -1];
    return known && known.from <= phase.index && !known.given;
  });
  insist(answers === 0 || open.length > 0, "I20", `the question waits for nobody with ${answers} answers`);
}

function keepsUp(tab: Tab): boolean {
  return tab.unacked < UNACKED_STATES_MAX && !tab.overBudget && tab.state !== null;
}

/** The newest state that a client has, as far as changes are told at once. */
function checkShown(room: SimulatedRoom, state: QuizState, tab: Tab): void {
  const shown = tab.state;
  if (!shown) return;
  const { role } = tab.person;
  const due = room.machine.view(state, role, room.machine.volatile(state, [])) as Pick<StateFrame, "room" | "host">;
  const [told, owed] = [stable(shown), stable(due)];
  insist(told === owed, "I17", () => `${tab} was shown ${told}; the room is ${owed}`);
  if (role !== "player") checkRoster(room, state, tab);
}

/** Without what is gathered for a while, or changes by somebody's leaving. */
function stable({ room, host }: Pick<StateFrame, "room" | "host">): string {
  const { players: _, now, ...rest } = room;
  return canonicalJson({ ...rest, now: "top" in now ? { ...now, top: [] } : now, host });
}

function checkRoster(room: SimulatedRoom, state: QuizState, tab: Tab): void {
  if (room.shell.time.timerMs !== null) return;
  state.players.forEach(({ name, standing }, player) => {
    const row = tab.roster.get(player);
    const told = row && !row.gone ? "in" : "out";
    insist((told === "in") === (standing === "in"), "I17", `${tab} has ${JSON.stringify(row)} of ${name}, ${standing}`);
    if (!row || told === "out") return;
    const theirs = room.seated("player").filter(({ you }) => you?.player === player);
    if (theirs.length === 0) insist(!row.here, "I17", `${tab} thinks that ${name} is here`);
    if (theirs.some(({ everSilent }) => !everSilent)) insist(row.here, "I17", `${tab} thinks that ${name} is gone`);
  });
}

/** [Q25] Were another option right, players and screens would see the same. */
function checkSecrecy(room: SimulatedRoom, state: QuizState): void {
  const { machine } = room;
  const other = structuredClone(state);
  const from = state.phase.phase === "question" || state.phase.phase === "countdown" ? state.phase.index : 0;
  for (const question of other.questions.slice(from)) {
    question.right = (question.right + 1) % 4;
    question.because = "for another reason";
  }
  for (const { answer } of other.players) {
    if (answer) Object.assign(answer, { right: !answer.right, points: answer.points + 1 });
  }
  const seats = room.seated("player").map(({ you, connection, person }) => {
    return {
      connection,
      role: "player" as const,
      subject: person.subject,
      member: you?.player ?? null,
      rttMs: null,
      present: true,
    };
  });
  const seen = (which: QuizState) => {
    const volatile = machine.volatile(which, []);
    const views = [machine.view(which, "player", volatile), machine.view(which, "screen", volatile)];
    return JSON.stringify([views, seats.map((seat) => machine.you(which, seat, volatile))]);
  };
  insist(seen(state) === seen(other), "I5", "what players see depends on which option is right");
}

/** [R4] */
export function checkDeleted({ shell }: SimulatedRoom): void {
  const { alarmMs, timerMs } = shell.time;
  const open = [...shell.sockets.values()].filter(({ closed }) => !closed).length;
  const stored = shell.journal.recover() !== null || [...shell.journal.all()].length > 0;
  const left = `stored: ${stored}, open sockets: ${open} and ${shell.runner.connections}, alarm ${alarmMs}, timer ${timerMs}`;
  const gone = !stored && open === 0 && shell.runner.connections === 0 && alarmMs === null && timerMs === null;
  insist(gone, "I15", left);
}
