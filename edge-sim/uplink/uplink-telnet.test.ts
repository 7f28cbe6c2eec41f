import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { WebSocket as NodeWebSocket } from "ws";
import { createWorldClient, type WorldClient, worldSocketUrl } from "../../client/world-client.ts";
import { post } from "../../conformance/http-game.ts";
import { type EdgeProgram, runEdge } from "../../testing/edge-program.ts";
import { RawTelnet } from "../../testing/raw-telnet.ts";
import { type EdgeNode, startEdgeNode } from "../edge-node.ts";

const NodeSocket = NodeWebSocket as unknown as new (url: string) => WebSocket;
const root = resolve(import.meta.dirname, "../..");
let folder: string;
let above: EdgeProgram;
let abovePort: number;
let way: Way;
let below: EdgeNode;
let telnet: RawTelnet | null;
let anna: { client: WorldClient; heard: string[] };

/** The way from the lower node to the upper one, which can be closed. */
class Way {
  isOpen = true;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor() {
    this.#server = createServer((near) => {
      if (!this.isOpen) return void near.destroy();
      const far = connect(abovePort, "127.0.0.1");
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.pipe(other);
        one.on("error", () => other.destroy());
        one.on("close", () => {
          other.destroy();
          this.#sockets.delete(one);
        });
      }
    });
  }

  listen(): Promise<string> {
    return new Promise((done) => {
      this.#server.listen(0, "127.0.0.1", () => {
        done(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`);
      });
    });
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

/** A process of its own: it is to be killed. */
async function startAbove(port: number): Promise<void> {
  const flags = ["--host", "127.0.0.1", "--port", String(port), "--telnet", "off", "--udp", "off", "--mdns", "off"];
  const places = ["--data", join(folder, "above"), "--pages", folder, "--log", "json"];
  const program = [join(root, "edge-sim/main.ts"), ...flags, ...places];
  above = runEdge(process.execPath, ["--disable-warning=ExperimentalWarning", ...program], {});
  abovePort = (await above.listening()).port;
}

async function killAbove(): Promise<void> {
  above.child.kill("SIGKILL");
  await above.ended();
}

/** Somebody by WebSocket in the world above. */
async function enterAbove(name: string): Promise<typeof anna> {
  const origin = `http://127.0.0.1:${abovePort}`;
  const { token } = await post<{ token: string }>(new URL("/api/v1/sessions", origin), {});
  const heard: string[] = [];
  const client = createWorldClient({
    url: worldSocketUrl(origin, "golden-dragon"),
    token: async () => token,
    WebSocket: NodeSocket,
    onLines: (lines) => heard.push(...lines.map(({ text }) => text)),
    random: () => 0.1,
  });
  await client.ready;
  await client.enter(name);
  return { client, heard };
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 15_000; !isSo(); ) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "skerry-uplink-telnet-"));
  telnet = null;
  way = new Way();
  const [uplink] = await Promise.all([way.listen(), startAbove(0)]);
  const shut = { hosts: [], origins: [], metricsToken: null, secret: null };
  below = await startEdgeNode(
    {
      host: "127.0.0.1",
      port: 0,
      telnetPort: 0,
      uplink,
      dataFolder: join(folder, "below"),
      pagesFolder: folder,
      ...shut,
    },
    {},
    () => undefined,
  );
  anna = await enterAbove("Anna");
});

afterEach(async () => {
  telnet?.destroy();
  anna?.client.stop();
  await below?.stop();
  way.stop();
  await killAbove();
  rmSync(folder, { recursive: true, force: true });
});

it("somebody by telnet walks and meets people in a world above, is held while that is dead, and is the same then", async () => {
  const tina = await RawTelnet.connect(below.telnetPort ?? 0);
  telnet = tina;
  tina.refuseAll();
  await tina.hear("Name: ");
  tina.send("Tina\r\n");
  await tina.hear("The Common Room");
  await until("Tina", () => anna.heard.includes("Tina appears."));
  await anna.client.command("say hello down there");
  await tina.hear('Anna says: "hello down there"');
  tina.send("say hello up there\r\nget clay mug\r\nwest\r\n");
  await until("her words", () => anna.heard.includes("Tina says: “hello up there”"));
  await until("her going", () => anna.heard.includes("Tina leaves to the west."));
  await tina.hear("Foot of the Stairs\r\n");
  // A crash may cost a second of walking, but nothing that was answered.
  tina.send("say so quiet\r\n");
  await tina.hear('You say: "so quiet"');

  way.isOpen = false;
  await killAbove();
  await tina.hear("The line to the world is gone; holding your place ...");
  tina.send("get mug\r\n");
  await tina.hear('There is no line to the world just now: "get mug" was not sent.');
  tina.send("realms\r\n");
  await tina.hear("The Golden Dragon Tavern (golden-dragon): ");

  await startAbove(abovePort);
  anna.client.reconnect();
  await until("Anna", () => anna.client.state.connection.state === "live" && anna.client.state.scene?.you !== null);
  await anna.client.command("call where are you, Tina?");
  expect(tina.text).not.toContain("The line is back.");
  way.isOpen = true;
  tina.send("\r\n");
  await tina.hear("What you missed:\r\n");
  await tina.hear('Anna calls, for all to hear: "where are you, Tina?"');
  const back = tina.text.indexOf("The line is back.");
  expect(tina.text.slice(back)).toMatch(/^The line is back\.\r\n\r\nWhat you missed:\r\n\d\d:\d\d Anna calls/);
  tina.send("call here\r\ninventory\r\n");
  await until("her answer", () => anna.heard.includes("Tina calls, for all to hear: “here”"));
  await tina.hear("You carry a clay mug.");
  expect(tina.text.match(/The line to the world is gone/g)).toHaveLength(1);
}, 60_000);
