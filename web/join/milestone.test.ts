import { describe, expect, it } from "vitest";
import type { QuizState } from "../../client/quiz-client.ts";
import { emptyRoster } from "../../client/roster.ts";
import type { PhaseView, YouView } from "../../core/protocol/server-frames.ts";
import { milestone } from "./milestone.ts";

const question = { index: 1, id: 7, stem: "S", options: ["w", "x", "y", "z"] };
const you: YouView = {
  player: 0,
  name: "Ada",
  score: 1_850,
  rank: 2,
  streak: 1,
  from: 0,
  answer: null,
  last: { index: 1, option: 2, right: true, points: 850, ms: 1, rawMs: 1 },
  history: [],
};

function state(now: PhaseView, part: Partial<QuizState> = {}): QuizState {
  const view = {
    code: "4327XK",
    topic: "",
    language: "en",
    questions: 10,
    seconds: 20,
    scoring: "speed" as const,
    auto: true,
    locked: false,
    players: 3,
    now,
  };
  return { connection: { state: "live" }, view, you, host: null, roster: emptyRoster, accepted: null, ...part };
}

const reveal: PhaseView = { phase: "reveal", question, right: 2, because: "", counts: [0, 0, 1, 0], nextAt: null };

describe("milestone", () => {
  it("says how a question went", () => {
    expect(milestone(state(reveal))).toBe("Right. 850 points. You are 2nd.");
    const wrong = { ...you, last: { index: 1, option: 0, right: false, points: 0, ms: 1, rawMs: 1 } };
    expect(milestone(state(reveal, { you: wrong }))).toBe("Wrong. The right answer was: y.");
    const none = { ...you, last: { index: 1, option: null, right: false, points: 0, ms: null, rawMs: null } };
    expect(milestone(state(reveal, { you: none }))).toBe("No answer. The right answer was: y.");
    expect(milestone(state(reveal, { you: { ...you, last: null } }))).toBe("The right answer was: y.");
  });

  it("says that an answer is in, for its own question only", () => {
    const open: PhaseView = { phase: "question", question, opensAt: 0, closesAt: 1 };
    const accepted = (id: number) => ({ t: "accepted" as const, question: id, option: 0, ms: 1 });
    expect(milestone(state(open))).toBeNull();
    expect(milestone(state(open, { accepted: accepted(6) }))).toBeNull();
    expect(milestone(state(open, { accepted: accepted(7) }))).toBe("Your answer is in.");
  });

  it("is silent while nothing is certain", () => {
    expect(milestone(state(reveal, { connection: { state: "reconnecting", failure: null } }))).toBeNull();
    expect(milestone(state(reveal, { you: null }))).toBeNull();
  });
});
