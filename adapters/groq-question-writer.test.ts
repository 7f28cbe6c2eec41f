import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GENERATION_MS } from "../core/protocol/index.ts";
import type { QuestionReply, QuestionRequest } from "../core/quiz/question.ts";
import { factDraft } from "../testing/fake-ai-facts.ts";
import { type FakeAi, type FakeAiMode, startFakeAi } from "../testing/fake-ai-server.ts";
import { createQuestionWriter, endpointOf, type QuestionWriterConfig } from "./groq-question-writer.ts";

const KEY = "gsk_TheVerySecretKey";
const TOPIC = "The Zanzibar topic";
const WITHIN_MS = 400;

const order: QuestionRequest = {
  id: 7,
  topic: TOPIC,
  count: 3,
  difficulty: "mixed",
  language: "de",
  avoid: [],
  withinMs: WITHIN_MS,
};

let fake: FakeAi;
beforeEach(async () => {
  fake = await startFakeAi();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await fake.close();
});

function ask(changes: Partial<QuestionRequest> = {}, config: Partial<QuestionWriterConfig> = {}) {
  return createQuestionWriter({ apiKey: KEY, baseURL: fake.url, ...config })({ ...order, ...changes });
}

function unavailable(reason: string): QuestionReply {
  return { id: 7, ok: false, code: "AI_UNAVAILABLE", reason };
}
const timeout: QuestionReply = { id: 7, ok: false, code: "AI_TIMEOUT", reason: "timeout" };

/** A `fetch` that answers with this, whatever it is asked. */
function answering(body: BodyInit | null, init?: ResponseInit): typeof fetch {
  return () => Promise.resolve(new Response(body, { headers: { "content-type": "application/json" }, ...init }));
}
const saying = (content: unknown, more: object = {}) =>
  answering(JSON.stringify({ choices: [{ message: { content, ...more }, finish_reason: "stop" }] }));

describe("drafts", () => {
  it.each([1, 3, 10])(
    "gives the %i questions that were asked for, right answer and wrong ones apart",
    async (count) => {
      const drafts = Array.from({ length: count }, (_, number) => factDraft(number));
      expect(await ask({ count })).toEqual({ id: 7, ok: true, drafts });
    },
  );

  it("gives no more than were asked for", async () => {
    const questions = [0, 1, 2, 3, 4].map((number) => wire(number));
    const reply = await ask({ count: 2 }, { fetch: saying(JSON.stringify({ questions })) });
    expect(reply).toEqual({ id: 7, ok: true, drafts: [factDraft(0), factDraft(1)] });
  });

  it("gets others when told which are already there", async () => {
    const avoid = [factDraft(0).stem, factDraft(2).stem];
    expect(await ask({ avoid })).toMatchObject({ drafts: [factDraft(1), factDraft(3), factDraft(4)] });
  });

  it("passes duplicates on: judging questions is the room's", async () => {
    fake.mode = "duplicates";
    const reply = await ask({ count: 4 });
    expect(reply).toEqual({ id: 7, ok: true, drafts: Array.from({ length: 4 }, () => factDraft(0)) });
  });

  it("drops what has the wrong types and keeps what has the right ones", async () => {
    fake.mode = "mixed-quality";
    const reply = await ask({ count: 30 });
    if (!reply.ok) throw new Error(reply.reason);
    expect(reply.drafts).toHaveLength(20);
    expect(reply.drafts.filter(({ wrong }) => wrong.includes("All of the above"))).toHaveLength(10);
    expect(reply.drafts[0]).toEqual(factDraft(0));
  });

  it("drops a question that the AI itself found unsound", async () => {
    const questions = [{ ...wire(0), sound: false }, wire(1)];
    const reply = await ask({}, { fetch: saying(JSON.stringify({ questions })) });
    expect(reply).toMatchObject({ ok: true, drafts: [factDraft(1)] });
  });

  it.each([
    ["a bare list", JSON.stringify([wire(0)])],
    ["a Markdown block", `\`\`\`json\n${JSON.stringify({ questions: [wire(0)] })}\n\`\`\``],
    ["fields that nobody asked for", JSON.stringify({ note: "hi", questions: [{ ...wire(0), id: 4 }] })],
    ["wrong answers as a list", JSON.stringify({ questions: [{ ...wire(0), wrong: Object.values(wire(0).wrong) }] })],
  ])("accepts %s", async (_, content) => {
    expect(await ask({}, { fetch: saying(content) })).toEqual({ id: 7, ok: true, drafts: [factDraft(0)] });
  });

  function wire(number: number) {
    const { wrong, ...draft } = factDraft(number);
    const [a, b, c] = wrong.map((text) => ({ text, why: "no" }));
    return { fact: "f", ...draft, wrong: { a, b, c } };
  }
});

describe("failures", () => {
  it.each<[FakeAiMode, string]>([
    ["401", "http_401"],
    ["404-model", "http_404_model"],
    ["429", "http_429"],
    ["500", "http_500"],
    ["truncated-json", "bad_json"],
    ["garbage-text", "bad_json"],
    ["wrong-shape", "wrong_shape"],
    ["refusal", "refused"],
    ["closes-connection", "connection"],
    ["closes-mid-body", "connection"],
  ])("%s is AI_UNAVAILABLE: %s, after one try and without waiting", async (mode, reason) => {
    fake.mode = mode;
    const startMs = performance.now();
    expect(await ask({ withinMs: 5_000 })).toEqual(unavailable(reason));
    // Far below the 60 s of the 429's retry-after, and the deadline.
    expect(performance.now() - startMs).toBeLessThan(2_500);
    expect(fake.requests).toHaveLength(1);
  });

  it.each<[string, typeof fetch, string]>([
    [
      "a page of a captive portal",
      answering("<html>Log in", { headers: { "content-type": "text/html" } }),
      "wrong_shape",
    ],
    ["a body that is no JSON", answering("<html>Log in"), "bad_json"],
    ["no body", answering(null, { status: 204 }), "wrong_shape"],
    [
      "an empty body",
      answering("", { headers: { "content-type": "application/json", "content-length": "0" } }),
      "wrong_shape",
    ],
    ["null", answering("null"), "wrong_shape"],
    ["no choices", answering('{"choices":[]}'), "empty"],
    ["no content", saying(null), "empty"],
    ["blank content", saying(" \n "), "empty"],
    ["a list without questions", saying('{"questions":[]}'), "empty"],
    ["questions of which none has the form", saying('{"questions":[{"stem":"?"},null,7,[]]}'), "empty"],
    ["JSON that is no object", saying('"questions"'), "wrong_shape"],
    ["content of a wrong type", saying({ questions: [] }), "wrong_shape"],
    ["an error without a body", answering(null, { status: 503 }), "http_503"],
    ["an error that is not JSON", answering("<html>", { status: 502 }), "http_502"],
    ["an error that is a text", answering('{"error":"model \'x\' not found"}', { status: 404 }), "http_404"],
    [
      "a request over the free plan's limit",
      answering('{"error":{"code":"rate_limit_exceeded"}}', { status: 413 }),
      "http_413",
    ],
    ["a retired model", answering('{"error":{"code":"model_decommissioned"}}', { status: 400 }), "http_400_model"],
    [
      "a model that left the schema",
      answering('{"error":{"code":"json_validate_failed"}}', { status: 400 }),
      "bad_json",
    ],
    ["no network", () => Promise.reject(new TypeError("fetch failed")), "connection"],
    [
      "a fetch that throws",
      () => {
        throw new Error(KEY);
      },
      "connection",
    ],
    ["a fetch that rejects with nothing", () => Promise.reject(undefined), "connection"],
  ])("%s", async (_, fetch, reason) => {
    expect(await ask({}, { fetch })).toEqual(unavailable(reason));
  });

  it("answers when nobody listens, or there is no such address", async () => {
    const { url } = fake;
    await fake.close();
    expect(await ask({}, { baseURL: url })).toEqual(unavailable("connection"));
    expect(await ask({}, { baseURL: ".evil.example" })).toEqual(unavailable("connection"));
  });

  it("answers when the key cannot be sent", async () => {
    expect(await ask({}, { apiKey: "gsk_\n✂" })).toEqual(unavailable("connection"));
    expect(fake.requests).toHaveLength(0);
  });
});

const modes: readonly FakeAiMode[] = [
  ...([
    "good",
    "slow",
    "hang-before-headers",
    "hang-mid-body",
    "401",
    "404-model",
    "429",
    "500",
    "truncated-json",
  ] as const),
  ...(["wrong-shape", "refusal", "duplicates", "closes-connection", "closes-mid-body", "garbage-text"] as const),
  "mixed-quality",
];

describe("the deadline", () => {
  // Measured against a plain timer, so that a busy machine delays both alike.
  it.each(modes)("is kept in mode %s", async (mode) => {
    fake.mode = mode;
    const timerMs = new Promise<number>((resolve) => setTimeout(() => resolve(performance.now()), WITHIN_MS));
    const reply = await ask();
    const repliedMs = performance.now();
    expect(repliedMs - (await timerMs)).toBeLessThan(100);
    expect(reply.id).toBe(7);
  });

  it.each<FakeAiMode>(["slow", "hang-before-headers", "hang-mid-body"])(
    "ends the connection in mode %s",
    async (mode) => {
      fake.mode = mode;
      const reply = ask();
      await vi.waitFor(() => expect(fake.connections).toBe(1));
      expect(await reply).toEqual(timeout);
      await vi.waitFor(() => expect(fake.connections).toBe(0), { timeout: 500, interval: 10 });
      expect(fake.requests).toHaveLength(1);
    },
  );

  it("lets a slow answer through that is in time", async () => {
    fake.mode = "slow";
    fake.delayMs = 150;
    expect(await ask({ withinMs: 5_000 })).toMatchObject({ ok: true });
  });

  it.each<[string, typeof fetch]>([
    ["never answers", () => new Promise(() => {})],
    ["never ends its body", answering(new ReadableStream())],
    ["never ends the body of an error", answering(new ReadableStream(), { status: 500 })],
  ])("holds against a fetch that ignores its signal and %s, and leaves no timer", async (_, fetch) => {
    vi.useFakeTimers();
    const reply = ask({}, { fetch });
    await vi.advanceTimersByTimeAsync(WITHIN_MS - 1);
    expect(await Promise.race([reply, "waiting"])).toBe("waiting");
    await vi.advanceTimersByTimeAsync(1);
    expect(await reply).toEqual(timeout);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([20_001, 3_600_000, Number.POSITIVE_INFINITY])(
    "is at most 20 s, also if %d ms are given",
    async (withinMs) => {
      vi.useFakeTimers();
      let signal: AbortSignal | null | undefined;
      const never: typeof fetch = (_, init) => {
        signal = init?.signal;
        return new Promise(() => {});
      };
      const reply = ask({ withinMs }, { fetch: never });
      await vi.advanceTimersByTimeAsync(19_999);
      expect(await Promise.race([reply, "waiting"])).toBe("waiting");
      expect(signal?.aborted).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      expect(await reply).toEqual(timeout);
      expect(signal?.aborted).toBe(true);
      expect(vi.getTimerCount()).toBe(0);
      expect(GENERATION_MS).toBe(20_000);
    },
  );

  it.each([0, -5, Number.NaN])("of %d ms has passed before anything is sent", async (withinMs) => {
    expect(await ask({ withinMs })).toEqual(timeout);
    expect(fake.requests).toHaveLength(0);
  });

  it("leaves no timer behind an answer or a failure in time", async () => {
    vi.useFakeTimers();
    await ask({}, { fetch: saying('{"questions":[]}') });
    await ask({}, { fetch: () => Promise.reject(new TypeError("fetch failed")) });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("counts an answer as late that a busy process hears of too late", async () => {
    const times = [0, WITHIN_MS + 1];
    expect(await ask({}, { now: () => times.shift() ?? 0 })).toEqual(timeout);
    const inTime = [0, WITHIN_MS];
    expect(await ask({}, { now: () => inTime.shift() ?? 0 })).toMatchObject({ ok: true });
  });

  it.each<FakeAiMode>(["good", "429", "hang-before-headers", "hang-mid-body"])(
    "leaves nothing that keeps a process alive in mode %s",
    async (mode) => {
      fake.mode = mode;
      const module = new URL("./groq-question-writer.ts", import.meta.url).href;
      const program = `
        import { createQuestionWriter } from ${JSON.stringify(module)};
        const write = createQuestionWriter(${JSON.stringify({ apiKey: KEY, baseURL: fake.url })});
        const reply = await write(${JSON.stringify({ ...order, withinMs: 600 })});
        const repliedMs = performance.now();
        process.on("exit", () => console.log(JSON.stringify({ reply, lingeredMs: performance.now() - repliedMs })));`;
      const child = promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], { timeout: 20_000 });
      const { reply, lingeredMs } = JSON.parse((await child).stdout);
      expect(reply.ok).toBe(mode === "good");
      expect(lingeredMs).toBeLessThan(1_000);
    },
  );
});

describe("the request", () => {
  it("asks for strict structured output, with every field required and no other allowed", async () => {
    await ask();
    const [body] = fake.requests;
    expect(body).toMatchObject({
      model: "openai/gpt-oss-20b",
      reasoning_effort: "low",
      response_format: { type: "json_schema", json_schema: { strict: true } },
    });
    expect(body).not.toHaveProperty("stream");
    const objects = objectSchemas(body?.["response_format"]);
    expect(objects).toHaveLength(6);
    for (const schema of objects) {
      expect(schema["additionalProperties"]).toBe(false);
      expect(schema["required"]).toEqual(Object.keys(schema["properties"] as object));
    }
    // Groq answers 400 to these.
    expect(JSON.stringify(body)).not.toMatch(/"(minItems|maxItems|minLength|maxLength|pattern)"/);
  });

  it("makes the AI think before it writes, and judge at the end", async () => {
    await ask();
    const fields = objectSchemas(fake.requests[0]?.["response_format"]).map((schema) => schema["required"]);
    expect(fields).toContainEqual(["fact", "stem", "right", "wrong", "because", "level", "sound"]);
  });

  it.each([
    ["openai/gpt-oss-120b", true],
    ["gpt-oss:20b", true],
    ["moonshotai/kimi-k2-instruct", false],
  ])("with model %s sets reasoning_effort: %s", async (model, reasons) => {
    await ask({}, { model });
    expect(fake.requests[0]?.model).toBe(model);
    expect("reasoning_effort" in (fake.requests[0] ?? {})).toBe(reasons);
  });

  it.each([
    ["", "/openai/v1/chat/completions"],
    ["/", "/openai/v1/chat/completions"],
    ["/openai/v1", "/openai/v1/chat/completions"],
    ["/openai/v1/", "/openai/v1/chat/completions"],
    ["/v1", "/v1/chat/completions"],
    ["/v1/account/gateway/groq/chat/completions", "/v1/account/gateway/groq/chat/completions"],
  ])("finds chat completions at the base URL http://ai:1234%s", (base, path) => {
    expect(endpointOf(`http://ai:1234${base}`)).toBe(`http://ai:1234${path}`);
  });

  it("reaches them there, and takes no base URL from the environment", async () => {
    vi.stubEnv("GROQ_BASE_URL", "http://127.0.0.1:1");
    expect(await ask({}, { baseURL: `${fake.url}/openai/v1/` })).toMatchObject({ ok: true });
    const urls: string[] = [];
    const noting: typeof fetch = (url) => Promise.reject(urls.push(String(url)));
    await createQuestionWriter({ apiKey: KEY, fetch: noting })(order);
    expect(urls).toEqual(["https://api.groq.com/openai/v1/chat/completions"]);
  });
});

describe("secrets", () => {
  it.each(modes)("stay out of the reply in mode %s", async (mode) => {
    fake.mode = mode;
    const reply = JSON.stringify(await ask({ withinMs: 300 }));
    expect(reply).not.toContain(KEY);
    expect(reply).not.toContain("Zanzibar");
    expect(reply).not.toMatch(/"reason":"(?![a-z0-9_]{1,20}")/);
  });

  it("stay out of the log", async () => {
    vi.stubEnv("GROQ_LOG", "debug");
    const spies = (["log", "debug", "info", "warn", "error"] as const).map((kind) => vi.spyOn(console, kind));
    fake.mode = "401";
    await ask();
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  it("do not come from an error that holds them", async () => {
    const fetch = () => Promise.reject(new TypeError(`Headers: ${KEY} ${TOPIC}`, { cause: new Error(KEY) }));
    expect(await ask({}, { fetch })).toEqual(unavailable("connection"));
  });
});

function objectSchemas(value: unknown): Record<string, unknown>[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(objectSchemas);
  return "type" in value && value.type === "object" ? [value as Record<string, unknown>, ...inner] : inner;
}
