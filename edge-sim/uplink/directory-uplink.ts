import { type RawData, WebSocket } from "ws";
import type { LogLine, Worlds } from "../../api/ports.ts";
import { errorLine } from "../../core/error-line.ts";
import { UPLINK_FRAME_MAX_CHARS, UPLINK_TOKEN_MIN_CHARS } from "../../core/protocol/uplink-limits.ts";
import type { DirectoryKeeper } from "../../core/realm/directory/keeper.ts";
import { farReports } from "../../core/realm/uplink/realm-teller.ts";
import { type LineEnd, type NodePorts, UplinkNode, type UplinkState } from "../../core/realm/uplink/uplink-node.ts";

/** Frames over this are never read: three bytes for each character of the longest that is taken. */
export const UPLINK_PAYLOAD_MAX_BYTES = UPLINK_FRAME_MAX_CHARS * 3;

const HANDSHAKE_WITHIN_MS = 10_000;
/** Of an answer that refuses the socket. */
const BODY_MAX_BYTES = 8_192;

/** What a node needs to have an uplink. */
export interface UplinkSettings {
  /** The installation above: `https://skerry.example`. */
  url: string;
  /** What its operator has given for this node. */
  token: string;
  /** The node's name there: lower case, words joined by `-`, at most 64 characters. */
  name: string;
  /** The worlds here, and their directory. */
  worlds: Pick<Worlds, "list" | "npcs" | "stats"> & { readonly directory: { readonly keeper: DirectoryKeeper } };
  clock(): number;
  /** From 0 up to 1. */
  random(): number;
  count(name: string, by: number): void;
  log(line: LogLine): void;
}

/** A node's uplink; it comes back by itself until it is stopped. */
export interface Uplink {
  /** How it is; `null`: not known yet. */
  readonly state: UplinkState | null;
  stop(): void;
}

/** The address of the uplink of an installation: `wss` where it is `https`. Throws where it is no such address. */
export function uplinkUrl(url: string): string {
  const { protocol, host } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") throw new Error(`an uplink goes to https://…, not ${protocol}`);
  return `${protocol === "https:" ? "wss" : "ws"}://${host}/api/v1/uplink`;
}

/**
 * Connects the directory of this node with the one of an installation above it, for good: whatever is lost comes back.
 * Throws where the settings make no sense.
 */
export function startUplink(settings: UplinkSettings): Uplink {
  const { name, token, worlds, clock, random, count, log } = settings;
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) || name.length > 64 || name === "edge")
    throw new Error(`"${name}" cannot be the name of a node: use small letters, digits and "-", and not "edge".`);
  if (!/^[\w.~+/-]+=*$/.test(token) || token.length < UPLINK_TOKEN_MIN_CHARS)
    throw new Error(`An uplink's token has at least ${UPLINK_TOKEN_MIN_CHARS} letters, digits and . _ ~ + / -.`);
  const url = uplinkUrl(settings.url);
  let state: UplinkState | null = null;
  let timer: NodeJS.Timeout | undefined;
  let socket: WebSocket | null = null;
  const ports: NodePorts = {
    directory: worlds.directory.keeper,
    connect: () => {
      socket = openSocket(url, token, (own) => ({
        opened: () => own === socket && node.opened(),
        message: (data) => own === socket && node.message(data),
        closed: (end) => own === socket && node.closed(end),
      }));
    },
    send: (text) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(text);
    },
    hangUp: () => {
      const letGo = socket;
      socket = null;
      letGo?.terminate();
    },
    timer: (ms) => {
      clearTimeout(timer);
      timer = setTimeout(() => node.due(), ms);
    },
    realms: async () => {
      const [realms, npcs, stats] = await Promise.all([worlds.list(), worlds.npcs(), worlds.stats()]);
      return farReports({ realms, npcs: npcs ?? [], figures: stats.realms });
    },
    clock,
    random,
    count,
    report: (error, where) => log({ level: "error", event: "uplink", message: `${where}: ${errorLine(error)}` }),
    state: (told) => {
      state = told;
      log(logLine(told));
    },
  };
  const node = new UplinkNode(name, ports);
  const detach = worlds.directory.keeper.attach(node);
  node.start();
  return {
    get state() {
      return state;
    },
    stop() {
      node.stop();
      detach();
      clearTimeout(timer);
    },
  };
}

const words = {
  linked: "the uplink is there",
  lost: "the uplink is lost; trying again",
  refused: "the uplink is refused; trying again now and then",
  replaced: "another node has come by the same name; trying again later",
} as const;

function logLine(told: UplinkState): LogLine {
  const level = told.state === "refused" || told.state === "replaced" ? "warn" : "info";
  const code = "code" in told && told.code !== null ? { code: told.code } : {};
  return { level, event: "uplink", message: words[told.state], ...code };
}

interface SocketEnds {
  opened(): void;
  message(data: string | null): void;
  closed(end: LineEnd): void;
}

/** The token goes in a header, where no log has it. */
function openSocket(url: string, token: string, endsOf: (own: WebSocket) => SocketEnds): WebSocket {
  const socket = new WebSocket(url, {
    headers: { authorization: `Bearer ${token}` },
    handshakeTimeout: HANDSHAKE_WITHIN_MS,
    maxPayload: UPLINK_PAYLOAD_MAX_BYTES,
    perMessageDeflate: false,
  });
  const ends = endsOf(socket);
  let refusal: Omit<LineEnd, "code"> | null = null;
  let isOpen = false;
  socket.on("open", () => {
    isOpen = true;
    ends.opened();
  });
  socket.on("message", (data: RawData, isBinary) => ends.message(isBinary ? null : data.toString()));
  socket.on("unexpected-response", (request, response) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    response.on("data", (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes <= BODY_MAX_BYTES) chunks.push(chunk);
      else request.destroy();
    });
    response.on("close", () => {
      const error = codeIn(Buffer.concat(chunks).toString("utf8"));
      refusal = { status: response.statusCode ?? 0, ...(error === null ? {} : { error }) };
      ends.closed({ code: null, ...refusal });
    });
  });
  // `close` follows every error.
  socket.on("error", () => undefined);
  socket.on("close", (code) => {
    if (!refusal) ends.closed({ code: isOpen ? code : null });
  });
  return socket;
}

/** The code of a refusal. */
function codeIn(body: string): string | null {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: unknown } };
    return typeof error?.code === "string" ? error.code.slice(0, 64) : null;
  } catch {
    return null;
  }
}
