import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import type { LogLine } from "../api/ports.ts";
import { post } from "../conformance/http-game.ts";
import type { CreatedRoom } from "../core/protocol/index.ts";
import { closeCodes, makeRoomCode } from "../core/protocol/index.ts";
import type { EdgeConfig } from "./config.ts";
import { type EdgeNode, startEdgeNode } from "./edge-node.ts";
import { FileOpener } from "./file-opener.ts";
import { FileSql } from "./file-sql.ts";
import { UnreadableFile } from "./unreadable-file.ts";

const GARBAGE = "no database at all, by any reading of it, and yet somebody's only copy";
const damagedCode = makeRoomCode(Uint8Array.of(1, 2, 3, 4, 5));

let folder: string;
let node: EdgeNode | null;
let lines: LogLine[];
let url: URL;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skerry-damage-"));
  node = null;
  lines = [];
});

afterEach(async () => {
  vi.restoreAllMocks();
  await node?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(more: Partial<EdgeConfig> = {}): Promise<void> {
  const pagesFolder = resolve(import.meta.dirname, "../dist/web");
  const shut = { hosts: [], origins: [], metricsToken: null, secret: null };
  const config = { host: "127.0.0.1", port: 0, dataFolder: folder, pagesFolder, ...shut, ...more };
  node = await startEdgeNode(config, {}, (line) => lines.push(line));
  url = new URL(`http://127.0.0.1:${node.port}`);
}

async function stop(): Promise<void> {
  await node?.stop();
  node = null;
}

function damage(...path: string[]): string {
  const file = join(folder, ...path);
  mkdirSync(resolve(file, ".."), { recursive: true });
  for (const end of ["-wal", "-shm"]) rmSync(file + end, { force: true });
  writeFileSync(file, GARBAGE);
  return file;
}

/** What a socket is told until it is closed, and the close code; after `enough` texts it is left. */
async function socketAt(path: string, frames: object[] = [], enough = 99): Promise<{ heard: string[]; code: number }> {
  const socket = new WebSocket(new URL(path, url.href.replace("http", "ws")));
  const heard: string[] = [];
  socket.on("open", () => {
    for (const frame of frames) socket.send(JSON.stringify(frame));
  });
  socket.on("message", (data) => {
    heard.push(data.toString());
    if (heard.length >= enough) socket.terminate();
  });
  const code = await new Promise<number>((done) => {
    socket.on("close", done);
    socket.on("error", () => undefined);
    socket.on("unexpected-response", (_request, response) => {
      response.on("data", (data: Buffer) => heard.push(data.toString()));
      response.on("end", () => done(response.statusCode ?? 0));
    });
  });
  return { heard, code };
}

/** Comes to a world until it is seen. */
async function visit(realm: string): Promise<{ heard: string[]; code: number }> {
  const { token } = await post<{ token: string }>(new URL("/api/v1/sessions", url), {});
  return socketAt(`/api/v1/realms/${realm}/socket`, [{ t: "hello", v: 1, role: "player", token }], 2);
}

const get = (path: string) => fetch(new URL(path, url));
const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;
const unreadable = () => lines.filter(({ event }) => event === "unreadable");

describe("a world whose file cannot be read", () => {
  it("keeps no other from starting, is reported with its path, and stays as it is", async () => {
    await start();
    for (const realm of ["golden-dragon", "whisperwood"]) expect((await visit(realm)).heard[1]).toContain('"scene"');
    await stop();
    const file = damage("worlds", "golden-dragon.sqlite");
    await start();
    expect(unreadable()).toMatchObject([{ level: "error", code: "UNREADABLE", file }]);
    expect(unreadable()[0]?.message).toContain("taking up a world");
    expect((await visit("whisperwood")).heard[1]).toContain('"scene"');
    expect((await get("/api/v1/stats")).status).toBe(200);
    const { heard, code } = await visit("golden-dragon");
    expect(heard[0]).toContain('"UNREADABLE"');
    expect(code).toBe(closeCodes.RESTART);
    // However many come, it is looked at once a minute.
    expect(unreadable()).toHaveLength(1);
    expect(await (await get("/health")).json()).toMatchObject({ ok: true });
    expect(await (await get("/health")).text()).toContain("1 cannot be read");
    await stop();
    expect(readFileSync(file, "utf8")).toBe(GARBAGE);
  });

  it("is entered again once its file is what it was", async () => {
    await start();
    await visit("golden-dragon");
    await stop();
    const file = join(folder, "worlds", "golden-dragon.sqlite");
    const whole = readFileSync(file);
    damage("worlds", "golden-dragon.sqlite");
    await start();
    writeFileSync(file, whole);
    const now = performance.now.bind(performance);
    vi.spyOn(performance, "now").mockImplementation(() => now() + 61_000);
    expect((await visit("golden-dragon")).heard[1]).toContain('"scene"');
  });

  it("keeps nobody from worlds where it is the directory's", async () => {
    const file = damage("worlds", "_directory.sqlite");
    await start();
    expect(unreadable()[0]).toMatchObject({ file });
    expect((await visit("golden-dragon")).heard[1]).toContain('"scene"');
    const stats = await get("/api/v1/stats");
    expect([stats.status, await codeOf(stats)]).toEqual([503, "UNREADABLE"]);
    expect((await get("/api/v1/realms")).status).toBe(200);
    await stop();
    expect(readFileSync(file, "utf8")).toBe(GARBAGE);
  });
});

describe("a room whose file cannot be read", () => {
  it("is told of by its code, over HTTP and where a socket is asked for, and stays as it is", async () => {
    const file = damage("rooms", `${damagedCode}.sqlite`);
    await start();
    expect(unreadable()).toMatchObject([{ level: "error", file }]);
    const asked = await get(`/api/v1/rooms/${damagedCode}`);
    expect([asked.status, await codeOf(asked)]).toEqual([503, "UNREADABLE"]);
    const { heard, code } = await socketAt(`/api/v1/rooms/${damagedCode}/socket`);
    expect([code, heard.join()]).toEqual([503, expect.stringContaining('"UNREADABLE"')]);
    await post(new URL("/api/v1/rooms", url), { questions: 1 });
    expect(unreadable()).toHaveLength(1);
    await stop();
    expect(readFileSync(file, "utf8")).toBe(GARBAGE);
  });

  it("goes where its host wants it gone", async () => {
    await start();
    const { code, hostToken } = await post<CreatedRoom>(new URL("/api/v1/rooms", url), { questions: 1 });
    await stop();
    damage("rooms", `${code}.sqlite`);
    await start();
    const room = new URL(`/api/v1/rooms/${code}`, url);
    const headers = { authorization: `Bearer ${hostToken}` };
    expect((await fetch(room, { method: "DELETE", headers })).status).toBe(204);
    expect((await fetch(room)).status).toBe(404);
    expect(await (await get("/health")).text()).not.toContain("cannot be read");
  });

  it("that could be read before is not taken for one that never was", async () => {
    await start();
    const { code, hostToken } = await post<CreatedRoom>(new URL("/api/v1/rooms", url), { questions: 1 });
    const broken = vi.spyOn(FileSql.prototype, "exec").mockImplementation(() => {
      throw new Error("the disk is gone");
    });
    const hello = { t: "hello", v: 1, role: "host", token: hostToken };
    const { heard, code: close } = await socketAt(`/api/v1/rooms/${code}/socket`, [
      hello,
      { t: "lock", id: 1, on: true },
    ]);
    expect(heard.at(-1)).toContain('"UNREADABLE"');
    expect(close).toBe(closeCodes.RESTART);
    expect(unreadable()[0]?.file).toContain(code);
    expect((await get(`/api/v1/rooms/${code}`)).status).toBe(503);
    broken.mockRestore();
    const again = await socketAt(`/api/v1/rooms/${code}/socket`, [hello], 3);
    expect(again.heard.join()).toContain('"state"');
    expect((await get(`/api/v1/rooms/${code}`)).status).toBe(200);
  });
});

describe("the file of names, and that of the server above", () => {
  it("are told of at the start where they cannot be read, and keep nothing else from starting", async () => {
    const files = [damage("accounts.sqlite"), damage("uplink.sqlite")];
    await start({ telnetPort: 0, uplink: "http://127.0.0.1:9" });
    expect(
      unreadable()
        .map(({ file }) => file)
        .sort(),
    ).toEqual(files);
    await post(new URL("/api/v1/rooms", url), { questions: 1 });
    await stop();
    for (const file of files) expect(readFileSync(file, "utf8")).toBe(GARBAGE);
  });
});

describe("files that are opened", () => {
  it("are let go where they cannot be read, and tried again after a minute", () => {
    let nowMs = 0;
    const reports: unknown[] = [];
    const files = new FileOpener({ clock: () => nowMs, report: (error) => reports.push(error) });
    const file = damage("some.sqlite");
    let tries = 0;
    const read = () =>
      files.open(file, "test", (sql) => {
        tries += 1;
        return sql.exec("SELECT 1 AS one");
      });
    for (let i = 0; i < 5; i++) expect(read).toThrow(UnreadableFile);
    expect([tries, reports.length, files.failures]).toEqual([1, 1, 1]);
    nowMs = 60_000;
    expect(read).toThrow(UnreadableFile);
    expect(tries).toBe(2);
    rmSync(file);
    nowMs = 120_000;
    expect(read()).toEqual([]);
    expect(files.failures).toBe(0);
  });
});
