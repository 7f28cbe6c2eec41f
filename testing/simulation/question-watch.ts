import type { QuizFact } from "../../core/quiz/facts.ts";
import type { QuizState } from "../../core/quiz/state.ts";
import { insist } from "./invariants.ts";

const changing: readonly QuizFact["type"][] = ["created", "replaced", "written", "deleted", "moved"];

/** Watches that questions change by the facts that say so alone, and no more once they were shown. */
export class QuestionWatch {
  #texts: string[] = [];
  /** How many of them were shown. */
  #shown = 0;

  compare({ type }: QuizFact, { questions, phase }: QuizState): void {
    const mayChange = changing.includes(type);
    if (mayChange) insistOnForm(questions);
    const texts = questions.map((question) => JSON.stringify(question));
    texts.forEach((text, index) => {
      const isFixed = !mayChange || index < this.#shown;
      insist(!isFixed || text === this.#texts[index], "I19", () => `${this.#texts[index]} has become ${text}`);
    });
    this.#texts = texts;
    if (phase.phase === "question") this.#shown = phase.index + 1;
  }
}

function insistOnForm(questions: QuizState["questions"]): void {
  insist(questions.length > 0, "I19", "no question is left");
  insist(new Set(questions.map(({ id }) => id)).size === questions.length, "I19", "two questions have one id");
  for (const { options, right } of questions) {
    insist(new Set(options).size === 4 && right in options, "I19", `options ${options}, right ${right}`);
  }
}
