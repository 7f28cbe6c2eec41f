import type { Seat } from "../machine.ts";
import type { HostView, PhaseView, PublicQuestion, Role, RoomView, YouView } from "../protocol/index.ts";
import { openSlots } from "./generation.ts";
import type { QuizState } from "./state.ts";
import type { QuizVolatile } from "./volatile.ts";

/** What everybody in a role sees. Before the reveal nothing here depends on which option is right. */
export function view(state: QuizState, role: Role, volatile: QuizVolatile): { room: RoomView; host?: HostView } {
  const room = roomView(state, volatile);
  return role === "host" ? { room, host: hostView(state) } : { room };
}

function roomView(state: QuizState, volatile: QuizVolatile): RoomView {
  const { topic, language, seconds, scoring, auto } = state.options;
  return {
    code: state.code,
    topic,
    language,
    questions: state.questions.length,
    seconds,
    scoring,
    auto,
    locked: state.locked,
    players: volatile.joinedCount(state),
    ...(state.pausedAtMs === null ? {} : { pausedAt: state.pausedAtMs }),
    now: phaseView(state, volatile),
  };
}

function phaseView(state: QuizState, volatile: QuizVolatile): PhaseView {
  const { phase } = state;
  switch (phase.phase) {
    case "countdown":
      return { phase: "countdown", index: phase.index, opensAt: phase.opensAtMs };
    case "question":
      return {
        phase: "question",
        question: publicQuestion(state, phase.index),
        opensAt: phase.opensAtMs,
        closesAt: phase.closesAtMs,
      };
    case "reveal": {
      const { right, because } = questionAt(state, phase.index);
      const question = publicQuestion(state, phase.index);
      return { phase: "reveal", question, right, because, counts: phase.counts, nextAt: phase.nextAtMs };
    }
    case "standings":
      return { phase: "standings", index: phase.index, top: volatile.top(state), nextAt: phase.nextAtMs };
    case "podium":
      return { phase: "podium", top: volatile.top(state) };
    default:
      return { phase: phase.phase };
  }
}

function questionAt(state: QuizState, index: number) {
  const question = state.questions[index];
  if (!question) throw new Error("a phase without its question");
  return question;
}

function publicQuestion(state: QuizState, index: number): PublicQuestion {
  const { id, stem, options } = questionAt(state, index);
  return { index, id, stem, options };
}

function hostView(state: QuizState): HostView {
  const { generation, wrote, notices, phase, questions } = state;
  return {
    ...(generation ? { writing: { left: openSlots(state).length, until: generation.deadlineAtMs } } : {}),
    ...(wrote ? { wrote } : {}),
    notices,
    ...(phase.phase === "lobby" ? { list: questions } : {}),
  };
}

/** What one seat alone sees. Until the reveal an answer is an option and nothing more. */
export function you(state: QuizState, seat: Seat, volatile: QuizVolatile): YouView | null | undefined {
  if (seat.role !== "player") return undefined;
  const number = seat.member;
  const player = number === null ? undefined : state.players[number];
  if (number === null || !player) return null;
  const { name, score, streak, from, answer, last, history } = player;
  return {
    player: number,
    name,
    score,
    rank: volatile.rankOf(state, score),
    streak,
    from,
    answer: answer?.option ?? null,
    last: last?.option === null ? { ...last, right: false, points: 0, ms: null, rawMs: null } : last,
    history,
  };
}
