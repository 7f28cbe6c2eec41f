import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import type { LogLine } from "../../api/ports.ts";
import { fail } from "../../core/protocol/index.ts";
import { type EdgeNode, startEdgeNode } from "../edge-node.ts";
import { loadRapier } from "../rapier.ts";
import { WorldShards } from "../world-shards.ts";
import { startUplink, type Uplink, uplinkUrl } from "./directory-uplink.ts";

const TOKEN = "a-token-of-this-test-alone";
const rapier = await loadRapier();
const made: (() => unknown)[] = [];
const lines: LogLine[] = [];

afterEach(async () => {
  for (const undo of made.splice(0).reverse()) await undo();
  lines.length = 0;
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "skerry-uplink-"));
  made.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Worlds at home, which nobody visits. */
function home(): WorldShards {
  const worlds = new WorldShards(folder(), rapier, {
    clock: () => Date.now(),
    admit: async () => fail("TOKEN_INVALID"),
    count: () => undefined,
    report: (error, where) => void lines.push({ level: "error", event: where, message: String(error) }),
  });
  made.push(() => worlds.stop());
  return worlds;
}

function connect(worlds: WorldShards, url: string, random = Math.random): Uplink {
  const around = { clock: () => Date.now(), random, count: () => undefined };
  const uplink = startUplink({ url, token: TOKEN, name: "attic", worlds, ...around, log: (line) => lines.push(line) });
  made.push(() => uplink.stop());
  return uplink;
}

/** An edge node as the upper end; it keeps its folder, and is stopped by hand or in the end. */
async function upper(dataFolder: string, port: number): Promise<EdgeNode> {
  const shut = { hosts: [], origins: [], metricsToken: null, secret: null };
  const config = { host: "127.0.0.1", port, dataFolder, pagesFolder: dataFolder, ...shut, nodeTokens: TOKEN };
  const node = await startEdgeNode(config, {}, () => undefined);
  made.push(() => node.stop());
  return node;
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; !(await done()); i++) {
    if (i > 1_500) throw new Error(`waited in vain: ${JSON.stringify(lines)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A realm above that hears bells, as far as its directory has taken them. */
async function ringAndCount(below: WorldShards, above: EdgeNode, id: number): Promise<number> {
  const shards = [{ id: "main", areas: ["hall"], epoch: 1 }];
  const owner = { realm: "belfry", shard: "main", epoch: 1 };
  await below.directory.register({ realm: "belfry", title: "B", summary: "", shards });
  await below.directory.publish({ ...owner, events: [{ id, kind: "bell", data: id }] });
  await until(() => below.directory.directory.holding === 0);
  return above.worlds.directory.directory.realms.get("attic.*")?.shards.get("main")?.published ?? 0;
}

describe("the uplink of an edge node", () => {
  it("goes to an address of http or https, and to no other", () => {
    expect(uplinkUrl("https://skerry.example")).toBe("wss://skerry.example/api/v1/uplink");
    expect(uplinkUrl("http://127.0.0.1:8787/anything?x")).toBe("ws://127.0.0.1:8787/api/v1/uplink");
    for (const url of ["skerry.example", "ftp://skerry.example", ""]) expect(() => uplinkUrl(url)).toThrow();
  });

  it.each(["edge", "Attic", "a.b", "", "-", "x".repeat(65)])("has no node called %j", (name) => {
    const settings = { url: "http://127.0.0.1:1", token: TOKEN, worlds: home() };
    const around = { clock: () => 0, random: () => 0, count: () => undefined, log: () => undefined };
    expect(() => startUplink({ ...settings, name, ...around })).toThrow("cannot be the name of a node");
  });

  it("comes back after the upper end was stopped, and goes on where it stood", async () => {
    const data = folder();
    const first = await upper(data, 0);
    const below = home();
    const uplink = connect(below, `http://127.0.0.1:${first.port}`);
    await until(() => uplink.state?.state === "linked");
    // Somebody there is to listen.
    const shards = [{ id: "main", areas: ["hall"], epoch: 1 }];
    const inn = { realm: "inn", title: "I", summary: "", shards, kinds: ["bell"] };
    await first.worlds.directory.register(inn);
    await until(() => below.directory.directory.listeners.has("bell"));
    expect(await ringAndCount(below, first, 1)).toBe(1);
    await first.stop();
    await until(() => uplink.state?.state === "lost");
    const second = await upper(data, first.port);
    await until(() => uplink.state?.state === "linked");
    expect(await ringAndCount(below, second, 2)).toBe(2);
    // Once each time, however often it tried.
    expect(lines.map(({ message }) => message)).toEqual([
      "the uplink is there",
      "the uplink is lost; trying again",
      "the uplink is there",
    ]);
  }, 30_000);

  it("does not fight with another of its name", async () => {
    const { port } = await upper(folder(), 0);
    const one = connect(home(), `http://127.0.0.1:${port}`);
    await until(() => one.state?.state === "linked");
    const other = connect(home(), `http://127.0.0.1:${port}`);
    await until(() => one.state?.state === "replaced");
    expect(other.state).toEqual({ state: "linked" });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect([one.state, other.state]).toMatchObject([{ state: "replaced", code: "4001" }, { state: "linked" }]);
  });
});

describe("on its way up", () => {
  /** A server that looks on. */
  async function onlooker(answer: (request: IncomingMessage) => number): Promise<{ url: string; heard: string[] }> {
    const sockets: WebSocket[] = [];
    const heard: string[] = [];
    const server: Server = createServer();
    const doors = new WebSocketServer({ noServer: true });
    server.on("upgrade", (request, socket, head) => {
      const status = answer(request);
      if (status === 101)
        return doors.handleUpgrade(request, socket, head, (ws) => {
          sockets.push(ws);
          ws.on("message", (data) => void heard.push(data.toString()));
        });
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: ${"x".repeat(20_000).length}\r\n\r\n${"x".repeat(20_000)}`);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    made.push(() => {
      server.closeAllConnections();
      for (const socket of sockets) socket.terminate();
      return new Promise((resolve) => server.close(resolve));
    });
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
  }

  it("the token stands in a header, and nowhere else", async () => {
    const asked: IncomingMessage[] = [];
    const { url, heard } = await onlooker((request) => {
      asked.push(request);
      return 101;
    });
    connect(home(), url);
    await until(() => heard.length > 0);
    const [hello = ""] = heard;
    expect(asked[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(asked[0]?.url).toBe("/api/v1/uplink");
    expect(hello).not.toContain(TOKEN);
    expect(JSON.parse(hello)).toMatchObject({ t: "hello", node: "attic", realms: ["golden-dragon", "whisperwood"] });
    expect(JSON.stringify(lines)).not.toContain(TOKEN);
  });

  it("an answer that is no refusal of ours is one all the same, however long", async () => {
    let asked = 0;
    const { url } = await onlooker(() => {
      asked += 1;
      return 404;
    });
    const uplink = connect(home(), url);
    await until(() => uplink.state !== null);
    expect(uplink.state).toEqual({ state: "refused", code: "404" });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(asked).toBe(1);
  });

  it("nobody may be there at all: it tries again and again, and says so once", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const uplink = connect(home(), `http://127.0.0.1:${port}`, () => 0);
    await until(() => uplink.state !== null);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(uplink.state).toEqual({ state: "lost", code: null });
    expect(lines).toHaveLength(1);
  });
});
