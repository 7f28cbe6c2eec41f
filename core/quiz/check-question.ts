import * as z from "zod/mini";
import { EXPLANATION_MAX_CHARS, OPTION_MAX_CHARS, OPTIONS, STEM_MAX_CHARS } from "../protocol/index.ts";
import { type Random, shuffled } from "../random.ts";
import { areAlike, likenessIn, likenessOf, phraseOf } from "./likeness.ts";
import type { Draft, Question } from "./question.ts";
import {
  areLettered,
  hasMarkup,
  hasUnsafeCharacters,
  isAboutOptions,
  isDated,
  isSuperlative,
  isVisible,
  namesLetters,
  optionKey,
} from "./question-text.ts";

/** Why a question cannot be used; the first that was found, in this order. */
export type DropReason =
  | "shape"
  | "option-count"
  | "empty"
  | "too-long"
  | "characters"
  | "markup"
  | "options-alike"
  | "answer-in-stem"
  | "about-options"
  | "dated"
  | "superlative"
  | "longest-by-far"
  | "duplicate"
  | "not-clean"
  | "longest-too-often";

/** Whether a text may be shown to everybody. */
export type IsClean = (text: string) => boolean;

/** Up to this length an answer may stand in its question: “How many of the 4 …?” */
const FREE_ANSWER_CHARS = 4;
/** A right option of more characters than this … */
const LONG_OPTION_CHARS = 20;
/** … and this many times the longest wrong one gives itself away. */
const LONGEST_BY_FAR = 2.2;
/** From this many questions on, the right option may be the longest in at most this share of a room. */
const SHARE_FROM_QUESTIONS = 4;
const LONGEST_SHARE_MAX = 0.5;

/** A question as JSON brings it; keys that are not known are left behind. */
const draftShape = z.object({
  stem: z.string(),
  right: z.string(),
  wrong: z.array(z.string()),
  because: z.string(),
  level: z.enum(["easy", "medium", "hard"]),
});

/**
 * The one check that every question passes on its way into a room, whoever wrote it. Nothing is mended:
 * a question is taken as it is, or dropped.
 * @param draft anything at all
 * @param room  the questions that it would stand beside
 */
export function checkDraft(
  draft: unknown,
  room: readonly Question[],
  isClean: IsClean,
): { ok: true; draft: Draft } | { ok: false; reason: DropReason } {
  const parsed = draftShape.safeParse(draft);
  if (!parsed.success) return { ok: false, reason: "shape" };
  const question = parsed.data;
  const reason =
    faultOfForm(question) ?? faultOfText(question) ?? faultOfContent(question) ?? faultBeside(question, room, isClean);
  return reason ? { ok: false, reason } : { ok: true, draft: question };
}

/** The question of a checked draft, its options in an order of chance. */
export function toQuestion(draft: Draft, id: number, origin: Question["origin"], random: Random): Question {
  const { level, stem, right, because } = draft;
  const options = shuffled(random, [right, ...draft.wrong]);
  return { id, origin, level, stem, options, right: options.indexOf(right), because };
}

/** Whether the right option is longer than every wrong one. */
export function isLongestRight({ options, right }: Pick<Question, "options" | "right">): boolean {
  const length = options[right]?.length ?? 0;
  return options.every((option, index) => index === right || option.length < length);
}

/** Sizes first, so that nothing after this reads more than a question's worth of text. */
function faultOfForm({ stem, right, wrong, because }: Draft): DropReason | undefined {
  if (wrong.length !== OPTIONS - 1) return "option-count";
  const options = [right, ...wrong];
  if (stem.length > STEM_MAX_CHARS || because.length > EXPLANATION_MAX_CHARS) return "too-long";
  if (options.some((option) => option.length > OPTION_MAX_CHARS)) return "too-long";
  return [stem, ...options].every(isVisible) ? undefined : "empty";
}

function faultOfText({ stem, right, wrong, because }: Draft): DropReason | undefined {
  const texts = [stem, right, ...wrong, because];
  if (texts.some(hasUnsafeCharacters)) return "characters";
  const isMarkedUp = texts.some(hasMarkup) || areLettered([right, ...wrong]) || namesLetters(`${stem} ${because}`);
  return isMarkedUp ? "markup" : undefined;
}

function faultOfContent({ stem, right, wrong, because }: Draft): DropReason | undefined {
  const options = [right, ...wrong];
  if (new Set(options.map(optionKey)).size !== options.length) return "options-alike";
  if (right.length > FREE_ANSWER_CHARS && givesAway(stem, right)) return "answer-in-stem";
  if (options.some(isAboutOptions)) return "about-options";
  if (isDated(stem) || isDated(because)) return "dated";
  if (isSuperlative(stem)) return "superlative";
  const longestWrong = Math.max(...wrong.map(({ length }) => length));
  if (right.length > LONG_OPTION_CHARS && right.length > LONGEST_BY_FAR * longestWrong) return "longest-by-far";
  return undefined;
}

function givesAway(stem: string, right: string): boolean {
  const answer = phraseOf(right);
  return answer.trim() !== "" && phraseOf(stem).includes(answer);
}

/** The content filter is slow: it comes after all that a question from the bank can fail. */
function faultBeside(draft: Draft, room: readonly Question[], isClean: IsClean): DropReason | undefined {
  const { stem, right, wrong, because } = draft;
  const likeness = likenessOf(stem, right);
  if (room.some((other) => areAlike(likeness, likenessIn(other)))) return "duplicate";
  if (![stem, right, ...wrong, because].every(isClean)) return "not-clean";
  return isLongestTooOften(draft, room) ? "longest-too-often" : undefined;
}

function isLongestTooOften({ right, wrong }: Draft, room: readonly Question[]): boolean {
  if (!isLongestRight({ options: [right, ...wrong], right: 0 })) return false;
  const size = room.length + 1;
  const longest = room.filter(isLongestRight).length + 1;
  return size >= SHARE_FROM_QUESTIONS && longest > LONGEST_SHARE_MAX * size;
}
