import type { AckFrame, AnswerFrame } from "./client-frames.ts";
import { OPTIONS } from "./limits.ts";

/**
 * Acknowledgements and answers come by the thousand within seconds: these two are recognised by hand, at a tenth of
 * what their schemas cost. What is not recognised here is nothing special: its schema says whether it is good.
 * `frequent-frames.test.ts` holds both to the same verdicts.
 */
export function isAck(frame: Record<string, unknown>): frame is AckFrame {
  for (const field in frame) if (field !== "t" && field !== "seq") return false;
  return frame["t"] === "ack" && isCount(frame["seq"]);
}

/** See {@link isAck}. */
export function isAnswer(frame: Record<string, unknown>): frame is AnswerFrame {
  for (const field in frame) if (!answerFields.has(field)) return false;
  const { t, id, question, option, seq } = frame as Record<keyof AnswerFrame, unknown>;
  return (
    t === "answer" &&
    isCount(question, 1_000_000) &&
    isCount(option, OPTIONS) &&
    (id === undefined || isCount(id)) &&
    (seq === undefined || isCount(seq))
  );
}

const answerFields = new Set<string>(["t", "id", "question", "option", "seq"] satisfies (keyof AnswerFrame)[]);

function isCount(value: unknown, below = Number.POSITIVE_INFINITY): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < below;
}
