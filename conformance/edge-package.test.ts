import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EdgeProgram, runEdge } from "../testing/edge-program.ts";
import { playOverHttp } from "./http-game.ts";

const root = resolve(import.meta.dirname, "..");
const SIZE_MAX_BYTES = 6_000_000;

const folder = mkdtempSync(join(tmpdir(), "skerry-package-"));
const installed = join(folder, "node_modules/skerry-edge");
const bin = join(folder, "node_modules/.bin/skerry-edge");
const manifest = readJson(join(root, "edge-sim/package.json"));
const tarball = join(root, `dist/edge/skerry-edge-${manifest["version"]}.tgz`);
let node: EdgeProgram | null = null;

function readJson(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
}

function run(command: string, args: string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  return { status, text: stdout + stderr };
}

beforeAll(() => {
  const packed = run(process.execPath, [join(root, "scripts/pack-edge.mjs")], root);
  expect(packed.status, packed.text).toBe(0);
  console.log(packed.text.trim());
  // An empty folder, and nothing but the file: no network, no cache.
  const args = [
    "install",
    "--offline",
    "--no-audit",
    "--no-fund",
    "--prefix",
    folder,
    "--cache",
    join(folder, "cache"),
  ];
  const done = run("npm", [...args, tarball], folder);
  expect(done.status, done.text).toBe(0);
}, 180_000);

afterAll(async () => {
  node?.child.kill("SIGKILL");
  await node?.ended();
  rmSync(folder, { recursive: true, force: true });
});

describe("the edge node's package", () => {
  it("has the version of everything else, depends on nothing, and is small", () => {
    const packed = readJson(join(installed, "package.json"));
    expect(packed["version"]).toBe(readJson(join(root, "package.json"))["version"]);
    expect(Object.keys(packed).filter((key) => /dependencies|scripts/i.test(key))).toEqual([]);
    expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["skerry-edge"]);
    const sizeBytes = statSync(tarball).size;
    expect(sizeBytes).toBeLessThan(SIZE_MAX_BYTES);
  });

  it("says nothing of the machine that made it", () => {
    const files = globSync("**/*", { cwd: installed }).filter((path) => statSync(join(installed, path)).isFile());
    expect(files.length).toBeGreaterThan(20);
    const places = [root, homedir(), tmpdir()].filter((place) => place.length > 1);
    const faults = files.flatMap((path) => {
      const text = readFileSync(join(installed, path), "latin1");
      return places.filter((place) => text.includes(`${place}/`)).map((place) => `${path}: ${place}`);
    });
    expect(faults).toEqual([]);
  });

  it("has every worker, and the terms of what others made", () => {
    const workers = globSync("**/worker.ts", { cwd: join(root, "edge-sim") });
    const names = workers.map((path) => path.replace(/\.ts$/, ".js").replaceAll("/", "-"));
    expect(readdirSync(join(installed, "program"))).toEqual(expect.arrayContaining(["main.js", ...names]));
    const terms = readFileSync(join(installed, "THIRD-PARTY.md"), "utf8");
    for (const name of ["ws", "hono", "@dimforge/rapier3d-deterministic", "quickjs-wasi", "preact", "three"])
      expect(terms).toContain(`## ${name} `);
    expect(terms).toContain("Permission is hereby granted");
    expect(readdirSync(installed)).toEqual(expect.arrayContaining(["LICENSE", "README.md"]));
  });

  it("says in one sentence that a Node is too old", () => {
    const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.12.9' } })";
    const { status, text } = run(process.execPath, ["--import", `data:text/javascript,${old}`, bin], folder);
    expect(status).toBe(1);
    expect(text).toMatch(/^skerry-edge needs Node 22\.16 or later; this is v\S+\. https:\/\/nodejs\.org has it\.\n$/);
  });

  it("plays a game and shows its pages, with Node's flags, and stops with exit code 0", async () => {
    const settings = { HOST: "127.0.0.1", PORT: "0", SKERRY_TELNET: "0", SKERRY_UDP: "0", SKERRY_MDNS: "off" };
    node = runEdge(process.execPath, [bin], { ...settings, HOME: join(folder, "home") });
    const { port, url } = await node.listening();
    const game = await playOverHttp(url);
    expect(game.podium.map(({ name }) => name)).toEqual(["Anna", "Ben"]);
    expect(game.health).toMatchObject({ ok: true });
    const [, script = ""] = /<script type="module"[^>]* src="([^"]+)"/.exec(game.page) ?? [];
    const asset = await fetch(new URL(script, url));
    expect([asset.status, asset.headers.get("content-type")]).toEqual([200, "text/javascript; charset=utf-8"]);
    expect((await fetch(new URL("/world/golden-dragon", url))).status).toBe(200);
    const { text: command } = run("ps", ["-o", "args=", "-p", String(node.child.pid)], folder);
    for (const flag of (
      JSON.parse(readFileSync(join(root, "edge-sim/node-options.json"), "utf8")) as { flags: string[] }
    ).flags)
      expect(command).toContain(flag);
    // Where npm puts the program is no place for data: the next update would delete it.
    expect(readdirSync(join(folder, "home/.skerry/edge"))).toEqual(expect.arrayContaining(["rooms", "worlds"]));
    const health = run(process.execPath, [bin, "health", "--port", String(port)], folder);
    expect(health).toMatchObject({ status: 0, text: expect.stringContaining("The node is well") });
    node.child.kill("SIGTERM");
    expect(await node.ended()).toBe(0);
    expect(node.output()).not.toMatch(/"level":"error"|Warning/);
  }, 60_000);
});
