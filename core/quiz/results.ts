import type { JournalEntry } from "../ports.ts";
import {
  OPTIONS,
  type QuizResults,
  type ResultPlayer,
  type ResultQuestion,
  type RoomSummary,
} from "../protocol/index.ts";
import { apply } from "./apply.ts";
import type { QuizFact } from "./facts.ts";
import { Ranking } from "./scoring.ts";
import { type Answer, emptyState, type QuizState } from "./state.ts";

/** Results are a fold over the journal: what was asked, and what everybody answered. */
export function resultsOf(entries: Iterable<JournalEntry<QuizFact>>): QuizResults {
  const state = emptyState();
  const asked: { question: ResultQuestion; answers: (Answer | null)[] }[] = [];
  for (const { atMs, facts } of entries) {
    for (const fact of facts) {
      if (fact.type === "revealed") asked.push(take(state, fact.index));
      apply(state, fact, atMs);
    }
  }
  const { code, createdAtMs, options } = state;
  const { topic, language, scoring } = options;
  return {
    code,
    topic,
    language,
    scoring,
    createdAt: createdAtMs,
    questions: asked.map(({ question }) => question),
    players: playerRows(state, asked),
  };
}

/** The question at its end, with the answers that are in. */
function take(state: QuizState, index: number): { question: ResultQuestion; answers: (Answer | null)[] } {
  const question = state.questions[index];
  if (!question) throw new Error("a reveal without its question");
  const { stem, options, right, because, origin } = question;
  const answers = state.players.map(({ answer }) => answer);
  const counts = Array<number>(OPTIONS).fill(0);
  for (const answer of answers) if (answer) counts[answer.option] = (counts[answer.option] ?? 0) + 1;
  return { question: { index, stem, options, right, because, origin, counts }, answers };
}

function playerRows(state: QuizState, asked: readonly { answers: (Answer | null)[] }[]): ResultPlayer[] {
  const shown = state.players
    .map((player, number) => ({ ...player, number }))
    .filter((one) => one.standing !== "kicked");
  const ranking = new Ranking(shown.map(({ score }) => score));
  return shown
    .map(({ number, name, score, standing }) => {
      const answers = asked.map((one) => one.answers[number] ?? null);
      const right = answers.filter((answer) => answer?.right).length;
      return { player: number, name, rank: ranking.rankOf(score), score, right, left: standing === "left", answers };
    })
    .sort((a, b) => a.rank - b.rank || a.player - b.player);
}

/** What anybody who knows the code may know. */
export function summaryOf(state: QuizState): RoomSummary {
  const { code, options, phase, players, questions, locked } = state;
  return {
    code,
    topic: options.topic,
    language: options.language,
    phase: phase.phase,
    players: players.filter(({ standing }) => standing === "in").length,
    questions: questions.length,
    locked,
  };
}
