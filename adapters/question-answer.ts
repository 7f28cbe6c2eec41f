import * as z from "zod/mini";
import type { Draft } from "../core/quiz/question.ts";

/** Why an answer of the AI holds no drafts. */
export type AnswerFault = "bad_json" | "wrong_shape" | "refused" | "empty";

const completion = z.object({
  choices: z.array(
    z.object({
      finish_reason: z.nullish(z.string()),
      message: z.object({ content: z.nullish(z.string()), refusal: z.nullish(z.string()) }),
    }),
  ),
});

const option = z.object({ text: z.string() });

const item = z.object({
  stem: z.string(),
  right: z.string(),
  wrong: z.union([z.array(option), z.record(z.string(), option)]),
  because: z.string(),
  level: z.enum(["easy", "medium", "hard"]),
  sound: z.optional(z.boolean()),
});

/**
 * The drafts in a chat completion, at most `most`, as the AI wrote them; or why there are none.
 * Questions of another shape, and those that the AI itself found unsound, are left out, not mended.
 */
export function draftsIn(body: unknown, most: number): Draft[] | AnswerFault {
  const parsed = z.safeParse(completion, body);
  if (!parsed.success) return "wrong_shape";
  const choice = parsed.data.choices[0];
  if (!choice) return "empty";
  if (choice.message.refusal || choice.finish_reason === "content_filter") return "refused";
  const content = choice.message.content?.trim();
  if (!content) return "empty";
  return draftsOf(content, most);
}

function draftsOf(content: string, most: number): Draft[] | AnswerFault {
  let answer: unknown;
  try {
    answer = JSON.parse(withoutFence(content));
  } catch {
    return "bad_json";
  }
  const items = itemsOf(answer);
  if (!items) return "wrong_shape";
  const drafts = items.flatMap(draftOf).slice(0, most);
  return drafts.length > 0 ? drafts : "empty";
}

/** Models without structured output like to wrap JSON in a Markdown code block. */
function withoutFence(content: string): string {
  return content.replace(/^```(?:json)?\s*/i, "").replace(/\s*```$/, "");
}

const container = z.object({ questions: z.array(z.unknown()) });

function itemsOf(answer: unknown): unknown[] | null {
  if (Array.isArray(answer)) return answer;
  const parsed = z.safeParse(container, answer);
  return parsed.success ? parsed.data.questions : null;
}

function draftOf(value: unknown): Draft[] {
  const parsed = z.safeParse(item, value);
  if (!parsed.success || parsed.data.sound === false) return [];
  const { stem, right, wrong, because, level } = parsed.data;
  return [{ stem, right, wrong: Object.values(wrong).map(({ text }) => text), because, level }];
}
