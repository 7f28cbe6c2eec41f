import type { Seat } from "../machine.ts";
import { type ErrorCode, type Failure, failure, type HostFrame } from "../protocol/index.ts";
import { randomFor } from "../random.ts";
import { checkDraft, toQuestion } from "./check-question.ts";
import { isClean } from "./content-filter.ts";
import { drawFromBank } from "./draw-questions.ts";
import { closeRoom, endPhase, nextWith, podium, resume, skipQuestion, startCountdown } from "./flow.ts";
import { askFor } from "./generation.ts";
import { removePlayer } from "./players.ts";
import type { QuizTurn } from "./quiz-kind.ts";
import { isRunning, type QuizState } from "./state.ts";

type Frame<T extends HostFrame["t"]> = HostFrame & { t: T };
/** `null`: carried out. */
type Outcome = Failure | null;

/** [H1] Carries out a host's frame; refused ones change nothing. */
export function hostFrame(turn: QuizTurn, seat: Seat, frame: HostFrame): void {
  const refused = carryOut(turn, frame);
  turn.reply(seat, frame, refused ?? undefined);
}

function carryOut(turn: QuizTurn, frame: HostFrame): Outcome {
  switch (frame.t) {
    case "start":
      return start(turn);
    case "next":
      return next(turn);
    case "skip":
      return skip(turn);
    case "pause":
      return pause(turn);
    case "resume":
      return unpause(turn);
    case "end":
      return end(turn);
    case "lock":
      return lock(turn, frame.on);
    case "kick":
      return kick(turn, frame.player);
    case "settings":
      return settings(turn, frame);
    case "edit":
    case "delete":
    case "move":
    case "regenerate":
      return turn.state.phase.phase === "lobby" ? change(turn, frame) : failure("WRONG_PHASE");
  }
}

/** Somebody with the host's token is here. */
export function hostHere(turn: QuizTurn): void {
  if (!turn.state.hostHere) turn.emit({ type: "host-here" });
}

/** [H2] The last host is gone: from here on the game does not wait for one. */
export function hostGone(turn: QuizTurn): void {
  const { state, seats } = turn;
  if (!state.hostHere) return;
  for (const seat of seats) if (seat.role === "host" && seat.present) return;
  turn.emit({ type: "host-gone" });
}

function start(turn: QuizTurn): Outcome {
  const { state } = turn;
  if (state.phase.phase !== "lobby") return failure("WRONG_PHASE");
  if (!state.players.some((player) => player.standing === "in")) return failure("NO_PLAYERS");
  turn.count("games_started");
  startCountdown(turn, 0);
  return null;
}

function next(turn: QuizTurn): Outcome {
  const { phase, pausedAtMs } = turn.state;
  if (pausedAtMs !== null) return failure("PAUSED");
  const possible = phase.phase === "question" || phase.phase === "reveal" || phase.phase === "standings";
  if (!possible) return failure("WRONG_PHASE");
  endPhase(turn);
  return null;
}

function skip(turn: QuizTurn): Outcome {
  const { phase, pausedAtMs } = turn.state;
  if (pausedAtMs !== null) return failure("PAUSED");
  if (phase.phase !== "countdown" && phase.phase !== "question") return failure("WRONG_PHASE");
  skipQuestion(turn, phase.index);
  return null;
}

function pause(turn: QuizTurn): Outcome {
  if (turn.state.pausedAtMs !== null) return failure("PAUSED");
  if (!isRunning(turn.state)) return failure("WRONG_PHASE");
  turn.emit({ type: "paused" });
  turn.publish();
  return null;
}

function unpause(turn: QuizTurn): Outcome {
  if (turn.state.pausedAtMs === null) return failure("NOT_PAUSED");
  resume(turn);
  return null;
}

function end(turn: QuizTurn): Outcome {
  if (turn.state.phase.phase === "closed") return failure("ROOM_CLOSED");
  if (isRunning(turn.state)) podium(turn);
  else closeRoom(turn, false);
  return null;
}

function lock(turn: QuizTurn, on: boolean): Outcome {
  turn.emit({ type: "locked", on });
  turn.publish();
  return null;
}

function kick(turn: QuizTurn, player: number): Outcome {
  const kicked = turn.state.players[player];
  if (kicked?.standing !== "in") return failure("NO_SUCH_PLAYER");
  for (const seat of [...turn.seats]) {
    // Also where they have the room open and have not joined there.
    if (seat.role === "player" && seat.subject === kicked.guest) turn.close(seat, "KICKED", "KICKED");
  }
  removePlayer(turn, player, "kicked");
  turn.count("players_kicked");
  return null;
}

function settings(turn: QuizTurn, frame: Frame<"settings">): Outcome {
  const { seconds, scoring, auto } = frame;
  const inLobby = turn.state.phase.phase === "lobby";
  if (!inLobby && (seconds !== undefined || scoring !== undefined)) return failure("WRONG_PHASE");
  const wanted = { seconds, scoring, auto };
  const change = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  turn.emit({ type: "settings", change, ...(auto === undefined ? {} : { nextAtMs: nextWith(turn, auto) }) });
  turn.publish();
  return null;
}

/** What changes the questions, in the lobby. */
function change(turn: QuizTurn, frame: Frame<"edit" | "delete" | "move" | "regenerate">): Outcome {
  const { questions } = turn.state;
  const at = questions.findIndex(({ id }) => id === frame.question);
  if (frame.question !== undefined && at < 0) return failure("NO_SUCH_QUESTION");
  const refused = changeAt(turn, frame, at);
  if (!refused) turn.publish();
  return refused;
}

function changeAt(turn: QuizTurn, frame: Frame<"edit" | "delete" | "move" | "regenerate">, at: number): Outcome {
  const { questions } = turn.state;
  switch (frame.t) {
    case "edit":
      return edit(turn, frame, at);
    case "delete":
      if (questions.length === 1) return failure("LAST_QUESTION");
      turn.emit({ type: "deleted", question: frame.question });
      return null;
    case "move":
      turn.emit({ type: "moved", question: frame.question, to: Math.min(frame.to, questions.length - 1) });
      return null;
    case "regenerate":
      return regenerate(turn, at);
  }
}

/** [H5] The host's own words pass the same check as everybody's. */
function edit(turn: QuizTurn, frame: Frame<"edit">, at: number): Outcome {
  const { state } = turn;
  const before = state.questions[at];
  if (!before) return failure("NO_SUCH_QUESTION");
  const { stem, because } = frame;
  const wrong = frame.options.filter((_, index) => index !== frame.right);
  const draft = { stem, right: frame.options[frame.right] ?? "", wrong, because, level: before.level };
  const others = state.questions.filter(({ id }) => id !== before.id);
  const checked = checkDraft(draft, others, isClean);
  if (!checked.ok) return failure("QUESTION_REJECTED", { reason: checked.reason } satisfies Record<string, string>);
  const question = toQuestion(checked.draft, before.id, "host", nextDraw(state));
  turn.emit({ type: "replaced", questions: [question], notices: state.notices });
  return null;
}

/** [H6] Other questions from the bank at once, and the AI's when they come. What the host wrote is kept. */
function regenerate(turn: QuizTurn, at: number): Outcome {
  const { state } = turn;
  const one = state.questions[at];
  const old = one ? [one] : state.questions.filter(({ origin }) => origin !== "host");
  if (old.length === 0) return failure("NO_SUCH_QUESTION" satisfies ErrorCode);
  const { topic, language, difficulty } = state.options;
  const drawn = drawFromBank({
    topic,
    language,
    difficulty,
    count: old.length,
    room: state.questions,
    firstId: state.nextQuestionId,
    random: nextDraw(state),
    isClean,
  });
  const questions = drawn.questions.map((question, i) => ({ ...question, id: old[i]?.id ?? question.id }));
  turn.emit({ type: "replaced", questions, notices: state.notices });
  askFor(
    turn,
    questions.map(({ id }) => id),
  );
  return null;
}

function nextDraw(state: QuizState): () => number {
  return randomFor(state.seed, `draw:${state.draws}`);
}
