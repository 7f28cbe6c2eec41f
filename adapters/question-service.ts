import * as z from "zod/mini";
import { QUESTIONS_MAX, TOPIC_MAX_CHARS } from "../core/protocol/index.ts";
import type { QuestionReply, QuestionRequest } from "../core/quiz/question.ts";
import { createQuestionWriter, type QuestionWriter } from "./groq-question-writer.ts";

/** Configuration from the environment; empty values count as absent. */
export interface QuestionServiceEnv {
  GROQ_API_KEY?: string;
  /** A model of that server. */
  GROQ_MODEL?: string;
  /** An OpenAI-compatible server of one's own; without a key if it needs none. */
  GROQ_BASE_URL?: string;
}

export interface QuestionService {
  /** Whether there is an AI to ask: a usable key, or a server of one's own. Says nothing about its health. */
  readonly configured: boolean;
  /** Never rejects. `AI_UNAVAILABLE` with reason `not_configured` or `bad_request` before anything is sent. */
  write(request: QuestionRequest): Promise<QuestionReply>;
}

/** Far above what a room sends: these only keep nonsense out; the writer shortens what it passes on. */
const STEMS_MAX = 1_000;
const STEM_MAX = 1_000;

const questionRequest = z.object({
  id: z.int(),
  topic: z.string().check(z.maxLength(TOPIC_MAX_CHARS)),
  count: z.int().check(z.gte(1), z.lte(QUESTIONS_MAX)),
  difficulty: z.enum(["easy", "medium", "hard", "mixed"]),
  language: z.string().check(z.regex(/^[a-z]{2,8}(-[a-z0-9]{1,8}){0,3}$/i)),
  avoid: z.array(z.string().check(z.maxLength(STEM_MAX))).check(z.maxLength(STEMS_MAX)),
  withinMs: z.number().check(z.gte(0)),
});

/** Local servers take any key, but the client insists on one. */
const DUMMY_KEY = "none";

/** The question service of an environment. The request is checked again: it comes over RPC. */
export function questionServiceFrom(env: QuestionServiceEnv): QuestionService {
  const writer = writerFrom(env);
  return {
    configured: writer !== null,
    async write(request) {
      const parsed = z.safeParse(questionRequest, request);
      if (!parsed.success) return unavailable(idOf(request), "bad_request");
      return writer ? writer(parsed.data) : unavailable(parsed.data.id, "not_configured");
    },
  };
}

function writerFrom(env: QuestionServiceEnv): QuestionWriter | null {
  const baseURL = env.GROQ_BASE_URL?.trim();
  const model = env.GROQ_MODEL?.trim();
  const apiKey = env.GROQ_API_KEY?.trim() || (baseURL ? DUMMY_KEY : "");
  if (!isHeaderSafe(apiKey) || (baseURL && !isHttpUrl(baseURL))) return null;
  return createQuestionWriter({ apiKey, ...(model && { model }), ...(baseURL && { baseURL }) });
}

/** A key with anything else in it was pasted wrongly, and would fail only when it is first used. */
function isHeaderSafe(apiKey: string): boolean {
  return /^[\x21-\x7e]+$/.test(apiKey);
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** The id of a request that may be anything, so that the answer finds its way back. */
function idOf(request: unknown): number {
  const parsed = z.safeParse(z.object({ id: z.int() }), request);
  return parsed.success ? parsed.data.id : -1;
}

function unavailable(id: number, reason: string): QuestionReply {
  return { id, ok: false, code: "AI_UNAVAILABLE", reason };
}
