import { COUNTDOWN_FIRST_MS, COUNTDOWN_NEXT_MS, OPENING_LEAD_MS, REVEAL_MS, STANDINGS_MS } from "../protocol/index.ts";
import { deadlines } from "./due.ts";
import { deadlinePassed } from "./generation.ts";
import type { QuizTurn } from "./quiz-kind.ts";
import { tellRoster } from "./roster.ts";

/** Server measures the way to every client at the first countdowns; later ones add little. */
const PROBED_COUNTDOWNS = 3;

/** The earliest deadline that has passed is carried out. */
export function runDeadline(turn: QuizTurn): void {
  const passed = deadlines(turn.state)
    .filter(([, ms]) => ms <= turn.nowMs)
    .sort((a, b) => a[1] - b[1])[0];
  switch (passed?.[0]) {
    case "delete":
      turn.count("rooms_idle_deleted");
      return closeRoom(turn, true);
    case "generation":
      return deadlinePassed(turn);
    case "look":
      return look(turn);
    case "phase":
      return endPhase(turn);
  }
}

/** [Q20] The countdown to a question. */
export function startCountdown(turn: QuizTurn, index: number): void {
  const lengthMs = index === 0 ? COUNTDOWN_FIRST_MS : COUNTDOWN_NEXT_MS;
  turn.emit({ type: "countdown", index, opensAtMs: turn.nowMs + lengthMs });
  turn.volatile.answered = 0;
  turn.publish({ probe: index < PROBED_COUNTDOWNS });
}

/** The phase that is on ends, by time or by the host's `next`. */
export function endPhase(turn: QuizTurn): void {
  const { phase } = turn.state;
  switch (phase.phase) {
    case "countdown":
      return openQuestion(turn, phase.index, phase.opensAtMs);
    case "question":
      return reveal(turn);
    case "reveal":
      return isLast(turn, phase.index) ? podium(turn) : standings(turn, phase.index);
    case "standings":
      return startCountdown(turn, phase.index + 1);
  }
}

/** [Q21] The question is sent a moment before it opens, so that it opens everywhere at once. */
function openQuestion(turn: QuizTurn, index: number, plannedMs: number): void {
  const opensAtMs = Math.max(plannedMs, turn.nowMs + OPENING_LEAD_MS);
  turn.emit({ type: "opened", index, opensAtMs, closesAtMs: opensAtMs + turn.state.options.seconds * 1_000 });
  turn.volatile.recount(turn.state);
  turn.publish({ you: true });
  tellRoster(turn);
}

/** [Q23] Everybody who is here has answered: nothing to wait for. */
export function closeEarly(turn: QuizTurn): void {
  const { state, volatile } = turn;
  if (state.phase.phase !== "question" || state.pausedAtMs !== null) return;
  if (volatile.answered === 0 || volatile.unanswered.size > 0) return;
  const waitMs = volatile.noEarlyCloseBeforeMs - turn.nowMs;
  // A flush looks again.
  if (waitMs > 0) turn.flushWithin(waitMs);
  else reveal(turn);
}

function reveal(turn: QuizTurn): void {
  const { state, volatile } = turn;
  if (state.phase.phase !== "question") return;
  turn.emit({ type: "revealed", index: state.phase.index, nextAtMs: nextAtMs(turn, REVEAL_MS) });
  volatile.unanswered.clear();
  volatile.scoresChanged();
  turn.publish({ you: true });
  turn.checkpoint();
}

function standings(turn: QuizTurn, index: number): void {
  turn.emit({ type: "standings", index, nextAtMs: nextAtMs(turn, STANDINGS_MS) });
  turn.publish();
}

/** [Q60] When the game moves on by itself; `null` where its host decides. */
function nextAtMs(turn: QuizTurn, lengthMs: number): number | null {
  return turn.state.options.auto ? turn.nowMs + lengthMs : null;
}

/** [Q60] When the phase that is on would end, were auto-advance switched so now. */
export function nextWith(turn: QuizTurn, auto: boolean): number | null {
  const { phase, pausedAtMs } = turn.state;
  if (!auto) return null;
  // Resuming moves it by the whole pause, the part before now included.
  return (pausedAtMs ?? turn.nowMs) + (phase.phase === "standings" ? STANDINGS_MS : REVEAL_MS);
}

function isLast(turn: QuizTurn, index: number): boolean {
  return index >= turn.state.questions.length - 1;
}

/** [Q33] A question is dropped from the game: no points, and the next one comes. */
export function skipQuestion(turn: QuizTurn, index: number): void {
  turn.emit({ type: "skipped", index });
  if (isLast(turn, index)) podium(turn);
  else startCountdown(turn, index + 1);
}

/** [Q24] The end of the game. */
export function podium(turn: QuizTurn): void {
  const { phase } = turn.state;
  if (phase.phase === "question") turn.emit({ type: "skipped", index: phase.index });
  turn.emit({ type: "podium" });
  turn.volatile.answered = 0;
  turn.volatile.unanswered.clear();
  turn.publish({ you: true });
  turn.checkpoint();
}

/** The room closes for good; `forget` deletes it as well. */
export function closeRoom(turn: QuizTurn, forget: boolean): void {
  if (turn.state.phase.phase !== "closed") {
    turn.emit({ type: "closed" });
    turn.publish({ you: true });
  }
  if (forget) turn.destroy();
}

/** [Q61] The game waits for its host. If there is none, it goes on. */
function look(turn: QuizTurn): void {
  if (turn.state.hostHere) return turn.emit({ type: "looked" });
  turn.count("games_continued_without_host");
  if (turn.state.pausedAtMs !== null) resume(turn);
  else endPhase(turn);
}

/** [Q34] The game goes on where it stood. */
export function resume(turn: QuizTurn): void {
  turn.emit({ type: "resumed" });
  turn.publish();
  closeEarly(turn);
}
