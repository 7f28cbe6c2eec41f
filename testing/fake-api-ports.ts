import { createApi } from "../api/app.ts";
import type { Api } from "../api/context.ts";
import { createMemoryLimits, type LimitRates, limitRates } from "../api/memory-limits.ts";
import type { ApiConfig, ApiPorts, DependencyState, LogLine, Rooms } from "../api/ports.ts";
import { keysFromSecret } from "../api/signing-keys.ts";
import { createTokens } from "../api/tokens.ts";
import type { QuizResults, RoomSummary } from "../core/protocol/index.ts";
import type { RoomOptions } from "../core/quiz/room-options.ts";
import { builtRealms } from "../core/realm/built/index.ts";
import { withTotal } from "../core/realm/directory/figures.ts";
import { npcsIn, sceneryIn } from "../core/realm/realm-summary.ts";

/** An API over rooms and files in memory; tokens and limits are the real ones. Time stands still unless moved. */
export interface FakeApi {
  api: Api;
  ports: ApiPorts;
  config: ApiConfig;
  rooms: FakeRooms;
  lines: LogLine[];
  counters: Record<string, number>;
  /** Requests that reached the store of pages. */
  asked: Request[];
  clock: { nowMs: number };
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Makes a room and gives its links and tokens. */
  makeRoom(options?: object): Promise<MadeRoom>;
}

export interface MadeRoom {
  code: string;
  hostToken: string;
  screenToken: string;
  joinUrl: string;
  hostUrl: string;
  screenUrl: string;
}

export interface FakeSettings {
  config?: Partial<ApiConfig>;
  ports?: Partial<ApiPorts>;
  rates?: Partial<LimitRates>;
  dependencies?: DependencyState[];
}

export const START_MS = Date.UTC(2026, 10, 21, 12);
export const SITE = "http://skerry.test:8787";

export function fakeApi(settings: FakeSettings = {}): FakeApi {
  const clock = { nowMs: START_MS };
  const now = () => clock.nowMs;
  const rooms = new FakeRooms();
  const lines: LogLine[] = [];
  const counters: Record<string, number> = {};
  const asked: Request[] = [];
  const config: ApiConfig = {
    hosts: [],
    origins: [],
    metricsToken: null,
    uplinkToken: null,
    ai: false,
    lanOrigin: null,
    addressOf: (request) => request.headers.get("x-test-address") ?? "203.0.113.7",
    ...settings.config,
  };
  const ports: ApiPorts = {
    rooms,
    worlds: {
      list: async () => [
        { realm: "golden-dragon", title: "The Golden Dragon", summary: "A tavern.", areas: 16, npcs: 8, population: 2 },
      ],
      scenery: async (realm) => sceneryIn(builtRealms, realm),
      npcs: async (realm) => npcsIn(builtRealms, [], realm),
      stats: async () => withTotal(builtRealms, []),
      connect: async () => acceptedUpgrade(),
      forget: async (node) => node === "attic",
      uplink: async () => acceptedUpgrade(),
    },
    tokens: createTokens(keysFromSecret("a secret for tests only"), now),
    limits: createMemoryLimits({ ...limitRates, ...settings.rates }, now),
    metrics: {
      count(name, by = 1) {
        counters[name] = (counters[name] ?? 0) + by;
      },
      read: async () => counters,
    },
    health: async () => settings.dependencies ?? [{ name: "rooms", ok: true }],
    page: async (request) => {
      asked.push(request);
      return storedFile(request);
    },
    log: (line) => void lines.push(line),
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    clock: now,
    ...settings.ports,
  };
  const api = createApi(ports, config);
  const get: FakeApi["get"] = async (path, headers = {}) => api.request(SITE + path, { headers });
  const post: FakeApi["post"] = async (path, body, headers = {}) =>
    api.request(SITE + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  const makeRoom = async (options: object = {}) => (await (await post("/api/v1/rooms", options)).json()) as MadeRoom;
  return { api, ports, config, rooms, lines, counters, asked, clock, get, post, makeRoom };
}

/** Rooms that remember what was asked of them. */
export class FakeRooms implements Rooms {
  readonly made = new Map<string, RoomOptions>();
  readonly lookedUp: string[] = [];
  readonly connected: { code: string; request: Request }[] = [];
  /** How many codes to call taken before one is free. */
  taken = 0;

  async create(code: string, options: RoomOptions): Promise<boolean> {
    if (this.taken-- > 0) return false;
    this.made.set(code, options);
    return true;
  }

  async summary(code: string): Promise<RoomSummary | null> {
    this.lookedUp.push(code);
    const options = this.made.get(code);
    if (!options) return null;
    const { topic, language, questions } = options;
    return { code, topic, language, phase: "lobby", players: 0, questions, locked: false };
  }

  async results(code: string): Promise<QuizResults | null> {
    const options = this.made.get(code);
    if (!options) return null;
    const answer = { option: 1, right: true, points: 912, ms: 1_760, rawMs: 1_800 };
    return {
      code,
      topic: options.topic,
      language: options.language,
      scoring: options.scoring,
      createdAt: START_MS,
      questions: [
        {
          index: 0,
          stem: "2 + 2?",
          options: ["3", "4", "5", "6"],
          right: 1,
          because: "",
          origin: "bank",
          counts: [0, 1, 0, 0],
        },
      ],
      players: [
        { player: 0, name: "=SUM(1)", rank: 1, score: 912, right: 1, left: false, answers: [answer] },
        { player: 1, name: "Zoë", rank: 2, score: 0, right: 0, left: true, answers: [null] },
      ],
    };
  }

  async remove(code: string): Promise<boolean> {
    return this.made.delete(code);
  }

  async connect(code: string, request: Request): Promise<Response> {
    this.connected.push({ code, request });
    return acceptedUpgrade();
  }
}

/** What a runtime answers to an upgrade; Node cannot construct one. */
export function acceptedUpgrade(): Response {
  return Object.defineProperty(new Response(null), "status", { value: 101 });
}

const files: Record<string, [type: string, text: string]> = {
  "/index.html": ["text/html", "home"],
  "/join.html": ["text/html", "join"],
  "/host.html": ["text/html", "host"],
  "/screen.html": ["text/html", "screen"],
  "/results.html": ["text/html", "results"],
  "/privacy.html": ["text/html", "privacy"],
  "/robots.txt": ["text/plain", "robots"],
  "/.well-known/security.txt": ["text/plain", "security"],
  "/assets/join-Bx9_kQ2a.js": ["text/javascript", "script"],
  "/assets/logo-skerries.svg": ["image/svg+xml", "logo"],
};

/** A store of files, as asset stores are: whole responses whose headers cannot be changed, ETags, HEAD. */
function storedFile(request: Request): Response {
  const file = files[new URL(request.url).pathname];
  if (!file) return new Response("the store's own words", { status: 404 });
  const etag = '"v1"';
  if (request.headers.get("if-none-match") === etag)
    return frozen(new Response(null, { status: 304, headers: { etag } }));
  const [type, text] = file;
  const body = request.method === "HEAD" ? null : text;
  return frozen(new Response(body, { headers: { "content-type": type, etag, "cache-control": "public, max-age=1" } }));
}

function frozen(response: Response): Response {
  for (const method of ["set", "append", "delete"] as const) {
    response.headers[method] = () => {
      throw new TypeError("Can't modify immutable headers.");
    };
  }
  return response;
}
