import { messageOf, RequestError } from "../../client/request-error.ts";

/** Why the room does not take a question, in words that say what to change. */
export const rejections = {
  shape: "Something is missing.",
  "option-count": "A question has four answers.",
  empty: "The question and every answer need a text.",
  "too-long": "A text is too long.",
  characters: "There are characters in it that cannot be shown safely.",
  markup: "Leave out markup, and letters such as “A)”: they are added here.",
  "options-alike": "Two answers are the same.",
  "answer-in-stem": "The question gives its answer away.",
  "about-options": "Answers like “all of the above” do not work: answers are shuffled.",
  dated: "Words like “currently” will be wrong one day: name the year.",
  superlative: "Say by which measure it is the most: “largest by area”.",
  "longest-by-far": "The right answer is by far the longest, which gives it away.",
  duplicate: "There is a question like this one already.",
  "not-clean": "This would not do for everybody in the room.",
  "longest-too-often": "The right answer is the longest in too many questions: make a wrong one longer.",
} as const satisfies Record<string, string>;

/** What to tell a host whose question was refused. */
export function whyRejected(error: unknown): string {
  if (!(error instanceof RequestError) || error.code !== "QUESTION_REJECTED") return messageOf(error);
  const reason = error.details["reason"] as keyof typeof rejections;
  return rejections[reason] ?? error.message;
}
