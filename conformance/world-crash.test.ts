import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { MortalServer } from "../bench/crash/mortal-server.ts";
import { buildWorker } from "../bench/servers/built-worker.ts";
import { edgeCommand } from "../bench/servers/edge.ts";
import { freshFolder } from "../bench/servers/folders.ts";
import { workerdCommand } from "../bench/servers/workerd.ts";
import type { ReplyFrame } from "../core/protocol/world-frames.ts";

const SECRET = "a secret of this test, long enough to sign with";
const built = freshFolder("world-crash-worker");
let bundle = "";

beforeAll(async () => {
  bundle = await buildWorker(built.path);
}, 60_000);

afterAll(() => built.remove());

/** Somebody in the tavern, who asks and waits for the answer. */
class Visitor {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (reply: ReplyFrame) => void>();
  #requests = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("error", () => undefined);
    socket.on("message", (data) => {
      const frame = JSON.parse(data.toString()) as ReplyFrame;
      if (frame.id !== undefined) this.#waiting.get(frame.id)?.(frame);
    });
  }

  static async enter(server: MortalServer, token: string): Promise<Visitor> {
    const socket = new WebSocket(`${server.url.replace("http", "ws")}/api/v1/realms/golden-dragon/socket`);
    const visitor = new Visitor(socket);
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    socket.send(JSON.stringify({ t: "hello", v: 1, role: "player", token }));
    await visitor.#ask({ t: "enter", name: "Anna" });
    return visitor;
  }

  async type(line: string): Promise<string> {
    return (await this.#ask({ t: "command", line })).lines.join(" ");
  }

  #ask(frame: object): Promise<ReplyFrame> {
    const id = ++this.#requests;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#socket.send(JSON.stringify({ ...frame, id }));
    });
  }
}

describe.concurrent("kill -9 of a world", () => {
  it.each(["workerd", "edge"] as const)(
    "loses nothing that was acknowledged: %s",
    async (shell) => {
      const folder = freshFolder(`world-crash-${shell}`);
      const server = await MortalServer.start((port) =>
        shell === "edge"
          ? edgeCommand({ folder: folder.path, port, secret: SECRET })
          : workerdCommand({ bundle, folder: folder.path, port, secret: SECRET }),
      );
      try {
        const session = await fetch(`${server.url}/api/v1/sessions`, { method: "POST" });
        const { token } = (await session.json()) as { token: string };
        let anna = await Visitor.enter(server, token);
        for (let round = 0; round < 3; round++) {
          const carries = round % 2 === 0;
          await anna.type(carries ? "get clay mug" : "drop clay mug");
          await server.kill();
          server.launch();
          await server.ready();
          anna = await Visitor.enter(server, token);
          expect(await anna.type("inventory")).toBe(carries ? "You carry a clay mug." : "You carry nothing.");
        }
      } finally {
        await server.kill();
        rmSync(folder.path, { recursive: true, force: true });
      }
    },
    120_000,
  );
});
