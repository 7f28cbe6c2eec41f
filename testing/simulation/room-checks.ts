import { COMMIT_EVERY_MS, LOBBY_COUNT_EVERY_MS, RETURN_GRACE_MS, TIMER_UNDER_MS } from "../../core/protocol/index.ts";
import { resultsOf } from "../../core/quiz/results.ts";
import type { QuizState } from "../../core/quiz/state.ts";
import { canonicalJson, stateHash } from "../../core/random.ts";
import { insist } from "./invariants.ts";
import { checkPlayers } from "./player-checks.ts";
import { checkShown } from "./shown-checks.ts";
import type { SimulatedRoom } from "./simulated-room.ts";

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
  for (const tab of room.tabs) tab.ledger.settle();
  checkPlayers(room, state);
  checkShown(room, state);
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
  const isReturning = since(room.seen.wokenElapsedMs) <= 2 * RETURN_GRACE_MS;
  insist(
    isNear || isGathering || isReturning,
    "I14",
    `a timer in ${timerMs - nowMs} ms, ${agoMs} ms after the last step`,
  );
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
