import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReadStream, WriteStream } from "node:tty";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type EdgeNode, startEdgeNode } from "../../../edge-sim/edge-node.ts";
import { DatagramPerson } from "../../../testing/datagram-person.ts";
import { PtyProgram } from "../../../testing/pty-program.ts";
import { loadRapier } from "../../../testing/rapier.ts";
import { honest, type Mischief, startTicketProxy, UdpProxy } from "../../../testing/udp-proxy.ts";
import { watchCommand } from "./watch-command.ts";

const folder = mkdtempSync(join(tmpdir(), "skerry-watch-"));
const cleanups: (() => unknown)[] = [];
let node: EdgeNode;
let address = "";

function startNode(name: string, udpPort: number | null): Promise<EdgeNode> {
  const settings = { host: "127.0.0.1", port: 0, udpPort, hosts: [], origins: [], metricsToken: null, secret: null };
  return startEdgeNode({ ...settings, dataFolder: join(folder, name), pagesFolder: folder }, {}, () => undefined);
}

beforeAll(async () => {
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  node = await startNode("node", 0);
  address = `127.0.0.1:${node.port}`;
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

afterAll(async () => {
  await node.stop();
  rmSync(folder, { recursive: true });
});

/** Runs the viewer as a program without a terminal. */
function watching(...args: string[]) {
  const pictures: string[] = [];
  const complaints: string[] = [];
  let onPicture: () => void = () => undefined;
  let end: () => void = () => undefined;
  const write = (text: string) => {
    pictures.push(text);
    onPicture();
    return true;
  };
  const code = watchCommand(args, {
    input: { isTTY: false } as unknown as ReadStream,
    output: { isTTY: false, write } as unknown as WriteStream,
    complain: (text) => complaints.push(text),
    environment: { LANG: "C.UTF-8" },
    loadEngine: loadRapier,
    random: Math.random,
    untilTold: (told) => {
      end = told;
      return () => undefined;
    },
  });
  return {
    pictures,
    complaints,
    code,
    end: () => end(),
    onPicture: (then: () => void) => {
      onPicture = then;
    },
  };
}

async function lineTo(line: Mischief): Promise<string> {
  const proxy = await UdpProxy.start(node.udpPort ?? 0, line);
  const tickets = await startTicketProxy(`http://${address}`, () => proxy.port);
  cleanups.push(() => {
    proxy.stop();
    tickets.stop();
  });
  return tickets.origin;
}

const PLAN_COLUMNS = 96;

/** Where a letter stands on the plan. */
function placeOf(letter: string, picture: string | undefined): { row: number; column: number } | null {
  const rows = (picture ?? "").split("\n").map((line) => line.slice(0, PLAN_COLUMNS));
  const row = rows.findIndex((line, at) => at > 0 && at < 30 && line.includes(letter));
  return row < 0 ? null : { row, column: rows[row]?.indexOf(letter) ?? -1 };
}

describe("the viewer without a terminal", () => {
  it("prints as many pictures as were asked for, in which somebody else walks, as UDP tells it", async () => {
    const origin = `http://${address}`;
    const ben = await DatagramPerson.enter("Ben", "golden-dragon", { origin, rapier: loadRapier() });
    cleanups.push(() => ben.stop());
    await vi.waitFor(() => expect(ben.sees(ben.entity)).toBeDefined(), 5_000);
    const watch = watching(address, "--frames", "5", "--size", "120x40");
    watch.onPicture(() => {
      ben.wish = { x: 0, z: -100, facing: 128, jump: false };
    });
    expect(await watch.code).toBe(0);
    expect(watch.pictures).toHaveLength(5);
    const [first, last] = [watch.pictures[0] ?? "", watch.pictures.at(-1) ?? ""];
    expect(first).toMatch(/│ @ Watcher \(you\)\n/);
    expect(first).toMatch(/│ B Ben \d+ m\n/);
    const [before, after] = [placeOf("B", first), placeOf("B", last)];
    expect(before).not.toBeNull();
    expect((before?.row ?? 0) - (after?.row ?? 99)).toBeGreaterThanOrEqual(2);
    // Oneself has not moved, and neither has the window.
    expect(placeOf("@", last)).toEqual(placeOf("@", first));
    expect(last).toContain(`live  UDP 127.0.0.1:${node.udpPort}`);
    expect(last).toMatch(/lost 0% {2}\d+ ticks\/s {2}baseline \d+ ticks\n/);
  }, 30_000);

  it("sees as well on a line that loses, and says how much", async () => {
    const origin = await lineTo({ ...honest, loss: 0.3, delayMs: 20, jitterMs: 5 });
    const watch = watching(origin, "--realm", "golden-dragon", "--name", "Ida");
    await vi.waitFor(() => expect(watch.pictures.at(-1)).toMatch(/^live .* lost [1-9]\d?%/m), 20_000);
    expect(watch.pictures.at(-1)).toContain("@ Ida (you)");
    watch.end();
    expect(await watch.code).toBe(0);
  }, 40_000);

  it("watches over a WebSocket where that is asked for", async () => {
    const watch = watching(address, "--tcp", "--realm", "whisperwood", "--frames", "1");
    expect(await watch.code).toBe(0);
    expect(watch.pictures[0]).toContain("Forest Gate in Whisperwood Forest");
    expect(watch.pictures[0]).toContain(`live  TCP ${address}`);
  }, 20_000);

  it("tells when the server goes away, and goes on trying until it is told to end", async () => {
    const other = await startNode("other", null);
    const watch = watching(`127.0.0.1:${other.port}`, "--tcp");
    await vi.waitFor(() => expect(watch.pictures.at(-1)).toMatch(/^live /m), 10_000);
    await other.stop();
    await vi.waitFor(() => expect(watch.pictures.at(-1)).toMatch(/^reconnecting: /m), 10_000);
    watch.end();
    expect(await watch.code).toBe(0);
  }, 30_000);

  it("takes a name that is free, and says where one that was asked for is not", async () => {
    const [one, two] = [watching(address, "--frames", "1"), watching(address, "--frames", "1")];
    expect(await Promise.all([one.code, two.code])).toEqual([0, 0]);
    const names = [one, two].map(({ pictures }) => /@ (Watcher(?: \d{3})?) \(you\)/.exec(pictures[0] ?? "")?.[1]);
    expect(new Set(names).size).toBe(2);
    expect(names).not.toContain(undefined);
    const taken = watching(address, "--name", names[0] ?? "");
    expect(await taken.code).toBe(1);
    expect(taken.complaints.join()).toContain("has this name");
  }, 20_000);
});

describe("where there is nothing to watch, the viewer", () => {
  const complaint = async (...args: string[]) => {
    const { code, complaints, pictures } = watching(...args);
    return [await code, complaints.join("\n"), pictures.length];
  };

  it("says so: no server, no such realm, no such name, no such flag", async () => {
    const nobody = expect.stringContaining("Nobody answers at http://127.0.0.1:9.");
    expect(await complaint("127.0.0.1:9")).toEqual([1, nobody, 0]);
    const realms = expect.stringContaining("There are: golden-dragon, whisperwood.");
    expect(await complaint(address, "--realm", "nowhere")).toEqual([1, realms, 0]);
    const name = expect.stringContaining("Not as “admin”: This name is not possible here.");
    expect(await complaint(address, "--name", "admin")).toEqual([1, name, 0]);
    expect(await complaint(address, "--loud")).toEqual([2, expect.stringContaining("--loud is no flag"), 0]);
  }, 20_000);

  it("says what to do where the server does not speak UDP", async () => {
    const other = await startNode("deaf", null);
    cleanups.push(() => other.stop());
    const words = expect.stringMatching(/does not speak UDP.*--tcp/);
    expect(await complaint(`127.0.0.1:${other.port}`)).toEqual([1, words, 0]);
  }, 20_000);

  it("says what may be the matter where nothing comes back", async () => {
    const origin = await lineTo({ ...honest, loss: 1 });
    const words = expect.stringMatching(/Nothing came back over UDP from 127\.0\.0\.1:\d+, though HTTP works\..*--tcp/);
    expect(await complaint(origin)).toEqual([1, words, 0]);
  }, 30_000);
});

describe("the viewer on a terminal", () => {
  const OPEN = "\x1b[?1049h";
  const CLOSE = "\x1b[?25h\x1b[?1049l";
  /** Says its process id before, and its exit code after. */
  const program = (size: { columns: number; rows: number }, ...args: string[]) => {
    const run = `${process.execPath} scripts/watch-world.ts ${args.join(" ")}`;
    const pty = PtyProgram.onTerminal(
      `sh -c '(echo pid $(exec sh -c "echo \\$PPID"); exec ${run}); echo code $?'`,
      size,
    );
    cleanups.push(() => pty.end());
    return pty;
  };

  it("walks, speaks, and leaves the terminal as it was", async () => {
    const pty = program({ columns: 80, rows: 24 }, address, "--name", "Pia");
    await pty.show("live");
    await pty.show("@ ");
    expect(pty.shown).toContain(OPEN);
    const since = pty.shown.length;
    pty.type("\x1b[A");
    // The arrow points to the north while she takes her step.
    await pty.show("↑", since);
    pty.type("\rsay hello from here");
    await pty.show("hello from here", since);
    pty.type("\r");
    await pty.show("“hello from here”", since);
    pty.type("q");
    await pty.over();
    expect(pty.shown.slice(since)).toContain(`${CLOSE}code 0`);
    expect(pty.shown.slice(since).split("\x1b[2J")).toHaveLength(1);
  }, 30_000);

  it("does so too when a signal ends it", async () => {
    const pty = program({ columns: 100, rows: 30 }, address, "--name", "Rut");
    await pty.show("live");
    const pid = Number(/pid (\d+)/.exec(pty.shown)?.[1]);
    process.kill(pid, "SIGTERM");
    await pty.over();
    expect(pty.shown).toContain(`${CLOSE}code 0`);
  }, 30_000);

  it("says so where the terminal is too small", async () => {
    const pty = program({ columns: 60, rows: 20 }, address);
    await pty.over();
    expect(pty.shown).toContain("60 columns by 20 rows, and too small.");
    expect(pty.shown).toContain("code 1");
    expect(pty.shown).not.toContain(OPEN);
  }, 30_000);
});
