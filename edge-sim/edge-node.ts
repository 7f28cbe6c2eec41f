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
import { NodeFigures } from "./health/node-figures.ts";
import { diskCheck, NodeHealth } from "./health/node-health.ts";
import { holdFolder } from "./held-folder.ts";
import { addressOf, listenHttp, serveHttp, stopHttp } from "./http-server.ts";
import { keyFile } from "./key-file.ts";
import { addressForOthers } from "./lan-address.ts";
import { startLocalName } from "./local-name/local-name.ts";
import { openNodePlaces } from "./node-places.ts";
import { pageFiles } from "./page-files.ts";
import { QuizRooms } from "./quiz-rooms.ts";
import { loadRapier } from "./rapier.ts";
import type { Surroundings } from "./socket-process.ts";
import { nodeTelnet } from "./telnet/node-telnet.ts";
import { UnreadableFile } from "./unreadable-file.ts";
import { WorldShards } from "./world-shards.ts";

const KEYS_FRESH_MS = 10 * 60_000;

/** A running edge node. */
export interface EdgeNode {
  port: number;
  telnetPort: number | null;
  udpPort: number | null;
  rooms: QuizRooms;
  worlds: WorldShards;
  /** `skerry.local`, once it is this node's. */
  localName(): string | null;
  /** Tells everybody, lets go of every room and closes the ports. */
  stop(): Promise<void>;
}

/** Room time here: the wall clock at start, and from then on the steady clock, which never jumps. */
function steadyClock(): () => number {
  const startMs = Date.now() - performance.now();
  return () => startMs + performance.now();
}

/**
 * Starts the node: pages, API and rooms, telnet and datagrams. Rejects if a port is taken, the folder is in use, or its keys
 * cannot be read.
 */
export async function startEdgeNode(
  config: EdgeConfig,
  environment: Record<string, string | undefined>,
  log: (line: LogLine) => void,
): Promise<EdgeNode> {
  const clock = steadyClock();
  const held = holdFolder(config.dataFolder, "a node", clock());
  try {
    return await startHeld(config, environment, { log, clock, release: () => held.release() });
  } catch (error) {
    held.release();
    throw error;
  }
}

interface Held {
  log(line: LogLine): void;
  clock(): number;
  /** Others may have the folder. */
  release(): void;
}

async function startHeld(
  config: EdgeConfig,
  environment: Record<string, string | undefined>,
  { log, clock, release }: Held,
): Promise<EdgeNode> {
  const counters = new Map<string, number>();
  const count = (name: string, by = 1) => void counters.set(name, (counters.get(name) ?? 0) + by);
  const figures = new NodeFigures();
  const health = new NodeHealth();
  const questions = questionServiceFrom(environment);
  const keys = config.secret
    ? keysFromSecret(config.secret)
    : cachedKeys(keyFile(join(config.dataFolder, "keys.json"), clock), KEYS_FRESH_MS, clock);
  // Without keys nobody gets in: better said now than to everybody who comes.
  await keys.keys();
  const tokens = createTokens(keys, clock);
  const around: Surroundings = {
    clock,
    admit: createAdmit(tokens),
    count,
    report: (error, where) => log(reportLine(error, where)),
    ticked: (ms) => figures.ticked(ms),
  };
  const rooms = new QuizRooms({ folder: join(config.dataFolder, "rooms"), questions }, around);
  const worlds = new WorldShards(join(config.dataFolder, "worlds"), await loadRapier(), around);
  const page = pageFiles(config.pagesFolder);
  const places = openNodePlaces(config, { rooms, worlds, tokens, around });
  const datagrams = await nodeDatagrams(config, { openPlace: places.open, count, report: around.report });
  const telnet = await nodeTelnet(config, { places: places.inWords, tokens, around });
  const http = await listenHttp(config.host, config.port);
  const ports: ApiPorts = {
    rooms,
    worlds,
    ...(datagrams ? { datagrams: ticketsOf(datagrams) } : {}),
    tokens,
    limits: createMemoryLimits(limitRates, clock),
    metrics: {
      count,
      read: async () => ({ ...Object.fromEntries(counters), quiz_rooms: rooms.size }),
      figures: () => figures.read(),
    },
    health: () => health.states(),
    page,
    log,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    clock,
  };
  const lan = addressForOthers(config.host);
  const apiConfig: ApiConfig = {
    hosts: config.hosts,
    origins: config.origins,
    metricsToken: config.metricsToken,
    uplinkToken: config.nodeTokens ?? null,
    ai: questions.configured,
    lanOrigin: lan ? `http://${lan}:${http.port}` : null,
    addressOf,
  };
  const { uplinks } = worlds;
  serveHttp(http, ports, apiConfig, { rooms, worlds, uplinks, connected: (kind) => figures.connected(kind) });
  const name = config.mdns
    ? startLocalName({
        nodeName: config.name ?? "skerry",
        host: config.host,
        httpPort: http.port,
        telnetPort: telnet?.port ?? null,
        log,
      })
    : null;
  health.add("disk", diskCheck(config.dataFolder));
  // What is damaged is told, and is no reason to start the node again and again.
  health.add("rooms", () => ({ ok: true, ...damage(rooms.unreadable) }));
  health.add("worlds", async () => ({ ok: (await worlds.list()).length > 0, ...damage(worlds.unreadable) }));
  health.add("pages", async () => ({ ok: (await page(new Request("http://pages/index.html"))).ok }));
  const bank = "not configured: questions come from the bank";
  health.add("ai", () => ({ ok: true, detail: questions.configured ? "configured" : bank }));
  if (datagrams) health.add("udp", () => ({ ok: datagrams.isUp }));
  if (telnet) figures.add("telnet", () => telnet.size);
  if (datagrams) figures.add("udp", () => datagrams.size);
  if (name) health.add("name", () => ({ ok: name.state().problem === null, ...detailOf(name.state()) }), true);
  return {
    port: http.port,
    telnetPort: telnet?.port ?? null,
    udpPort: datagrams?.port ?? null,
    rooms,
    worlds,
    localName: () => name?.state().name ?? null,
    stop: async () => {
      // Who plays by telnet or UDP is told before what they play in goes away.
      await Promise.all([telnet?.stop(), name?.stop()]);
      rooms.stop();
      worlds.stop();
      await Promise.all([datagrams?.stop(), stopHttp(http)]);
      places.close();
      figures.stop();
      release();
    },
  };
}

function detailOf({ name, problem }: { name: string | null; problem: string | null }): { detail?: string } {
  const detail = problem ?? name;
  return detail === null ? {} : { detail };
}

/** What could not be read is named by its file: the one line that may have a room's code in it. */
function reportLine(error: unknown, where: string): LogLine {
  if (!(error instanceof UnreadableFile)) {
    return { level: "error", event: "room", message: `${where}: ${errorLine(error)}` };
  }
  const message = `${where}: ${errorLine(error.cause)}`;
  return { level: "error", event: "unreadable", code: "UNREADABLE", file: error.path, message };
}

function damage(files: number): { detail?: string } {
  return files === 0 ? {} : { detail: `${files} cannot be read: the log names the files` };
}
