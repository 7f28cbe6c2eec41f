import type { Seat } from "../machine.ts";
import {
  type Failure,
  failure,
  OPENING_TOLERANCE_MS,
  type PlayerFrame,
  type Result,
  ROOM_MAX_PLAYERS,
} from "../protocol/index.ts";
import { randomFor } from "../random.ts";
import { closeEarly } from "./flow.ts";
import { acceptName } from "./names.ts";
import { drawNickname } from "./nicknames.ts";
import type { QuizTurn } from "./quiz-kind.ts";
import { tellRoster } from "./roster.ts";
import { adjustedMs, pointsFor } from "./scoring.ts";
import { countsFor, currentIndex, type QuizState } from "./state.ts";

/** [P1] Somebody opened the room: one who is known takes up where they were. */
export function playerHello(turn: QuizTurn, seat: Seat): void {
  const { state, volatile } = turn;
  const number = volatile.byGuest.get(seat.subject);
  if (number === undefined) return;
  const player = state.players[number];
  if (!player) return;
  if (player.standing === "kicked") return turn.close(seat, "KICKED", "KICKED");
  for (const other of [...turn.seats]) {
    if (other !== seat && other.role === "player" && other.member === number) turn.close(other, "REPLACED", "REPLACED");
  }
  if (player.standing === "left") {
    turn.emit({ type: "returned", player: number });
    volatile.scoresChanged();
    volatile.countStale = true;
  }
  turn.bind(seat, number);
  playerHere(turn, number, seat);
}

/** A player's seat is present (again). */
export function playerHere(turn: QuizTurn, number: number, seat: Seat): void {
  turn.volatile.arrive(number, seat.connection);
  turn.volatile.awaitAnswer(turn.state, number);
  tellRoster(turn);
}

/** A player's seat is present no longer; their place in the game stays. */
export function playerGone(turn: QuizTurn, number: number, seat: Seat): void {
  turn.volatile.depart(number, seat.connection);
  turn.volatile.awaitAnswer(turn.state, number);
  closeEarly(turn);
  tellRoster(turn);
}

/** Carries out a player's frame. */
export function playerFrame(turn: QuizTurn, seat: Seat, frame: PlayerFrame): void {
  switch (frame.t) {
    case "join":
    case "join-drawn":
      return join(turn, seat, frame);
    case "answer":
      return answer(turn, seat, frame);
    case "leave":
      return leave(turn, seat, frame);
  }
}

/** [P2] A new player, under a name that is accepted once and for all. */
function join(turn: QuizTurn, seat: Seat, frame: PlayerFrame & { t: "join" | "join-drawn" }): void {
  const { state, volatile } = turn;
  if (seat.member === null && volatile.byGuest.has(seat.subject)) return joinAgain(turn, seat, frame);
  const refused = whyNotJoin(state, seat);
  if (refused) return turn.reply(seat, frame, refused);
  const named = chooseName(turn, frame);
  if (!named.ok) return turn.reply(seat, frame, named.error);
  const number = state.players.length;
  turn.emit({ type: "joined", name: named.value, guest: seat.subject, from: firstQuestionFor(state) });
  volatile.joined(number, seat.subject, named.value);
  turn.bind(seat, number);
  turn.count("players_joined");
  turn.reply(seat, frame);
  turn.show(seat);
  volatile.countStale = true;
  playerHere(turn, number, seat);
}

/** [P1] Joined on another connection meanwhile: the same player here, whatever name was typed this time. */
function joinAgain(turn: QuizTurn, seat: Seat, frame: PlayerFrame): void {
  const player = turn.state.players[turn.volatile.byGuest.get(seat.subject) ?? -1];
  if (player?.standing === "kicked") {
    turn.reply(seat, frame, failure("KICKED"));
  } else {
    turn.reply(seat, frame);
    turn.show(seat);
  }
  playerHello(turn, seat);
}

function whyNotJoin(state: QuizState, seat: Seat): Failure | null {
  if (seat.member !== null) return failure("ALREADY_JOINED");
  if (state.phase.phase === "closed") return failure("ROOM_CLOSED");
  if (state.phase.phase === "podium") return failure("WRONG_PHASE");
  if (state.locked) return failure("ROOM_LOCKED");
  return state.players.length >= ROOM_MAX_PLAYERS ? failure("ROOM_FULL") : null;
}

function chooseName(turn: QuizTurn, frame: PlayerFrame & { t: "join" | "join-drawn" }): Result<string> {
  const { state, volatile } = turn;
  if (frame.t === "join") {
    const accepted = acceptName(frame.name, volatile.skeletons);
    return accepted.ok ? { ok: true, value: accepted.value.name } : accepted;
  }
  const random = randomFor(state.seed, `nickname:${state.players.length}`);
  return { ok: true, value: drawNickname(random, volatile.skeletons, state.options.language).name };
}

/** [P5] Who comes late is scored from the next question that is not yet open. */
function firstQuestionFor(state: QuizState): number {
  const index = Math.max(0, currentIndex(state));
  return state.phase.phase === "lobby" || state.phase.phase === "countdown" ? index : index + 1;
}

/** [A1] An answer counts once, for the question that is open, by the server's clock. */
function answer(turn: QuizTurn, seat: Seat, frame: PlayerFrame & { t: "answer" }): void {
  const { state, volatile } = turn;
  const taken = takeAnswer(state, seat, frame, turn.nowMs);
  if (!taken.ok) {
    turn.count(`answers_refused_${taken.error.code.toLowerCase()}`);
    return turn.reply(seat, frame, taken.error);
  }
  const { player, ms, rawMs, right, points } = taken.value;
  turn.emit({ type: "answered", player, option: frame.option, right, points, ms, rawMs });
  turn.count("answers_accepted");
  volatile.answered += 1;
  volatile.unanswered.delete(player);
  volatile.rosterStale = true;
  const id = frame.id === undefined ? {} : { id: frame.id };
  turn.send(seat, { t: "accepted", ...id, question: frame.question, option: frame.option, ms });
  closeEarly(turn);
  tellRoster(turn);
}

interface TakenAnswer {
  player: number;
  ms: number;
  rawMs: number;
  right: boolean;
  points: number;
}

function takeAnswer(
  state: QuizState,
  seat: Seat,
  frame: PlayerFrame & { t: "answer" },
  nowMs: number,
): Result<TakenAnswer> {
  const no = (code: Failure["code"]) => ({ ok: false as const, error: failure(code) });
  const { phase, options } = state;
  const number = seat.member;
  const player = number === null ? undefined : state.players[number];
  if (number === null || player?.standing !== "in") return no("NOT_A_PLAYER");
  if (phase.phase === "reveal" && state.questions[phase.index]?.id === frame.question) return no("TOO_LATE");
  if (phase.phase !== "question") return no("WRONG_PHASE");
  const question = state.questions[phase.index];
  if (!question || question.id !== frame.question) return no("WRONG_QUESTION");
  if (!countsFor(player, phase.index)) return no("NOT_SCORED_YET");
  if (player.answer) return no("ALREADY_ANSWERED");
  if (state.pausedAtMs !== null) return no("PAUSED");
  const rawMs = nowMs - phase.opensAtMs;
  if (rawMs < -OPENING_TOLERANCE_MS) return no("TOO_EARLY");
  const ms = adjustedMs(rawMs, seat.rttMs);
  const limitMs = phase.closesAtMs - phase.opensAtMs;
  if (ms > limitMs) return no("TOO_LATE");
  const right = frame.option === question.right;
  const points = pointsFor({ right, ms }, limitMs, options.scoring, player.streak);
  return { ok: true, value: { player: number, ms, rawMs, right, points } };
}

/** [P6] Gone of one's own will; the same person may come back. */
function leave(turn: QuizTurn, seat: Seat, frame: PlayerFrame): void {
  const player = seat.member;
  const isIn = player !== null && turn.state.players[player]?.standing === "in";
  if (!isIn) return turn.reply(seat, frame, failure("NOT_A_PLAYER"));
  turn.reply(seat, frame);
  removePlayer(turn, player, "left");
  turn.close(seat, "LEFT");
}

/** Takes a player out of the game. Their answers so far stay in the journal. */
export function removePlayer(turn: QuizTurn, player: number, standing: "left" | "kicked"): void {
  turn.emit({ type: standing, player });
  const { volatile } = turn;
  volatile.scoresChanged();
  volatile.unanswered.delete(player);
  volatile.dirty.add(player);
  volatile.rosterStale = true;
  volatile.countStale = true;
  closeEarly(turn);
  tellRoster(turn);
}
