import type { HostPorts, LineKeepsake, LiveLine } from "../core/realm/uplink/uplink-host.ts";

/** What a socket of a node has with it. */
interface Attachment {
  line: string;
  keepsake: LineKeepsake | null;
}

/**
 * The sockets of nodes at a directory, which outlive its memory; pings are answered without waking it. Its twin is
 * `edge-sim/uplink/uplink-sockets.ts`.
 */
export class UplinkSockets {
  readonly #ctx: DurableObjectState;
  /** Those that are known since the object was last woken. */
  readonly #sockets = new Map<string, WebSocket>();

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
  }

  /** Takes an upgrade; gives the name of the socket, and the response. */
  accept(): { line: string; response: Response } {
    this.#ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server);
    const line = crypto.randomUUID();
    this.#attach(server, { line, keepsake: null });
    return { line, response: new Response(null, { status: 101, webSocket: client }) };
  }

  /** Those that are here, after the object's memory was gone. */
  live(): LiveLine[] {
    return this.#ctx.getWebSockets().flatMap((socket) => {
      const { line, keepsake } = attachmentOf(socket);
      if (!keepsake) return [];
      this.#sockets.set(line, socket);
      return [{ line, keepsake }];
    });
  }

  /** The name of a socket. */
  lineOf(socket: WebSocket): string {
    return attachmentOf(socket).line;
  }

  readonly lines: HostPorts["lines"] = {
    send: (line, text) => {
      const socket = this.#sockets.get(line);
      // One that is closing takes nothing more, and says so by throwing.
      if (socket?.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: (line, code, reason) => {
      const socket = this.#sockets.get(line);
      if (socket?.readyState === WebSocket.OPEN) socket.close(code, reason);
      this.#sockets.delete(line);
    },
    keep: (line, keepsake) => {
      const socket = this.#sockets.get(line);
      if (socket) this.#attach(socket, { line, keepsake });
    },
    heardMs: (line) => {
      const socket = this.#sockets.get(line);
      return socket ? (this.#ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? null) : null;
    },
  };

  #attach(socket: WebSocket, attachment: Attachment): void {
    this.#sockets.set(attachment.line, socket);
    socket.serializeAttachment(attachment);
  }
}

/** What this class attached. */
function attachmentOf(socket: WebSocket): Attachment {
  return socket.deserializeAttachment() as Attachment;
}
