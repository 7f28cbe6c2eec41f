import type { Machine, RoomEvent, Seat } from "../machine.ts";
import {
  fail,
  hostFrame as hostFrames,
  isAnswer,
  playerFrame as playerFrames,
  RETURN_GRACE_MS,
  type Result,
  type Role,
} from "../protocol/index.ts";
import { randomFor } from "../random.ts";
import { apply } from "./apply.ts";
import { isClean } from "./content-filter.ts";
import { drawFromBank } from "./draw-questions.ts";
import { due } from "./due.ts";
import { closeEarly, closeRoom, runDeadline } from "./flow.ts";
import { askFor, replied } from "./generation.ts";
import { hostFrame, hostGone, hostHere } from "./hosts.ts";
import { playerFrame, playerGone, playerHello, playerHere } from "./players.ts";
import type { Quiz, QuizTurn } from "./quiz-kind.ts";
import type { QuizSetup } from "./room-options.ts";
import { showRoster, tellRoster } from "./roster.ts";
import { emptyState, type QuizState } from "./state.ts";
import { view, you } from "./view.ts";
import { QuizVolatile } from "./volatile.ts";

const RULES = 1;

/** A live quiz as a machine; `SPEC.md` beside this file numbers its rules. */
export const quizMachine: Machine<Quiz> = {
  rules: RULES,
  init: emptyState,
  apply,
  restore(saved, rules) {
    if (rules !== RULES) throw new Error(`a checkpoint by rules ${rules}, which this version does not know`);
    return saved as QuizState;
  },
  volatile: (state, seats) => new QuizVolatile(state, seats),
  read,
  step,
  due,
  view,
  you,
};

const frames = { player: playerFrames, host: hostFrames } as const;
const kinds = {
  player: new Set(["join", "join-drawn", "answer", "leave"]),
  host: new Set("start next skip pause resume end lock kick settings edit delete move regenerate".split(" ")),
} as const;

function read(role: Role, frame: Record<string, unknown>): Result<Quiz["Frame"]> {
  if (role === "player" && isAnswer(frame)) return { ok: true, value: frame };
  const kind = frame["t"];
  if (role === "screen" || !kinds[role].has(kind as string)) return fail("UNKNOWN_FRAME");
  const parsed = frames[role].safeParse(frame);
  if (parsed.success) return { ok: true, value: parsed.data };
  return fail("BAD_FRAME", { at: parsed.error.issues[0]?.path.join(".") ?? "" });
}

function step(turn: QuizTurn, event: RoomEvent<Quiz>): void {
  switch (event.type) {
    case "created":
      return created(turn, event.setup);
    case "hello":
      return hello(turn, event.seat);
    case "frame":
      // `read` let only frames of the seat's own role through.
      if (event.seat.role === "host") return hostFrame(turn, event.seat, event.frame as never);
      return playerFrame(turn, event.seat, event.frame as never);
    case "gone":
      return gone(turn, event.seat);
    case "back":
      return back(turn, event.seat);
    case "recovered":
      if (event.seat.role !== "player") showRoster(turn, event.seat);
      return;
    case "due":
      return runDeadline(turn);
    case "flush":
      closeEarly(turn);
      return tellRoster(turn);
    case "woken":
      return woken(turn);
    case "reply":
      return replied(turn, event.reply);
    case "delete":
      return closeRoom(turn, true);
  }
}

/** [R1] A room begins with questions of the bank: it could start this very moment. */
function created(turn: QuizTurn, setup: QuizSetup): void {
  const { topic, language, difficulty, questions: count } = setup.options;
  const random = randomFor(setup.seed, "draw:0");
  const drawn = drawFromBank({ topic, language, difficulty, count, room: [], firstId: 0, random, isClean });
  const notices = setup.ai ? drawn.notices : ["NO_AI" as const, ...drawn.notices];
  turn.emit({ type: "created", setup, questions: drawn.questions, notices });
  turn.count("rooms_created");
  askFor(
    turn,
    drawn.questions.map(({ id }) => id),
  );
}

/** Memory was rebuilt: what seats say of themselves holds, also where the journal had no time to learn it. */
function woken(turn: QuizTurn): void {
  const seats = [...turn.seats];
  const seated = new Set(seats.map(({ member }) => member));
  for (const seat of seats) {
    if (!seat.present) continue;
    if (seat.role === "host") hostHere(turn);
    if (seat.role !== "player" || seat.member !== null) continue;
    const player = turn.volatile.byGuest.get(seat.subject);
    if (player === undefined || seated.has(player)) continue;
    seated.add(player);
    playerHello(turn, seat);
    turn.show(seat);
  }
  hostGone(turn);
  // [Q23] A restart dropped everybody: those who come back are not to lose the question to the first of them.
  if (seats.length === 0) turn.volatile.noEarlyCloseBeforeMs = turn.nowMs + RETURN_GRACE_MS;
}

function hello(turn: QuizTurn, seat: Seat): void {
  if (seat.role === "player") return playerHello(turn, seat);
  if (seat.role === "host") hostHere(turn);
  showRoster(turn, seat);
}

function gone(turn: QuizTurn, seat: Seat): void {
  if (seat.role === "host") hostGone(turn);
  else if (seat.member !== null) playerGone(turn, seat.member, seat);
}

function back(turn: QuizTurn, seat: Seat): void {
  if (seat.role === "host") hostHere(turn);
  else if (seat.member !== null) playerHere(turn, seat.member, seat);
}
