import { type Random, shuffled } from "../random.ts";
import type { Level } from "./bank/bank-topic.ts";
import { checkDraft, type IsClean, isLongestRight, toQuestion } from "./check-question.ts";
import { bankLanguage, type Candidate, candidatesFor } from "./draw-candidates.ts";
import { levelPlan, levels, stepsBetween } from "./level-plan.ts";
import { phraseOf } from "./likeness.ts";
import type { Question } from "./question.ts";

/** What a room wants from the bank. */
export interface DrawRequest {
  /** Free text; empty for no topic in particular. */
  topic: string;
  /** BCP 47 language tag. */
  language: string;
  difficulty: Level | "mixed";
  /** How many questions, 1 to 50. */
  count: number;
  /** Questions that are there already. */
  room: readonly Question[];
  /** The id of the first question; the others follow. */
  firstId: number;
  random: Random;
  isClean: IsClean;
}

/** Questions, and what about them is not as it was asked for. */
export interface Drawn {
  questions: Question[];
  notices: ("LANGUAGE_FALLBACK" | "TOPIC_FALLBACK")[];
}

interface Taken {
  candidate: Candidate;
  question: Question;
}

/**
 * Questions from the bank: always as many as asked for (while the bank has as many that pass the check),
 * none like another or like one in the room, and the same ones for the same chance. What carries the topic's
 * tags comes first, then the topics, then general knowledge, then anything; English when a language has no more.
 * In each the levels are as asked for where possible, the neighbouring ones after that. Easy questions come first.
 */
export function drawFromBank(request: DrawRequest): Drawn {
  const random = request.random;
  const picks = inPleasantOrder(
    pick(request, shuffled(random, candidatesFor(request.topic, request.language))),
    request,
  );
  const language = bankLanguage(request.language);
  const notices: Drawn["notices"] = [];
  if (!language || picks.some(({ candidate }) => candidate.isForeign)) notices.push("LANGUAGE_FALLBACK");
  const isOffTopic = picks.some(({ candidate }) => !candidate.isOnTopic);
  if (request.topic.trim() !== "" && isOffTopic) notices.push("TOPIC_FALLBACK");
  return { questions: picks.map(({ question }, i) => ({ ...question, id: request.firstId + i })), notices };
}

/** Takes the nearest candidates first, and among the equally near those whose level is still wanted. */
function pick(request: DrawRequest, candidates: readonly Candidate[]): Taken[] {
  const wanted = levelPlan(request.difficulty, request.count);
  const picks: Taken[] = [];
  for (const equals of byNearness(candidates)) {
    for (const steps of [0, 1, 2]) {
      for (const candidate of equals) {
        if (wanted.length === 0) return picks;
        const at = wanted.findIndex((level) => stepsBetween(level, candidate.question.level) === steps);
        const taken = at < 0 ? undefined : accept(candidate, picks, request);
        if (!taken) continue;
        picks.push(taken);
        wanted.splice(at, 1);
      }
    }
  }
  return picks;
}

function byNearness(candidates: readonly Candidate[]): Candidate[][] {
  const groups = Map.groupBy(candidates, ({ nearness }) => nearness);
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}

/**
 * The candidate as a question, if it may stand beside those that are there. How often the right option is the
 * longest is counted over the whole, so that the picks can be put in any order afterwards.
 */
function accept(candidate: Candidate, picks: readonly Taken[], request: DrawRequest): Taken | undefined {
  if (picks.some((other) => other.candidate === candidate)) return undefined;
  const beside = [...request.room, ...picks.map(({ question }) => question)];
  const checked = checkDraft(candidate.question, beside, request.isClean);
  if (!checked.ok && checked.reason !== "longest-too-often") return undefined;
  if (candidate.isForeign && beside.some((other) => hasAnswer(other, candidate.question.right))) return undefined;
  const question = toQuestion(candidate.question, request.firstId, "bank", request.random);
  const size = request.room.length + request.count;
  const longest = beside.filter(isLongestRight).length;
  if (isLongestRight(question) && longest + 1 > size / 2) return undefined;
  return { candidate, question };
}

/** Across languages the check cannot see that two questions are one; names are the same in both. */
function hasAnswer({ options, right }: Question, answer: string): boolean {
  return phraseOf(options[right] ?? "") === phraseOf(answer);
}

/** From easy to hard, in an order of chance within a level; each passes the check beside those before it. */
function inPleasantOrder(picks: readonly Taken[], { room, random }: DrawRequest): Taken[] {
  const waiting = levels.flatMap((level) =>
    shuffled(
      random,
      picks.filter(({ question }) => question.level === level),
    ),
  );
  const ordered: Taken[] = [];
  while (waiting.length > 0) {
    const before = [...room, ...ordered.map(({ question }) => question)];
    const next = waiting.findIndex(({ candidate }) => checkDraft(candidate.question, before, () => true).ok);
    ordered.push(...waiting.splice(Math.max(0, next), 1));
  }
  return ordered;
}
