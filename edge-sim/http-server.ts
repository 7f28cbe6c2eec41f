import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { WebSocketServer } from "ws";
import { checkSocketRequest, createApi } from "../api/app.ts";
import type { ApiConfig, ApiPorts } from "../api/ports.ts";
import { errorLine } from "../core/error-line.ts";
import { FRAME_MAX_CHARS, failure, statusOf } from "../core/protocol/index.ts";
import { Unreadable } from "../core/unreadable.ts";
import type { Doors } from "./places.ts";
import { TextFrames } from "./text-frames.ts";
import { UPLINK_PAYLOAD_MAX_BYTES } from "./uplink/directory-uplink.ts";
import type { UplinkSockets } from "./uplink/uplink-sockets.ts";
import { WebSocketWire } from "./wire.ts";

/** Frames over this are never read: the room itself refuses those over FRAME_MAX_CHARS with a code. */
const PAYLOAD_MAX_BYTES = FRAME_MAX_CHARS * 16;
/** Where the API finds the address of the peer; what a client sends under this name is overwritten. */
const ADDRESS_HEADER = "x-skerry-address";

/** A port that is listened on, before anything is served there. */
export interface HttpPort {
  server: Server;
  port: number;
}

/** Takes the port. Rejects if it is taken. */
export function listenHttp(host: string, port: number): Promise<HttpPort> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve({ server, port: typeof address === "object" && address ? address.port : port });
    });
  });
}

/** The address of the peer that sent a request to this server. */
export function addressOf(request: Request): string {
  return request.headers.get(ADDRESS_HEADER) ?? "unknown";
}

/**
 * Serves pages, API and sockets on a port; the sockets lead through the doors.
 * @param connected told of each socket, by where it leads; gives what to call when it is gone
 */
export function serveHttp(
  { server }: HttpPort,
  ports: ApiPorts,
  config: ApiConfig,
  { rooms, worlds, uplinks, connected }: Doors & { uplinks: UplinkSockets; connected(kind: string): () => void },
): void {
  const app = createApi(ports, config);
  const listener = getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false });
  server.on("request", (request, response) => {
    markAddress(request);
    void listener(request, response);
  });
  server.on("error", (error) => ports.log({ level: "error", event: "server", message: errorLine(error) }));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: PAYLOAD_MAX_BYTES, perMessageDeflate: false });
  const fromNodes = new WebSocketServer({
    noServer: true,
    maxPayload: UPLINK_PAYLOAD_MAX_BYTES,
    perMessageDeflate: false,
  });
  const frames = new TextFrames();
  server.on("upgrade", (request, socket, head) => {
    // Node has taken its own listener away, and an error that nobody hears ends the process.
    socket.on("error", () => socket.destroy());
    markAddress(request);
    upgrade(request, socket).catch((error) => {
      // What cannot be read is in the log already.
      const code = error instanceof Unreadable ? "UNREADABLE" : "INTERNAL";
      if (code === "INTERNAL") ports.log({ level: "error", event: "upgrade", message: errorLine(error) });
      refuse(socket, statusOf(code), JSON.stringify({ error: failure(code) }));
    });

    async function upgrade(request: IncomingMessage, socket: Duplex): Promise<void> {
      const checked = await checkSocketRequest(requestOf(request), ports, config);
      if (!checked.ok) return refuse(socket, statusOf(checked.error.code), JSON.stringify({ error: checked.error }));
      const goal = checked.value;
      (goal.to === "uplink" ? fromNodes : sockets).handleUpgrade(request, socket, head, (ws) => {
        const wire = new WebSocketWire(ws, socket, frames);
        ws.once("close", connected(goal.to));
        if (goal.to === "room") rooms.accept(goal.code, randomUUID(), wire);
        else if (goal.to === "uplink") uplinks.accept(goal.node, wire);
        else worlds.accept(goal.realm, randomUUID(), wire);
      });
    }
  });
}

/** Closes the port and every connection. */
export function stopHttp({ server }: HttpPort): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

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
