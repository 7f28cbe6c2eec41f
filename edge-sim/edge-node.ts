import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { WebSocketServer } from "ws";
import { questionServiceFrom } from "../adapters/question-service.ts";
import { createAdmit } from "../api/admit.ts";
import { checkSocketRequest, createApi } from "../api/app.ts";
import { createMemoryLimits, limitRates } from "../api/memory-limits.ts";
import type { ApiConfig, ApiPorts, LogLine } from "../api/ports.ts";
import { cachedKeys, keysFromSecret } from "../api/signing-keys.ts";
import { createTokens } from "../api/tokens.ts";
import { errorLine } from "../core/error-line.ts";
import { FRAME_MAX_CHARS, failure, statusOf } from "../core/protocol/index.ts";
import type { EdgeConfig } from "./config.ts";
import { keyFile } from "./key-file.ts";
import { lanAddress } from "./lan-address.ts";
import { pageFiles } from "./page-files.ts";
import { QuizRooms } from "./quiz-rooms.ts";
import { loadRapier } from "./rapier.ts";
import type { Surroundings } from "./socket-process.ts";
import { TextFrames } from "./text-frames.ts";
import { UPLINK_PAYLOAD_MAX_BYTES } from "./uplink.ts";
import { WebSocketWire } from "./wire.ts";
import { WorldShards } from "./world-shards.ts";

const KEYS_FRESH_MS = 10 * 60_000;
/** Frames over this are never read: the room itself refuses those over FRAME_MAX_CHARS with a code. */
const PAYLOAD_MAX_BYTES = FRAME_MAX_CHARS * 16;

/** A running edge node. */
export interface EdgeNode {
  port: number;
  rooms: QuizRooms;
  worlds: WorldShards;
  /** Lets go of every room and closes the port. */
  stop(): Promise<void>;
}

/** Room time here: the wall clock at start, and from then on the steady clock, which never jumps. */
function steadyClock(): () => number {
  const startMs = Date.now() - performance.now();
  return () => startMs + performance.now();
}

/** Starts the node: pages, API and rooms on one port. Rejects if the port is taken. */
export async function startEdgeNode(
  config: EdgeConfig,
  environment: Record<string, string | undefined>,
  log: (line: LogLine) => void,
): Promise<EdgeNode> {
  const clock = steadyClock();
  const counters = new Map<string, number>();
  const count = (name: string, by = 1) => void counters.set(name, (counters.get(name) ?? 0) + by);
  const questions = questionServiceFrom(environment);
  const keys = config.secret
    ? keysFromSecret(config.secret)
    : cachedKeys(keyFile(join(config.dataFolder, "keys.json"), clock), KEYS_FRESH_MS, clock);
  const tokens = createTokens(keys, clock);
  const around: Surroundings = {
    clock,
    admit: createAdmit(tokens),
    count,
    report: (error, where) => log({ level: "error", event: "room", message: `${where}: ${errorLine(error)}` }),
  };
  const rooms = new QuizRooms({ folder: join(config.dataFolder, "rooms"), questions }, around);
  const worlds = new WorldShards(join(config.dataFolder, "worlds"), await loadRapier(), around);
  const page = pageFiles(config.pagesFolder);
  const ports: ApiPorts = {
    rooms,
    worlds,
    tokens,
    limits: createMemoryLimits(limitRates, clock),
    metrics: { count, read: async () => ({ ...Object.fromEntries(counters), quiz_rooms: rooms.size }) },
    health: async () => [
      { name: "rooms", ok: true },
      { name: "pages", ok: (await page(new Request("http://pages/index.html"))).ok },
      {
        name: "ai",
        ok: true,
        detail: questions.configured ? "configured" : "not configured: questions come from the bank",
      },
    ],
    page,
    log,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    clock,
  };
  const server = createServer();
  const port = await listen(server, config);
  const lan = lanAddress();
  const apiConfig: ApiConfig = {
    hosts: config.hosts,
    origins: config.origins,
    metricsToken: config.metricsToken,
    uplinkToken: config.uplinkToken ?? null,
    ai: questions.configured,
    lanOrigin: lan ? `http://${lan}:${port}` : null,
    addressOf: (request) => request.headers.get(ADDRESS_HEADER) ?? "unknown",
  };
  const app = createApi(ports, apiConfig);
  const listener = getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false });
  server.on("request", (request, response) => {
    markAddress(request);
    void listener(request, response);
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: PAYLOAD_MAX_BYTES, perMessageDeflate: false });
  const uplinks = new WebSocketServer({
    noServer: true,
    maxPayload: UPLINK_PAYLOAD_MAX_BYTES,
    perMessageDeflate: false,
  });
  const frames = new TextFrames();
  server.on("error", (error) => log({ level: "error", event: "server", message: errorLine(error) }));
  server.on("upgrade", (request, socket, head) => {
    // Node has taken its own listener away, and an error that nobody hears ends the process.
    socket.on("error", () => socket.destroy());
    markAddress(request);
    upgrade(request, socket).catch((error) => {
      log({ level: "error", event: "upgrade", message: errorLine(error) });
      refuse(socket, 500, JSON.stringify({ error: failure("INTERNAL") }));
    });

    async function upgrade(request: IncomingMessage, socket: Duplex): Promise<void> {
      const checked = await checkSocketRequest(requestOf(request), ports, apiConfig);
      if (!checked.ok) return refuse(socket, statusOf(checked.error.code), JSON.stringify({ error: checked.error }));
      const goal = checked.value;
      (goal.to === "uplink" ? uplinks : sockets).handleUpgrade(request, socket, head, (ws) => {
        const wire = new WebSocketWire(ws, socket, frames);
        if (goal.to === "room") rooms.accept(goal.code, randomUUID(), wire);
        else if (goal.to === "uplink") worlds.uplinks.accept(goal.node, wire);
        else worlds.accept(goal.realm, randomUUID(), wire);
      });
    }
  });
  return { port, rooms, worlds, stop: () => stop(server, rooms, worlds) };
}

/** Where the API finds the address of the peer; what a client sends under this name is overwritten. */
const ADDRESS_HEADER = "x-skerry-address";

function markAddress(request: IncomingMessage): void {
  const address = request.socket.remoteAddress ?? "unknown";
  request.headers[ADDRESS_HEADER] = address;
  const raw = request.rawHeaders;
  for (let i = raw.length - 2; i >= 0; i -= 2) if (raw[i]?.toLowerCase() === ADDRESS_HEADER) raw.splice(i, 2);
  raw.push(ADDRESS_HEADER, address);
}

function requestOf(request: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === "string") headers.set(name, value);
  return new Request(`http://${request.headers.host ?? "localhost"}${request.url ?? "/"}`, { headers });
}

function refuse(socket: Duplex, status: number, body: string): void {
  // Half open it would be kept until the peer closes, which an attacker never does.
  socket.once("finish", () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function listen(server: Server, { host, port }: EdgeConfig): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

function stop(server: Server, rooms: QuizRooms, worlds: WorldShards): Promise<void> {
  rooms.stop();
  worlds.stop();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
