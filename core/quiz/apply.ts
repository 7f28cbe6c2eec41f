import { HOST_CHECK_MS, HOST_GRACE_MS, OPTIONS } from "../protocol/index.ts";
import type { QuizFact } from "./facts.ts";
import type { Question } from "./question.ts";
import type { Player, QuizState } from "./state.ts";

/** Carries out a fact, in place: the only code that changes a quiz's state. */
export function apply(state: QuizState, fact: QuizFact, atMs: number): void {
  if (!isIdle(fact)) state.activeAtMs = atMs;
  switch (fact.type) {
    case "created":
      return created(state, fact, atMs);
    case "joined":
      state.players.push(newPlayer(fact));
      return;
    case "left":
    case "kicked":
      playerOf(state, fact.player).standing = fact.type;
      return;
    case "returned":
      playerOf(state, fact.player).standing = "in";
      return;
    case "locked":
      state.locked = fact.on;
      return;
    case "settings":
      Object.assign(state.options, fact.change);
      if (fact.nextAtMs !== undefined && "nextAtMs" in state.phase) state.phase.nextAtMs = fact.nextAtMs;
      return lookLater(state, atMs);
    case "replaced":
      state.draws += 1;
      state.notices = fact.notices;
      return replaceQuestions(state, fact.questions);
    case "deleted":
      state.questions = state.questions.filter((question) => question.id !== fact.question);
      state.options.questions = state.questions.length;
      return;
    case "moved":
      return move(state, fact.question, fact.to);
    case "asked":
      return asked(state, fact);
    case "written":
      return written(state, fact.questions);
    case "asking-ended": {
      const { questions, of, failed } = fact;
      state.generation = null;
      state.wrote = failed ? { questions, of, failed } : { questions, of };
      return;
    }
    case "countdown":
      state.phase = { phase: "countdown", index: fact.index, opensAtMs: fact.opensAtMs };
      state.lookAtMs = null;
      return;
    case "opened":
      state.phase = {
        phase: "question",
        index: fact.index,
        opensAtMs: fact.opensAtMs,
        closesAtMs: fact.closesAtMs,
      };
      return;
    case "answered": {
      const { option, right, points, ms, rawMs } = fact;
      playerOf(state, fact.player).answer = { option, right, points, ms, rawMs };
      return;
    }
    case "revealed":
      reveal(state, fact.index, fact.nextAtMs);
      return lookLater(state, atMs);
    case "skipped":
      return skip(state, fact.index);
    case "standings":
      state.phase = { phase: "standings", index: fact.index, nextAtMs: fact.nextAtMs };
      return lookLater(state, atMs);
    case "podium":
    case "closed":
      state.phase = { phase: fact.type };
      state.pausedAtMs = null;
      state.lookAtMs = null;
      return;
    case "paused":
      state.pausedAtMs = atMs;
      return lookLater(state, atMs);
    case "resumed":
      return resumed(state, atMs);
    case "host-here":
    case "host-gone":
      state.hostHere = fact.type === "host-here";
      return lookLater(state, atMs);
    case "looked":
      return lookLater(state, atMs);
  }
}

/** Whether nobody did anything: it must not put off the room's deletion. */
function isIdle({ type }: QuizFact): boolean {
  return type === "looked" || type === "host-gone";
}

/** Whether the game stands still until its host says something. */
export function waitsForHost(state: QuizState): boolean {
  if (state.pausedAtMs !== null) return true;
  return "nextAtMs" in state.phase && state.phase.nextAtMs === null;
}

function lookLater(state: QuizState, atMs: number): void {
  state.lookAtMs = waitsForHost(state) ? atMs + (state.hostHere ? HOST_CHECK_MS : HOST_GRACE_MS) : null;
}

function created(state: QuizState, fact: QuizFact & { type: "created" }, atMs: number): void {
  const { code, seed, ai, options } = fact.setup;
  Object.assign(state, { code, seed, ai, options: { ...options }, createdAtMs: atMs, draws: 1 });
  state.notices = fact.notices;
  state.questions = [...fact.questions];
  state.options.questions = fact.questions.length;
  state.nextQuestionId = fact.questions.length;
}

function newPlayer({ name, guest, from }: QuizFact & { type: "joined" }): Player {
  const history = Array<number>(from).fill(-1);
  return { name, guest, standing: "in", from, score: 0, streak: 0, answer: null, last: null, history };
}

function playerOf(state: QuizState, number: number): Player {
  const player = state.players[number];
  if (!player) throw new Error("a fact about a player who never joined");
  return player;
}

function replaceQuestions(state: QuizState, questions: readonly Question[]): void {
  for (const question of questions) {
    const at = state.questions.findIndex(({ id }) => id === question.id);
    if (at >= 0) state.questions[at] = question;
  }
}

function move(state: QuizState, question: number, to: number): void {
  const from = state.questions.findIndex(({ id }) => id === question);
  const [moved] = state.questions.splice(from, 1);
  if (moved) state.questions.splice(to, 0, moved);
}

function asked(state: QuizState, fact: QuizFact & { type: "asked" }): void {
  const { askId, deadlineAtMs, of, written, slots } = fact;
  state.generation = { askId, deadlineAtMs, of, written, slots };
  state.nextAskId = askId + 1;
  state.wrote = null;
}

function written(state: QuizState, questions: readonly Question[]): void {
  replaceQuestions(state, questions);
  if (!state.generation) return;
  state.generation.written += questions.length;
  state.generation.slots = state.generation.slots.filter((id) => !questions.some((question) => question.id === id));
}

/** The question is over: answers become points. */
function reveal(state: QuizState, index: number, nextAtMs: number | null): void {
  const counts = Array<number>(OPTIONS).fill(0);
  for (const player of state.players) {
    const answer = player.answer;
    player.answer = null;
    if (player.from > index) continue;
    if (answer) counts[answer.option] = (counts[answer.option] ?? 0) + 1;
    player.score += answer?.points ?? 0;
    player.streak = answer?.right ? player.streak + 1 : 0;
    player.last = answer ? { index, ...answer } : { index, option: null };
    player.history[index] = answer?.points ?? 0;
  }
  state.phase = { phase: "reveal", index, counts, nextAtMs };
}

function skip(state: QuizState, index: number): void {
  for (const player of state.players) {
    player.answer = null;
    if (player.from <= index) player.history[index] = -1;
  }
}

function resumed(state: QuizState, atMs: number): void {
  const stoodMs = atMs - (state.pausedAtMs ?? atMs);
  state.pausedAtMs = null;
  const phase = state.phase;
  if ("opensAtMs" in phase) phase.opensAtMs += stoodMs;
  if ("closesAtMs" in phase) phase.closesAtMs += stoodMs;
  if ("nextAtMs" in phase && phase.nextAtMs !== null) phase.nextAtMs += stoodMs;
  lookLater(state, atMs);
}
