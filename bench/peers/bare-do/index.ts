import { DurableObject } from "cloudflare:workers";
import { BareGame } from "../bare-game.ts";

interface Env {
  ROOM: DurableObjectNamespace<BareRoom>;
  QUESTIONS: string;
}

/** The bare game on the platform as its documentation shows it: hibernation API, one object, everything in memory. */
export class BareRoom extends DurableObject<Env> {
  readonly #game = new BareGame<WebSocket>(Number(this.env.QUESTIONS), {
    send: (socket, text) => socket.send(text),
    after: (ms, run) => void setTimeout(run, ms),
  });

  override fetch(): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    if (typeof message === "string") this.#game.message(socket, message);
  }

  override webSocketClose(socket: WebSocket): void {
    this.#game.closed(socket);
  }
}

export default {
  fetch(request: Request, env: Env): Response | Promise<Response> {
    if (request.headers.get("upgrade") !== "websocket") return new Response("up\n");
    return env.ROOM.getByName("room").fetch(request);
  },
};
