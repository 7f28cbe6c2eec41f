import Groq from "groq-sdk";
import type { ChatCompletionCreateParamsNonStreaming } from "groq-sdk/resources/chat/completions";
import { GENERATION_MS } from "../core/protocol/index.ts";
import type { QuestionReply, QuestionRequest } from "../core/quiz/question.ts";
import { draftsIn } from "./question-answer.ts";
import { answerSchema, answerTokens, orderMessage, systemPrompt } from "./question-prompt.ts";

/** Fast, in the free plan, and able to keep to a schema strictly. */
export const DEFAULT_MODEL = "openai/gpt-oss-20b";
const DEFAULT_BASE_URL = "https://api.groq.com";
/** Enough variety that two rooms with one topic differ; little enough that facts stay facts. */
const TEMPERATURE = 0.6;

export interface QuestionWriterConfig {
  apiKey: string;
  /** {@link DEFAULT_MODEL} unless given. */
  model?: string;
  /** Where the AI is; see {@link endpointOf}. */
  baseURL?: string;
  fetch?: typeof fetch;
  /** A clock that never goes back, in milliseconds. */
  now?: () => number;
}

/**
 * Writes one batch of questions. Always answers, within `request.withinMs` (at most 20 s), and never
 * rejects: an AI that is late is `AI_TIMEOUT`, everything else that goes wrong `AI_UNAVAILABLE`, with a
 * word for the operator as `reason` (`http_429`, `bad_json`, …) that holds nothing of key, topic or answer.
 */
export type QuestionWriter = (request: QuestionRequest) => Promise<QuestionReply>;

/**
 * A question writer on Groq, or on any server that speaks OpenAI's chat completions. Runs wherever
 * `fetch` does. Nothing is tried twice: whoever asks has a bank of questions and little time.
 */
export function createQuestionWriter(config: QuestionWriterConfig): QuestionWriter {
  const now = config.now ?? (() => performance.now());
  const model = config.model ?? DEFAULT_MODEL;
  const client = new Groq({
    apiKey: config.apiKey,
    // The whole address: what the SDK puts behind a base is not right for every server.
    baseURL: endpointOf(config.baseURL ?? DEFAULT_BASE_URL),
    maxRetries: 0,
    logLevel: "off",
    ...(config.fetch && { fetch: config.fetch }),
  });

  return async (request) => {
    const withinMs = Math.min(Math.max(request.withinMs || 0, 0), GENERATION_MS);
    if (withinMs < 1) return timedOut(request.id);
    const startMs = now();
    const reply = await within(withinMs, timedOut(request.id), async (signal) => {
      try {
        const options = { body: bodyOf(model, request), signal, timeout: Math.ceil(withinMs) };
        return answered(request, await client.post<unknown>("", options));
      } catch (error) {
        return failed(request.id, error);
      }
    });
    // A busy process may hear of the answer and of the deadline at once: late is late.
    return now() - startMs > withinMs ? timedOut(request.id) : reply;
  };
}

/**
 * Where chat completions are at a base URL. The SDK puts `/openai/v1` behind every base, but local
 * servers, proxies and most configurations count it, or their own `/v1`, as part of the base.
 */
export function endpointOf(baseURL: string): string {
  const base = baseURL.replace(/\/+$/, "");
  if (base.endsWith("/chat/completions")) return base;
  return base.endsWith("/v1") ? `${base}/chat/completions` : `${base}/openai/v1/chat/completions`;
}

function bodyOf(model: string, request: QuestionRequest): ChatCompletionCreateParamsNonStreaming {
  return {
    model,
    messages: [
      { role: "system", content: systemPrompt },
      { role: "user", content: orderMessage(request) },
    ],
    response_format: {
      type: "json_schema",
      json_schema: { name: "quiz_questions", strict: true, schema: answerSchema },
    },
    temperature: TEMPERATURE,
    max_completion_tokens: answerTokens(request.count),
    // Other models refuse the parameter.
    ...(model.includes("gpt-oss") && { reasoning_effort: "low" as const }),
  };
}

/**
 * What `work` gives, or `late` after `ms`; then its signal is aborted as well. The SDK's own timeout
 * ends when headers arrive, and a signal does not reach everything in it (1.6.0): hence both, and a race.
 */
async function within<T>(ms: number, late: T, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late), ms);
  });
  try {
    return await Promise.race([work(controller.signal), deadline]);
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

function answered(request: QuestionRequest, body: unknown): QuestionReply {
  const drafts = draftsIn(body, request.count);
  return typeof drafts === "string" ? unavailable(request.id, drafts) : { id: request.id, ok: true, drafts };
}

/** Only a status and codes known here are taken from an error: its text may hold the key or the topic. */
function failed(id: number, error: unknown): QuestionReply {
  if (error instanceof Groq.APIConnectionTimeoutError || error instanceof Groq.APIUserAbortError) return timedOut(id);
  if (error instanceof SyntaxError) return unavailable(id, "bad_json");
  if (!(error instanceof Groq.APIError) || typeof error.status !== "number") return unavailable(id, "connection");
  return unavailable(id, statusReason(error.status, errorCode(error.error)));
}

const modelCodes = new Set<unknown>(["model_not_found", "model_decommissioned"]);

function statusReason(status: number, code: unknown): string {
  // Groq's way of saying that the model did not keep to the schema.
  if (code === "json_validate_failed") return "bad_json";
  return modelCodes.has(code) ? `http_${status}_model` : `http_${status}`;
}

/** The code in `{ "error": { "code" } }`; the SDK's type says object, the server may have sent anything. */
function errorCode(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("error" in body)) return undefined;
  const { error } = body;
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}

function timedOut(id: number): QuestionReply {
  return { id, ok: false, code: "AI_TIMEOUT", reason: "timeout" };
}

function unavailable(id: number, reason: string): QuestionReply {
  return { id, ok: false, code: "AI_UNAVAILABLE", reason };
}
