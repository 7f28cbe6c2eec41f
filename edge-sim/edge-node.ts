import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { questionServiceFrom } from "../adapters/question-service.ts";
import { createAdmit } from "../api/admit.ts";
import { createMemoryLimits, limitRates } from "../api/memory-limits.ts";
import type { ApiConfig, ApiPorts, LogLine } from "../api/ports.ts";
import { cachedKeys, keysFromSecret } from "../api/signing-keys.ts";
import { createTokens } from "../api/tokens.ts";
import { errorLine } from "../core/error-line.ts";
import type { EdgeConfig } from "./config.ts";
import { nodeDatagrams, ticketsOf } from "./datagram/node-datagrams.ts";
import { addressOf, listenHttp, serveHttp, stopHttp } from "./http-server.ts";
import { keyFile } from "./key-file.ts";
import { addressForOthers } from "./lan-address.ts";
import { pageFiles } from "./page-files.ts";
import { ownPlaces } from "./places.ts";
import { QuizRooms } from "./quiz-rooms.ts";
import { loadRapier } from "./rapier.ts";
import type { Surroundings } from "./socket-process.ts";
import { WorldShards } from "./world-shards.ts";

const KEYS_FRESH_MS = 10 * 60_000;

/** A running edge node. */
export interface EdgeNode {
  port: number;
  telnetPort: number | null;
  udpPort: number | null;
  rooms: QuizRooms;
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
  const openPlace = ownPlaces({ rooms, worlds }, around.report);
  const datagrams = await nodeDatagrams(config, { openPlace, count, report: around.report });
  const ports: ApiPorts = {
    rooms,
    worlds,
    ...(datagrams ? { datagrams: ticketsOf(datagrams) } : {}),
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
  const http = await listenHttp(config.host, config.port);
  const lan = addressForOthers(config.host);
  const apiConfig: ApiConfig = {
    hosts: config.hosts,
    origins: config.origins,
    metricsToken: config.metricsToken,
    ai: questions.configured,
    lanOrigin: lan ? `http://${lan}:${http.port}` : null,
    addressOf,
  };
  serveHttp(http, ports, apiConfig, { rooms, worlds });
  return {
    port: http.port,
    telnetPort: null,
    udpPort: datagrams?.port ?? null,
    rooms,
    stop: async () => {
      rooms.stop();
      worlds.stop();
      await Promise.all([datagrams?.stop(), stopHttp(http)]);
    },
  };
}
