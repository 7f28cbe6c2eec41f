import { addressKey } from "../../api/address.ts";
import { createApi } from "../../api/app.ts";
import { createMemoryLimits, limitRates } from "../../api/memory-limits.ts";
import type { ApiConfig, ApiPorts, DependencyState, Rooms, Tokens, Worlds } from "../../api/ports.ts";
import { METRICS_HUBS } from "../../durable-objects/counter-batch.ts";
import type { MetricsHub } from "../../durable-objects/metrics-hub.ts";
import { GatewayCounters } from "./counters.ts";

interface Limiter {
  limit(options: { key: string }): Promise<{ success: boolean }>;
}

export interface Env {
  QUIZ_ROOM: Service<Omit<Rooms, "connect">>;
  WORLDS: Service<Omit<Worlds, "connect" | "uplink">>;
  QUESTIONS: { configured(): Promise<boolean> };
  AUTH: Tokens;
  PAGES: Fetcher;
  METRICS: DurableObjectNamespace<MetricsHub>;
  LIMIT_ROOMS: Limiter;
  LIMIT_REQUESTS: Limiter;
  LIMIT_CODES: Limiter;
  /** Comma-separated; see `ApiConfig`. */
  SKERRY_HOSTS?: string;
  SKERRY_ORIGINS?: string;
  SKERRY_METRICS_TOKEN?: string;
  SKERRY_UPLINK_TOKEN?: string;
  SKERRY_LAN_ORIGIN?: string;
}

type Service<T> = T & Fetcher;

/** The platform's limiter cannot look without taking: this isolate remembers who tried wrong codes. */
const codes = createMemoryLimits(limitRates, () => Date.now());

const counters = new GatewayCounters();
/** Made at the first request: bindings are the same for every request of an isolate. */
let app: ReturnType<typeof createApi> | null = null;

/** The entry of everything that comes by HTTP or WebSocket. */
export default {
  async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
    app ??= createApi(portsOf(env), await configOf(env));
    const response = await app.fetch(request);
    counters.pushSoon(env.METRICS, context);
    return response;
  },
} satisfies ExportedHandler<Env>;

function portsOf(env: Env): ApiPorts {
  return {
    rooms: {
      create: (code, options) => env.QUIZ_ROOM.create(code, options),
      summary: (code) => env.QUIZ_ROOM.summary(code),
      results: (code) => env.QUIZ_ROOM.results(code),
      remove: (code) => env.QUIZ_ROOM.remove(code),
      connect: (code, request) => env.QUIZ_ROOM.fetch(new Request(`https://quiz-room/${code}`, request)),
    },
    worlds: {
      list: () => env.WORLDS.list(),
      scenery: (realm) => env.WORLDS.scenery(realm),
      npcs: (realm) => env.WORLDS.npcs(realm),
      stats: () => env.WORLDS.stats(),
      connect: (realm, request) => env.WORLDS.fetch(new Request(`https://worlds/${realm}`, request)),
      forget: (node) => env.WORLDS.forget(node),
      uplink: (node, request) => env.WORLDS.fetch(new Request(`https://worlds/_uplink/${node ?? ""}`, request)),
    },
    tokens: { issue: (claims) => env.AUTH.issue(claims), read: (token) => env.AUTH.read(token) },
    limits: {
      makeRoom: (address) => allowed(env.LIMIT_ROOMS, addressKey(address)),
      request: (address) => allowed(env.LIMIT_REQUESTS, addressKey(address)),
      wrongCode: async (address) =>
        (await codes.wrongCode(address)) && (await allowed(env.LIMIT_CODES, addressKey(address))),
      mayTryCode: (address) => codes.mayTryCode(address),
    },
    metrics: { count: (name, by) => counters.count(name, by), read: () => readMetrics(env) },
    health: () => health(env),
    page: (request) => env.PAGES.fetch(request),
    log: (line) => console.log(JSON.stringify(line)),
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    clock: () => Date.now(),
  };
}

async function allowed(limiter: Limiter, key: string): Promise<boolean> {
  return (await limiter.limit({ key })).success;
}

/** Whether there is an AI is asked once an isolate: it changes with a deploy only. */
let ai: boolean | null = null;

async function configOf(env: Env): Promise<ApiConfig> {
  ai ??= await env.QUESTIONS.configured().catch(() => null);
  return {
    hosts: list(env.SKERRY_HOSTS),
    origins: list(env.SKERRY_ORIGINS),
    metricsToken: env.SKERRY_METRICS_TOKEN || null,
    uplinkToken: env.SKERRY_UPLINK_TOKEN || null,
    lanOrigin: env.SKERRY_LAN_ORIGIN || null,
    ai: ai ?? false,
    addressOf: (request) => request.headers.get("cf-connecting-ip") ?? "unknown",
  };
}

function list(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

async function readMetrics(env: Env): Promise<Record<string, number>> {
  await counters.push(env.METRICS);
  const sums: Record<string, number> = {};
  for (const hub of METRICS_HUBS) {
    const counts = await env.METRICS.getByName(hub).read();
    for (const [name, value] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + value;
  }
  return sums;
}

async function health(env: Env): Promise<DependencyState[]> {
  return Promise.all([
    state("tokens", async () => void (await env.AUTH.read(""))),
    // A code that cannot exist: the look-up goes all the way and writes nothing.
    state("rooms", async () => void (await env.QUIZ_ROOM.summary("health"))),
    state("pages", async () => {
      if (!(await env.PAGES.fetch("https://pages/index.html")).ok) throw new Error("not built");
    }),
    { name: "ai", ok: true, detail: ai ? "configured" : "not configured: questions come from the bank" },
  ]);
}

async function state(name: string, check: () => Promise<void>): Promise<DependencyState> {
  try {
    await check();
    return { name, ok: true };
  } catch {
    return { name, ok: false };
  }
}
