import { randomBytes } from "node:crypto";
import { createMemoryLimits, limitRates } from "../api/memory-limits.ts";
import type { ApiConfig, ApiPorts, LogLine } from "../api/ports.ts";
import type { EdgeConfig } from "./config.ts";
import { nodeDatagrams, ticketsOf } from "./datagram/node-datagrams.ts";
import { nodeChecks } from "./health/node-checks.ts";
import { holdFolder } from "./held-folder.ts";
import { addressOf, type HttpPort, listenHttp, serveHttp, stopHttp } from "./http-server.ts";
import { addressForOthers } from "./lan-address.ts";
import { nodeLocalName } from "./local-name/node-local-name.ts";
import { openHouse } from "./node-house.ts";
import { openNodePlaces } from "./node-places.ts";
import { pageFiles } from "./page-files.ts";
import type { QuizRooms } from "./quiz-rooms.ts";
import { nodeTelnet } from "./telnet/node-telnet.ts";
import { nodeUplink } from "./uplink/node-uplink.ts";
import type { WorldShards } from "./world-shards.ts";

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

/** What a node has of the program around it. */
interface Held {
  log(line: LogLine): void;
  /** Milliseconds since 1970, never going back. */
  clock(): number;
  /** Others may have the folder. */
  release(): void;
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

async function startHeld(
  config: EdgeConfig,
  environment: Record<string, string | undefined>,
  { log, clock, release }: Held,
): Promise<EdgeNode> {
  const house = await openHouse(config, environment, { log, clock });
  const { rooms, worlds, tokens, around, figures } = house;
  const page = pageFiles(config.pagesFolder);
  const places = openNodePlaces(config, house);
  const datagrams = await nodeDatagrams(config, { openPlace: places.open, ...around });
  const telnet = await nodeTelnet(config, { places: places.inWords, tokens, around });
  const http = await listenHttp(config.host, config.port);
  const name = nodeLocalName(config, { httpPort: http.port, telnetPort: telnet?.port ?? null, log });
  const uplink = nodeUplink(config, house, log);
  const health = nodeChecks(config, { house, page, telnet, datagrams, name, uplink });
  const ports: ApiPorts = {
    rooms,
    worlds,
    ...(datagrams ? { datagrams: ticketsOf(datagrams) } : {}),
    tokens,
    limits: createMemoryLimits(limitRates, clock),
    metrics: {
      count: around.count,
      read: async () => ({ ...Object.fromEntries(house.counters), quiz_rooms: rooms.size }),
      figures: () => figures.read(),
    },
    health: () => health.states(),
    page,
    log,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    clock,
  };
  const doors = { rooms, worlds, uplinks: worlds.uplinks, connected: (kind: string) => figures.connected(kind) };
  serveHttp(http, ports, apiConfigOf(config, http, house.questions.configured), doors);
  return {
    port: http.port,
    telnetPort: telnet?.port ?? null,
    udpPort: datagrams?.port ?? null,
    rooms,
    worlds,
    localName: () => name?.state().name ?? null,
    stop: async () => {
      // Who plays by telnet is told before what they play in goes away.
      await Promise.all([telnet?.stop(), name?.stop()]);
      uplink?.stop();
      house.close();
      await Promise.all([datagrams?.stop(), stopHttp(http)]);
      places.close();
      release();
    },
  };
}

function apiConfigOf(config: EdgeConfig, { port }: HttpPort, hasAi: boolean): ApiConfig {
  const lan = addressForOthers(config.host);
  return {
    hosts: config.hosts,
    origins: config.origins,
    metricsToken: config.metricsToken,
    uplinkToken: config.nodeTokens ?? null,
    ai: hasAi,
    lanOrigin: lan ? `http://${lan}:${port}` : null,
    addressOf,
  };
}
