import type { Question } from "./question.ts";
import { singular, stopWords, wordsOf } from "./text.ts";

/** At this likeness of their stems two questions are the same one. */
const SAME_STEM = 0.75;
/** At this likeness they are the same if their right answers are. */
const SAME_STEM_AND_ANSWER = 0.5;

/** What two questions are compared by. */
export interface Likeness {
  /** The words of the stem that say what it is about. */
  topic: ReadonlySet<string>;
  /** Stem and right answer as folded words, with a space at each end. */
  stem: string;
  right: string;
}

/** Folded words between single spaces, one at each end, so that whole words are found by `includes`. */
export function phraseOf(text: string): string {
  return ` ${wordsOf(text).join(" ")} `;
}

/** What to compare a question by. */
export function likenessOf(stem: string, right: string): Likeness {
  const words = wordsOf(stem);
  const telling = words.filter((word) => !stopWords.has(word));
  return {
    topic: new Set((telling.length > 0 ? telling : words).map(singular)),
    stem: ` ${words.join(" ")} `,
    right: phraseOf(right),
  };
}

/** Questions stay in a room while many others are held against them: each is read once. */
const memory = new WeakMap<Question, { stem: string; right: string; likeness: Likeness }>();

/** {@link likenessOf} a question in a room. */
export function likenessIn(question: Question): Likeness {
  const { stem } = question;
  const right = question.options[question.right] ?? "";
  const known = memory.get(question);
  if (known?.stem === stem && known.right === right) return known.likeness;
  const likeness = likenessOf(stem, right);
  memory.set(question, { stem, right, likeness });
  return likeness;
}

/**
 * Whether two questions are (nearly) the same to a player: the same words, or many of the same words and
 * the same right answer, or each gives away the other (“capital of Kenya?”, “Nairobi is the capital of?”).
 */
export function areAlike(one: Likeness, other: Likeness): boolean {
  const similarity = jaccard(one.topic, other.topic);
  if (similarity >= SAME_STEM) return true;
  if (similarity >= SAME_STEM_AND_ANSWER && one.right === other.right) return true;
  return names(one.stem, other.right) && names(other.stem, one.right);
}

function names(stem: string, answer: string): boolean {
  return answer.trim() !== "" && stem.includes(answer);
}

/** Shared words over all words of two sets, 0 to 1. */
function jaccard(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of one) if (other.has(word)) shared++;
  const all = one.size + other.size - shared;
  return all === 0 ? 0 : shared / all;
}
