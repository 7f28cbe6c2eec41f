import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { post } from "../conformance/http-game.ts";
import { type EdgeProgram, runEdge } from "../testing/edge-program.ts";

let folder: string;
const running: EdgeProgram[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skerry-owner-"));
});

afterEach(async () => {
  for (const program of running.splice(0)) {
    program.child.kill("SIGKILL");
    await program.ended();
  }
  rmSync(folder, { recursive: true });
});

function run(...args: string[]): EdgeProgram {
  const flags = ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "main.ts")];
  const off = { SKERRY_MDNS: "off", SKERRY_TELNET: "off", SKERRY_UDP: "off" };
  const own = { HOST: "127.0.0.1", PORT: "0", SKERRY_DATA: join(folder, "data"), SKERRY_PAGES: folder, ...off };
  const program = runEdge(process.execPath, [...flags, ...args], own);
  running.push(program);
  return program;
}

async function end(program: EdgeProgram): Promise<{ code: number | null; text: string }> {
  const code = await program.ended();
  return { code, text: program.output() };
}

describe("the owner's commands", () => {
  it("save a node that runs, and put it back once it has stopped", async () => {
    const node = run();
    const { url } = await node.listening();
    const { code } = await post<{ code: string }>(new URL("/api/v1/rooms", url), { questions: 1 });
    const file = join(folder, "backup.tar.gz");

    expect(await end(run())).toMatchObject({ code: 1, text: expect.stringContaining("is in use by a node (process") });
    const saved = await end(run("backup", file));
    expect(saved).toMatchObject({ code: 0, text: expect.stringMatching(/^Saved \d+ files of/) });
    expect(await end(run("backup", file))).toMatchObject({ code: 1, text: expect.stringContaining("(FILE_EXISTS)") });
    expect(await end(run("restore", file))).toMatchObject({
      code: 1,
      text: expect.stringContaining("(FOLDER_IN_USE)"),
    });
    expect(await end(run("backup"))).toMatchObject({
      code: 2,
      text: expect.stringContaining("skerry-edge backup FILE"),
    });

    await fetch(new URL(`/api/v1/rooms/${code}`, url));
    node.child.kill("SIGTERM");
    expect((await end(node)).code).toBe(0);
    rmSync(join(folder, "data/rooms"), { recursive: true });
    const restored = await end(run("restore", file));
    expect(restored).toMatchObject({
      code: 0,
      text: expect.stringMatching(/^Restored \d+ files of .*before-restore-/s),
    });
    const again = await run().listening();
    expect(await (await fetch(new URL(`/api/v1/rooms/${code}`, again.url))).json()).toMatchObject({ code });
    expect(readdirSync(folder).filter((name) => name.startsWith("data.before-restore-"))).toHaveLength(1);
    expect(existsSync(join(folder, "data/node.lock"))).toBe(true);
  }, 60_000);

  it("let no node begin anew where a restore was interrupted between its two renames", async () => {
    mkdirSync(join(folder, "data.restoring-1"));
    mkdirSync(join(folder, "data.before-restore-20261127T120000Z"));
    expect(await end(run())).toMatchObject({
      code: 1,
      text: expect.stringContaining("was interrupted at its last step"),
    });
    expect(existsSync(join(folder, "data"))).toBe(false);
  }, 60_000);
});
