import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { playOverHttp, post } from "../conformance/http-game.ts";
import { makeRoomCode } from "../core/protocol/index.ts";
import { type EdgeNode, startEdgeNode } from "./edge-node.ts";

let folder: string;
let node: EdgeNode | null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skerry-edge-"));
  node = null;
});

afterEach(async () => {
  await node?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(reports: string[] = []): Promise<URL> {
  const pagesFolder = resolve(import.meta.dirname, "../dist/web");
  const shut = { hosts: [], origins: [], metricsToken: null, secret: null };
  const config = { host: "127.0.0.1", port: 0, dataFolder: folder, pagesFolder, ...shut };
  node = await startEdgeNode(config, {}, (line) => {
    if (line.level === "error") reports.push(line.message ?? "");
  });
  return new URL(`http://127.0.0.1:${node.port}`);
}

const roomFiles = () => readdirSync(join(folder, "rooms"));

describe("the edge node", () => {
  it("plays a game, and leaves nothing of a room that was deleted", async () => {
    const url = await start();
    const game = await playOverHttp(url);
    expect(game.podium.map(({ name }) => name)).toEqual(["Anna", "Ben"]);
    await new Promise((done) => setTimeout(done, 100));
    expect(roomFiles()).toEqual([]);
  }, 30_000);

  it("lives on when peers break off in the middle of an upgrade", async () => {
    const reports: string[] = [];
    const url = await start(reports);
    for (let i = 0; i < 30; i++) {
      await new Promise<void>((done) => {
        const socket = connect(Number(url.port), "127.0.0.1", () => {
          socket.write("GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
          setTimeout(() => socket.resetAndDestroy(), i % 3);
        });
        socket.on("error", () => undefined);
        socket.on("close", () => done());
      });
    }
    expect((await fetch(new URL("/health", url))).status).toBe(200);
  });

  it("starts although the file of a room is damaged, and tells so", async () => {
    mkdirSync(join(folder, "rooms"));
    const code = makeRoomCode(Uint8Array.of(1, 2, 3, 4, 5));
    writeFileSync(join(folder, "rooms", `${code}.sqlite`), "this is no database, whatever its name says");
    writeFileSync(join(folder, "rooms", "notes.txt"), "something of the owner's");
    const reports: string[] = [];
    const url = await start(reports);
    expect(reports.join()).toContain("taking up a room");
    expect((await fetch(new URL("/health", url))).status).toBe(200);
    expect(existsSync(join(folder, "rooms", "notes.txt"))).toBe(true);
  });

  it("makes no file for a code that is only asked for, and keeps what it makes to its owner", async () => {
    const url = await start();
    const code = makeRoomCode(Uint8Array.of(5, 4, 3, 2, 1));
    expect((await fetch(new URL(`/api/v1/rooms/${code}`, url))).status).toBe(404);
    expect(roomFiles()).toEqual([]);
    await post(new URL("/api/v1/rooms", url), { questions: 1 });
    for (const file of roomFiles()) expect(statSync(join(folder, "rooms", file)).mode & 0o077, file).toBe(0);
  });

  it("stops at once although somebody's phone never answers, and goes on where it stood", async () => {
    const url = await start();
    const { code } = await post<{ code: string }>(new URL("/api/v1/rooms", url), { questions: 1 });
    const socket = new WebSocket(`ws://127.0.0.1:${url.port}/api/v1/rooms/${code}/socket`);
    await new Promise((done) => socket.once("open", done));
    socket.pause();
    const startedMs = performance.now();
    await node?.stop();
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    socket.terminate();
    const again = await start();
    expect(await (await fetch(new URL(`/api/v1/rooms/${code}`, again))).json()).toMatchObject({ code, phase: "lobby" });
  }, 20_000);

  it("answers pings, though not as fast as they may come", async () => {
    const url = await start();
    const { code } = await post<{ code: string }>(new URL("/api/v1/rooms", url), { questions: 1 });
    const socket = new WebSocket(`ws://127.0.0.1:${url.port}/api/v1/rooms/${code}/socket`);
    await new Promise((done) => socket.once("open", done));
    let pongs = 0;
    socket.on("message", (data) => {
      if (data.toString() === "pong") pongs += 1;
    });
    for (let i = 0; i < 1_000; i++) socket.send("ping");
    await new Promise((done) => setTimeout(done, 300));
    expect(pongs).toBe(1);
    socket.terminate();
  });
});
