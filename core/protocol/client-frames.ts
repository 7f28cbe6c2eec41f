import * as z from "zod/mini";
import {
  EXPLANATION_MAX_CHARS,
  NAME_MAX_CHARS,
  OPTION_MAX_CHARS,
  OPTIONS,
  QUESTIONS_MAX,
  SECONDS_MAX,
  SECONDS_MIN,
  STEM_MAX_CHARS,
} from "./limits.ts";

/** Frames from clients: JSON text, one object a frame, `t` names the kind. `docs/protocol.md` describes each. */
const id = z.optional(z.int().check(z.gte(0)));
const seq = z.int().check(z.gte(0));
const index = z.int().check(z.gte(0), z.lt(1_000_000));
const option = z.int().check(z.gte(0), z.lt(OPTIONS));
const text = (most: number) => z.string().check(z.maxLength(most));

export const helloFrame = z.strictObject({
  t: z.literal("hello"),
  v: z.int(),
  role: z.enum(["player", "host", "screen"]),
  token: text(2_048),
});
export type HelloFrame = z.infer<typeof helloFrame>;

/** Sent by any client after hello: states up to `seq` have arrived. */
export const ackFrame = z.strictObject({ t: z.literal("ack"), seq });
export type AckFrame = z.infer<typeof ackFrame>;

export const scoringModes = ["speed", "accuracy"] as const;

const questionText = {
  stem: text(STEM_MAX_CHARS),
  options: z.array(text(OPTION_MAX_CHARS)).check(z.length(OPTIONS)),
  right: option,
  because: text(EXPLANATION_MAX_CHARS),
};

const answerFrame = z.strictObject({ t: z.literal("answer"), id, question: index, option, seq: z.optional(seq) });
export type AnswerFrame = z.infer<typeof answerFrame>;

/** Frames of players. */
export const playerFrame = z.discriminatedUnion("t", [
  z.strictObject({ t: z.literal("join"), id, name: text(NAME_MAX_CHARS) }),
  z.strictObject({ t: z.literal("join-drawn"), id }),
  answerFrame,
  z.strictObject({ t: z.literal("leave"), id }),
]);
export type PlayerFrame = z.infer<typeof playerFrame>;

/** Frames of hosts. */
export const hostFrame = z.discriminatedUnion("t", [
  z.strictObject({ t: z.literal("start"), id }),
  z.strictObject({ t: z.literal("next"), id }),
  z.strictObject({ t: z.literal("skip"), id }),
  z.strictObject({ t: z.literal("pause"), id }),
  z.strictObject({ t: z.literal("resume"), id }),
  z.strictObject({ t: z.literal("end"), id }),
  z.strictObject({ t: z.literal("lock"), id, on: z.boolean() }),
  z.strictObject({ t: z.literal("kick"), id, player: index }),
  z.strictObject({
    t: z.literal("settings"),
    id,
    seconds: z.optional(z.int().check(z.gte(SECONDS_MIN), z.lte(SECONDS_MAX))),
    scoring: z.optional(z.enum(scoringModes)),
    auto: z.optional(z.boolean()),
  }),
  z.strictObject({ t: z.literal("edit"), id, question: index, ...questionText }),
  z.strictObject({ t: z.literal("delete"), id, question: index }),
  z.strictObject({ t: z.literal("move"), id, question: index, to: z.int().check(z.gte(0), z.lt(QUESTIONS_MAX)) }),
  z.strictObject({ t: z.literal("regenerate"), id, question: z.optional(index) }),
]);
export type HostFrame = z.infer<typeof hostFrame>;
