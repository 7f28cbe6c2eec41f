import type { Machine, RoomEvent, Turn } from "../../core/machine.ts";
import type { QuizFact } from "../../core/quiz/facts.ts";
import type { Quiz, QuizTurn } from "../../core/quiz/quiz-kind.ts";
import { quizMachine } from "../../core/quiz/quiz-machine.ts";
import type { Invariant } from "./invariants.ts";

/** A machine with one fault, and the invariant that does not hold with it. */
export interface BrokenMachine {
  fault: string;
  violates: Invariant;
  machine: Machine<Quiz>;
}

type Step = Machine<Quiz>["step"];

/** The machine with another step, which is given the real one. */
function stepping(step: (turn: QuizTurn, event: RoomEvent<Quiz>, real: Step) => void): Machine<Quiz> {
  return { ...quizMachine, step: (turn, event) => step(turn, event, quizMachine.step) };
}

/** The machine whose steps see a turn of which a part is replaced. */
function turning(part: (turn: QuizTurn) => Partial<QuizTurn>): Machine<Quiz> {
  return stepping((turn, event, real) => real(replaced(turn, part(turn)), event));
}

/** The machine that carries facts out in another way. */
function applying(apply: (real: () => void, state: Quiz["State"], fact: QuizFact) => void): Machine<Quiz> {
  const { apply: real } = quizMachine;
  return { ...quizMachine, apply: (state, fact, atMs) => apply(() => real(state, fact, atMs), state, fact) };
}

function replaced(turn: QuizTurn, part: Partial<QuizTurn>): QuizTurn {
  return new Proxy(turn, {
    get(target, key) {
      const own = part[key as keyof Turn<Quiz>];
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** Faults that a careless change could bring, one for each kind of promise. */
export const brokenMachines: readonly BrokenMachine[] = [
  {
    fault: "changes the state without a fact",
    violates: "I1",
    machine: stepping((turn, event, real) => {
      if (event.type === "hello") turn.state.nextAskId += 1;
      real(turn, event);
    }),
  },
  {
    fault: "drops a fact: acknowledges answers that it does not keep",
    violates: "I2",
    machine: turning((turn) => ({ emit: (fact) => fact.type !== "answered" && turn.emit(fact) })),
  },
  {
    fault: "tells another time than it keeps",
    violates: "I2",
    machine: turning((turn) => ({
      send: (seat, frame) => turn.send(seat, "ms" in frame ? { ...frame, ms: Number(frame.ms) + 1 } : frame),
    })),
  },
  {
    fault: "takes points away when an answer comes",
    violates: "I4",
    machine: applying((real, state, fact) => {
      const player = fact.type === "answered" ? state.players[fact.player] : undefined;
      if (player && fact.type === "answered") player.score -= fact.points;
      real();
    }),
  },
  {
    fault: "scores twice",
    violates: "I3",
    machine: applying((real, state, fact) => {
      const answers = fact.type === "revealed" ? state.players.map(({ answer }) => answer) : [];
      real();
      state.players.forEach((player, number) => {
        player.score += answers[number]?.points ?? 0;
      });
    }),
  },
  {
    fault: "forgets who answered when somebody leaves",
    violates: "I3",
    machine: applying((real, state, fact) => {
      real();
      if (fact.type === "left") for (const player of state.players) player.answer = null;
    }),
  },
  {
    fault: "sends the right option with the question",
    violates: "I5",
    machine: {
      ...quizMachine,
      view: (state, role, volatile) => {
        const seen = quizMachine.view(state, role, volatile) as { room: { now: object } };
        const { phase } = state;
        if (phase.phase === "question") Object.assign(seen.room.now, { hint: state.questions[phase.index]?.right });
        return seen;
      },
    },
  },
  {
    fault: "counts down longer where the answer is the last option",
    violates: "I5",
    machine: {
      ...quizMachine,
      view: (state, role, volatile) => {
        const seen = quizMachine.view(state, role, volatile) as { room: { seconds: number } };
        const { phase } = state;
        if (phase.phase === "question") seen.room.seconds += state.questions[phase.index]?.right === 3 ? 1 : 0;
        return seen;
      },
    },
  },
  {
    fault: "goes from the reveal to the next question at once",
    violates: "I6",
    machine: turning((turn) => ({
      emit: (fact) => {
        if (fact.type !== "standings") return turn.emit(fact);
        turn.emit({ type: "countdown", index: fact.index + 1, opensAtMs: turn.nowMs + 1_500 });
      },
    })),
  },
  {
    fault: "never ends a reveal by itself",
    violates: "I8",
    machine: applying((real, state, fact) => {
      real();
      if (state.phase.phase === "reveal") state.phase.nextAtMs = null;
      if (fact.type === "revealed") state.lookAtMs = null;
    }),
  },
  {
    fault: "lets the kicked return",
    violates: "I10",
    machine: applying((real, state, fact) => {
      real();
      if (fact.type === "kicked") Object.assign(state.players[fact.player] ?? {}, { standing: "left" });
    }),
  },
  {
    fault: "gives the last of equals the better rank",
    violates: "I11",
    machine: {
      ...quizMachine,
      you: (state, seat, volatile) => {
        const own = quizMachine.you(state, seat, volatile) as { rank: number; player: number } | null | undefined;
        return own && own.player === state.players.length - 1 ? { ...own, rank: own.rank + 1 } : own;
      },
    },
  },
  {
    fault: "answers a lock twice",
    violates: "I12",
    machine: turning((turn) => ({
      reply: (seat, frame, error) => {
        turn.reply(seat, frame, error);
        if (frame.t === "lock") turn.reply(seat, frame, error);
      },
    })),
  },
  {
    fault: "does not answer who leaves a pause alone",
    violates: "I12",
    machine: turning((turn) => ({
      reply: (seat, frame, error) => (frame.t === "resume" && error ? undefined : turn.reply(seat, frame, error)),
    })),
  },
  {
    fault: "throws at the second answer to a question",
    violates: "I13",
    machine: stepping((turn, event, real) => {
      if (event.type === "frame" && event.frame.t === "answer" && turn.volatile.answered > 0) throw new Error("oh no");
      real(turn, event);
    }),
  },
  {
    fault: "asks for a flush at every flush",
    violates: "I14",
    machine: stepping((turn, event, real) => {
      real(turn, event);
      turn.flushWithin(300);
    }),
  },
  {
    fault: "is not deleted",
    violates: "I15",
    machine: turning(() => ({ destroy: () => undefined })),
  },
  {
    fault: "takes everybody for the first player",
    violates: "I16",
    machine: turning((turn) => ({ bind: (seat) => turn.bind(seat, 0) })),
  },
  {
    fault: "does not tell of the reveal",
    violates: "I17",
    machine: turning((turn) => ({
      publish: (options) => (turn.state.phase.phase === "reveal" ? undefined : turn.publish(options)),
    })),
  },
  {
    fault: "plans a countdown of an hour",
    violates: "I18",
    machine: applying((real, state, fact) => {
      real();
      if (fact.type === "countdown" && state.phase.phase === "countdown") state.phase.opensAtMs += 3_600_000;
    }),
  },
  {
    fault: "changes the question that is open",
    violates: "I19",
    machine: applying((real, state, fact) => {
      real();
      const question = fact.type === "opened" ? state.questions[fact.index] : undefined;
      if (question) question.options = [...question.options].reverse();
    }),
  },
];
