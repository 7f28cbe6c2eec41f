import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { post } from "../conformance/http-game.ts";
import { type EdgeProgram, runEdge } from "../testing/edge-program.ts";

const root = resolve(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "skerry-program-"));
const running: EdgeProgram[] = [];
const taken: (() => void)[] = [];

afterEach(async () => {
  for (const close of taken.splice(0)) close();
  for (const { child, ended } of running.splice(0)) {
    child.kill("SIGKILL");
    await ended();
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: string[], environment: Record<string, string> = {}): EdgeProgram {
  const flags = ["--disable-warning=ExperimentalWarning", join(root, "edge-sim/main.ts")];
  const own = { HOST: "127.0.0.1", SKERRY_DATA: join(folder, "data"), SKERRY_PAGES: folder, SKERRY_MDNS: "off" };
  const program = runEdge(process.execPath, [...flags, ...args], { ...own, ...environment });
  running.push(program);
  return program;
}

/** Flags that leave ports to the system, but for one. */
const freePorts = (but?: string) =>
  ["port", "telnet", "udp"].filter((name) => name !== but).flatMap((name) => [`--${name}`, "0"]);
const freely = freePorts();

async function end(program: EdgeProgram): Promise<{ code: number | null; text: string }> {
  return { code: await program.ended(), text: program.output() };
}

function takeTcp(): Promise<string> {
  const server = createServer();
  taken.push(() => server.close());
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      done(String(typeof address === "object" ? address?.port : ""));
    });
  });
}

function takeUdp(): Promise<string> {
  const socket = createSocket("udp4");
  taken.push(() => socket.close());
  return new Promise((done) => socket.bind(0, "127.0.0.1", () => done(String(socket.address().port))));
}

describe("the edge node's program", () => {
  it("helps, and says its version, without starting anything", async () => {
    const help = await end(run(["--help"], { PORT: "wrong" }));
    expect(help.code).toBe(0);
    expect(help.text).toContain("skerry-edge health");
    expect(await end(run(["--version"]))).toEqual({ code: 0, text: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it("is handed its flags by npm run edge", async () => {
    const program = runEdge(process.execPath, [join(root, "scripts/edge.mjs"), "--version"], {});
    running.push(program);
    expect(await end(program)).toEqual(await end(run(["--version"])));
  });

  it("says all that is wrong with its settings, with exit code 2", async () => {
    const file = join(folder, "wrong.json");
    writeFileSync(file, '{\n  "telnet": "no"\n}\n');
    const { code, text } = await end(run(["strat", "--prot", "1", "--config", file], { PORT: "many" }));
    expect(code).toBe(2);
    for (const part of ["strat", "start is", "--port is", "PORT", '"many"', `${file}:2`]) expect(text).toContain(part);
    expect(await end(run(["health", "file"]))).toMatchObject({
      code: 2,
      text: expect.stringContaining("takes nothing"),
    });
  });

  it.each(["port", "telnet", "udp"])(
    "names a taken %s, and what chooses another, with exit code 1",
    async (setting) => {
      const port = await (setting === "udp" ? takeUdp() : takeTcp());
      const { code, text } = await end(run([...freePorts(setting), `--${setting}`, port]));
      expect(code).toBe(1);
      expect(text).toMatch(
        new RegExp(`port ${port}\\b.* is taken\\. Choose another: --${setting} ${Number(port) + 1}`, "i"),
      );
    },
  );

  it("says so where it cannot keep data", async () => {
    const file = join(folder, "no-folder");
    writeFileSync(file, "");
    const { code, text } = await end(run(freely, { SKERRY_DATA: file }));
    expect(code).toBe(1);
    expect(text).toContain(`${file} cannot be used for data (EEXIST)`);
  });

  it("writes JSON lines for programs, answers health, tells people that it stops, and exits with 0", async () => {
    const program = run(freely);
    const { port, url } = await program.listening();
    const healthy = await end(run(["health", "--port", String(port)]));
    expect(healthy.text).toContain("not well: pages");
    expect(healthy.code).toBe(1);
    writeFileSync(join(folder, "index.html"), "<!doctype html>");
    // What was found is told again for a moment.
    await vi.waitFor(
      async () => expect(await end(run(["health", "--port", String(port)]))).toMatchObject({ code: 0 }),
      { timeout: 10_000 },
    );
    const { code } = await post<{ code: string }>(new URL("/api/v1/rooms", url), { questions: 1 });
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/rooms/${code}/socket`);
    const closed = new Promise<number>((done) => socket.once("close", done));
    await new Promise((done) => socket.once("open", done));
    program.child.kill("SIGTERM");
    expect(await closed).toBe(1012);
    expect(await program.ended()).toBe(0);
    const lines = program.output().trimEnd().split("\n");
    const events = lines.map((line) => JSON.parse(line) as { event: string; time: string; message?: string });
    expect(events.every(({ time }) => !Number.isNaN(Date.parse(time)))).toBe(true);
    expect(events.map(({ event }) => event)).toContain("listening");
    expect(events.slice(-2).map(({ message }) => message)).toEqual([expect.stringMatching(/^Stopping/), "Stopped."]);
    const again = run(freely);
    const { url: later } = await again.listening();
    expect((await fetch(new URL(`/api/v1/rooms/${code}`, later))).status).toBe(200);
    again.child.kill("SIGINT");
    expect(await again.ended()).toBe(0);
    expect((await end(run(["health", "--port", String(port)]))).code).toBe(1);
  }, 60_000);

  it("stops within three seconds although somebody's phone never answers; a second Ctrl-C ends it at once", async () => {
    for (const [presses, exit, withinMs] of [
      [1, 0, 3_500],
      [2, 130, 1_500],
    ] as const) {
      const program = run([...freely, "--log", "plain"]);
      await program.says("Ctrl-C stops it.");
      const port = Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(program.output())?.[1]);
      const { code } = await post<{ code: string }>(new URL(`http://127.0.0.1:${port}/api/v1/rooms`), { questions: 1 });
      await program.says("A room was made.");
      const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/rooms/${code}/socket`);
      await new Promise((done) => socket.once("open", done));
      socket.pause();
      const startedMs = performance.now();
      program.child.kill("SIGINT");
      await program.says("Stopping");
      if (presses === 2) {
        // What comes sooner is taken for the same press, on its second way through npm.
        await new Promise((done) => setTimeout(done, 400));
        program.child.kill("SIGINT");
      }
      expect(await program.ended()).toBe(exit);
      expect(performance.now() - startedMs).toBeLessThan(withinMs);
      socket.terminate();
    }
  }, 60_000);
});
