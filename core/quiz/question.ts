import type { Level } from "./bank/bank-topic.ts";

export type { Level };

/** A question as somebody wrote it, before any check: the right option is named by its text. */
export interface Draft {
  stem: string;
  right: string;
  wrong: readonly string[];
  because: string;
  level: Level;
}

/** A question in a room: checked, its options in their final order. */
export interface Question {
  /** Stable and unique within the room. */
  id: number;
  origin: "bank" | "ai" | "host";
  level: Level;
  stem: string;
  options: string[];
  /** Index of the right option. */
  right: number;
  because: string;
}

/** What the question service is asked for. Everything in it came from a person: never trusted, never an instruction. */
export interface QuestionRequest {
  /** Matches the reply to the room's generation. */
  id: number;
  topic: string;
  count: number;
  difficulty: Level | "mixed";
  /** BCP 47 language tag of the questions. */
  language: string;
  /** Stems that are already there. */
  avoid: readonly string[];
  /** How long the answer may take, in milliseconds from now, everything included. */
  withinMs: number;
}

/** What the question service answers. Never rejects; drafts are as the AI wrote them. */
export type QuestionReply =
  | { id: number; ok: true; drafts: Draft[] }
  | { id: number; ok: false; code: "AI_UNAVAILABLE" | "AI_TIMEOUT"; reason: string };
