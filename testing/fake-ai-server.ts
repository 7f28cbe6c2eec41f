import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Draft } from "../core/quiz/question.ts";
import { factDraft } from "./fake-ai-facts.ts";

/** How the fake AI behaves from the next request on. */
export type FakeAiMode =
  /** As many sound, distinct questions as asked for, none of them in the order's avoid list. */
  | "good"
  /** The same after `delayMs`. */
  | "slow"
  /** Reads the request and never answers. */
  | "hang-before-headers"
  /** Sends headers and half of a good answer, then nothing more. */
  | "hang-mid-body"
  /** Errors in Groq's form, whose text repeats the key and the topic, as careless servers do. */
  | "401"
  | "404-model"
  /** With `retry-after: 60`. */
  | "429"
  | "500"
  /** The questions break off, as when the token limit is reached. */
  | "truncated-json"
  /** Sound JSON without a list of questions. */
  | "wrong-shape"
  | "refusal"
  /** One question, as often as questions were asked for. */
  | "duplicates"
  /** Hangs up without a word. */
  | "closes-connection"
  /** Hangs up in the middle of a good answer. */
  | "closes-mid-body"
  /** Talk instead of JSON. */
  | "garbage-text"
  /** In turn: a sound question, one of a broken form, and one of the right form that no quiz should use. */
  | "mixed-quality";

/** What a request asked for, as far as the fake and its tests look at it. */
export interface ChatRequest {
  model?: string;
  messages?: { role: string; content: string }[];
  [field: string]: unknown;
}

/** An AI on the loopback interface, for tests. */
export interface FakeAi {
  /** Base URL: `http://127.0.0.1:PORT`. Chat completions are at `/openai/v1/chat/completions`. */
  readonly url: string;
  mode: FakeAiMode;
  /** Of mode `slow`; 5,000 ms unless set. */
  delayMs: number;
  /** Bodies of the chat requests so far, in order. */
  readonly requests: ChatRequest[];
  /** Sockets that are open now. */
  readonly connections: number;
  /** Ends everything, hanging requests included. */
  close(): Promise<void>;
}

/** Starts a fake AI in mode `good` on a free port. */
export async function startFakeAi(): Promise<FakeAi> {
  const requests: ChatRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    // A client that hangs up is what several tests are about.
    handle(request, response, fake).catch(() => response.destroy());
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  const fake: FakeAi = {
    url: `http://127.0.0.1:${port}`,
    mode: "good",
    delayMs: 5_000,
    requests,
    get connections() {
      return sockets.size;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

async function handle(request: IncomingMessage, response: ServerResponse, fake: FakeAi) {
  const text = await textOf(request);
  if (request.method !== "POST" || request.url !== "/openai/v1/chat/completions") {
    return sendError(response, 404, "unknown_url", `Unknown request URL: ${request.method} ${request.url}.`);
  }
  const chat = JSON.parse(text) as ChatRequest;
  fake.requests.push(chat);
  const order = orderIn(chat);
  const echo = `(${request.headers.authorization}; ${order.topic})`;
  switch (fake.mode) {
    case "slow":
      return sendLater(response, fake.delayMs, completion(chat, goodAnswer(order)));
    case "hang-before-headers":
      return;
    case "hang-mid-body":
      return sendHalf(response, completion(chat, goodAnswer(order)));
    case "closes-mid-body":
      sendHalf(response, completion(chat, goodAnswer(order)));
      setTimeout(() => response.destroy(), 20);
      return;
    case "closes-connection":
      return void response.destroy();
    case "401":
      return sendError(response, 401, "invalid_api_key", `Invalid API Key ${echo}`);
    case "404-model":
      return sendError(response, 404, "model_not_found", `The model \`${chat.model}\` does not exist ${echo}`);
    case "429":
      response.setHeader("retry-after", "60");
      return sendError(response, 429, "rate_limit_exceeded", `Rate limit reached, try again in 60s ${echo}`);
    case "500":
      return sendError(response, 500, "internal_server_error", `Internal Server Error ${echo}`);
    default:
      return sendJson(response, 200, answerOf(fake.mode, chat, order));
  }
}

type AnsweringMode = Exclude<
  FakeAiMode,
  "slow" | "401" | "404-model" | "429" | "500" | `hang-${string}` | `closes-${string}`
>;

function answerOf(mode: AnsweringMode, chat: ChatRequest, order: Order): object {
  switch (mode) {
    case "good":
      return completion(chat, goodAnswer(order));
    case "duplicates":
      return completion(chat, answer(Array.from({ length: order.count }, () => written(factDraft(0)))));
    case "mixed-quality":
      return completion(chat, answer(Array.from({ length: order.count }, (_, index) => mixed(index))));
    case "truncated-json":
      return completion(chat, goodAnswer(order).slice(0, -40), "length");
    case "wrong-shape":
      return completion(chat, JSON.stringify({ quiz: { title: order.topic }, questions: "none" }));
    case "garbage-text":
      return completion(chat, `Sure! Here are some questions about ${order.topic}: {"questions": [oops`);
    case "refusal":
      return completion(chat, null, "stop", `I cannot help with ${order.topic}.`);
  }
}

interface Order {
  count: number;
  topic: string;
  avoid: string[];
}

/** The order's JSON in the user message. Throws if it is not there: then the writer is broken. */
function orderIn(chat: ChatRequest): Order {
  const user = chat.messages?.find((message) => message.role === "user")?.content ?? "";
  return JSON.parse(/<order>\n(.*)\n<\/order>/.exec(user)?.[1] ?? "");
}

function goodAnswer(order: Order): string {
  const avoided = new Set(order.avoid);
  const drafts: Draft[] = [];
  for (let number = 0; drafts.length < order.count; number++) {
    const draft = factDraft(number);
    if (!avoided.has(draft.stem)) drafts.push(draft);
  }
  return answer(drafts.map(written));
}

function answer(questions: readonly unknown[]): string {
  return JSON.stringify({ questions });
}

/** A draft as the AI writes it, with everything that the schema requires. */
function written({ stem, right, wrong, because, level }: Draft) {
  const options = wrong.map((text, index) => ["abc"[index], { text, why: `It is ${right}.` }]);
  return { fact: because, stem, right, wrong: Object.fromEntries(options), because, level, sound: true };
}

const broken: readonly unknown[] = [
  null,
  "A luthier builds which objects? Guitars.",
  { ...written(factDraft(1)), right: 1 },
  { ...written(factDraft(2)), wrong: "Teeth" },
  { ...written(factDraft(3)), level: "impossible" },
  { ...written(factDraft(4)), stem: undefined },
  { ...written(factDraft(5)), sound: false },
];

function mixed(index: number): unknown {
  const draft = factDraft(index);
  if (index % 3 === 0) return written(draft);
  if (index % 3 === 1) return broken[Math.floor(index / 3) % broken.length];
  return written({ ...draft, wrong: [...draft.wrong.slice(0, 2), "All of the above"] });
}

function completion(chat: ChatRequest, content: string | null, finish = "stop", refusal: string | null = null) {
  const message = { role: "assistant", content, reasoning: "Thinking…", ...(refusal && { refusal }) };
  return {
    id: "chatcmpl-fake",
    object: "chat.completion",
    created: 1_800_000_000,
    model: chat.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
    usage: { prompt_tokens: 900, completion_tokens: 700, total_tokens: 1_600 },
  };
}

function sendJson(response: ServerResponse, status: number, body: object) {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function sendError(response: ServerResponse, status: number, code: string, message: string) {
  sendJson(response, status, { error: { message, type: "invalid_request_error", code } });
}

function sendHalf(response: ServerResponse, body: object) {
  const text = JSON.stringify(body);
  response.writeHead(200, { "content-type": "application/json" });
  response.write(text.slice(0, text.length / 2));
}

function sendLater(response: ServerResponse, delayMs: number, body: object) {
  const timer = setTimeout(() => sendJson(response, 200, body), delayMs);
  response.once("close", () => clearTimeout(timer));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text;
}
