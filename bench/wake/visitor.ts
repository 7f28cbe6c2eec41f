import { WebSocket } from "ws";
import { PING_EVERY_MS } from "../../core/protocol/limits.ts";

interface Heard {
  t: string;
  id?: number;
  ok?: boolean;
}

/** Longer than this nobody waits. */
const ANSWER_WITHIN_MS = 20_000;

/** Somebody in a world over the product's protocol, who asks, and pings as pages do. */
export class Visitor {
  /** From the upgrade's beginning to the first scene. */
  readonly firstSceneMs: number;
  readonly #socket: WebSocket;
  readonly #waiting: Map<string, () => void>;
  readonly #pings: ReturnType<typeof setInterval>;
  #requests = 0;

  private constructor(socket: WebSocket, waiting: Map<string, () => void>, firstSceneMs: number) {
    this.#socket = socket;
    this.#waiting = waiting;
    this.firstSceneMs = firstSceneMs;
    this.#pings = setInterval(() => socket.send("ping"), PING_EVERY_MS);
    socket.on("close", () => clearInterval(this.#pings));
  }

  /** Opens a socket, says hello, and waits until the world is seen. */
  static async arrive(url: string, realm: string, token: string): Promise<Visitor> {
    const startedMs = performance.now();
    const socket = new WebSocket(`${url.replace("http", "ws")}/api/v1/realms/${realm}/socket`);
    const waiting = new Map<string, () => void>();
    socket.on("open", () => socket.send(JSON.stringify({ t: "hello", v: 1, role: "player", token })));
    socket.on("message", (data) => hear(data.toString(), waiting));
    // `close` follows, and nobody waits for ever.
    socket.on("error", () => undefined);
    await told(waiting, "scene");
    return new Visitor(socket, waiting, performance.now() - startedMs);
  }

  enter(name: string): Promise<number> {
    return this.#ask({ t: "enter", name });
  }

  /** @returns milliseconds until the reply */
  type(line: string): Promise<number> {
    return this.#ask({ t: "command", line });
  }

  end(): void {
    this.#socket.terminate();
  }

  async #ask(frame: object): Promise<number> {
    const id = ++this.#requests;
    const answered = told(this.#waiting, `reply ${id}`);
    const sentMs = performance.now();
    this.#socket.send(JSON.stringify({ ...frame, id }));
    await answered;
    return performance.now() - sentMs;
  }
}

function hear(text: string, waiting: Map<string, () => void>): void {
  if (text === "pong") return;
  const { t, id } = JSON.parse(text) as Heard;
  waiting.get(t === "scene" ? t : `${t} ${id}`)?.();
}

function told(waiting: Map<string, () => void>, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no ${what} within ${ANSWER_WITHIN_MS} ms`)), ANSWER_WITHIN_MS);
    waiting.set(what, () => {
      clearTimeout(late);
      waiting.delete(what);
      resolve();
    });
  });
}
