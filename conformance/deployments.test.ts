import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestHarness } from "wrangler";
import { makeRoomCode } from "../core/protocol/index.ts";
import { playOverHttp } from "./http-game.ts";

const root = resolve(import.meta.dirname, "..");
const split = ["gateway", "quiz-room", "world-shard", "auth", "assets"].map((name) => `workers/${name}/wrangler.toml`);

interface Namespace {
  getByName(name: string): { summary(): Promise<unknown> };
}

describe("every wrangler config", () => {
  it("is one of the known ones", () => {
    const found = readdirSync(join(root, "workers"), { recursive: true, encoding: "utf8" });
    expect(
      found
        .filter((path) => path.endsWith("wrangler.toml"))
        .map((path) => `workers/${path}`)
        .sort(),
    ).toEqual([...split].sort());
  });

  for (const config of ["wrangler.toml", ...split]) {
    it(`${config} builds`, () => {
      const args = ["wrangler", "deploy", "--dry-run", "-c", config, "--outdir", join(tmpdir(), `dry-${process.pid}`)];
      const built = spawnSync("npx", args, { cwd: root, encoding: "utf8" });
      expect(built.status, built.stdout + built.stderr).toBe(0);
    }, 60_000);
  }

  it("gives the Workers the same binding names, whether in one script or in five", () => {
    const names = (path: string) =>
      new Set(
        [...readFileSync(join(root, path), "utf8").matchAll(/^(?:binding|name) = "([A-Z_]+)"/gm)].map(
          ([, name]) => name,
        ),
      );
    const together = names("wrangler.toml");
    const apart = new Set(split.flatMap((path) => [...names(path)]));
    expect([...apart].sort()).toEqual([...together].sort());
  });
});

describe.each([
  ["one script", [new URL("../wrangler.toml", import.meta.url)]],
  ["a split deployment", split.map((path) => new URL(`../${path}`, import.meta.url))],
])("%s", (_name, configs) => {
  const harness = createTestHarness({ workers: configs.map((configPath) => ({ configPath })) });
  let url: URL;

  beforeAll(async () => {
    ({ url } = await harness.listen());
  }, 60_000);

  afterAll(() => harness.close());

  it("plays a game from the first page to the results", async () => {
    const game = await playOverHttp(url);
    expect(game.page).toContain("<!doctype html>");
    expect(game.health).toMatchObject({ ok: true });
    expect(game.podium.map(({ name }) => name)).toEqual(["Anna", "Ben"]);
    expect(game.results.players).toHaveLength(2);
    expect(game.results.questions).toHaveLength(1);
    expect(game.afterDeletion).toBe(404);
  }, 60_000);

  it("leaves no stored object after 1,000 wrong codes", async () => {
    const worker = harness.getWorker(configs.length === 1 ? "skerry" : "skerry-quiz-room");
    const statuses = new Map<number, number>();
    for (let i = 0; i < 1_000; i++) {
      const wellFormed = makeRoomCode(Uint8Array.of(i % 22, (i / 22) % 22, (i / 484) % 22, 1, 2));
      const code = i % 2 === 0 ? wellFormed : "ABCDEF";
      const path = i % 3 === 0 ? `/api/v1/rooms/${code}` : `/api/v1/rooms/${code}/socket`;
      const headers = { upgrade: "websocket", connection: "upgrade", "cf-connecting-ip": `10.0.${i % 250}.1` };
      const { status } = await harness.fetch(path, i % 3 === 0 ? {} : { headers });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses.keys()].every((status) => status === 404 || status === 429)).toBe(true);
    // What the public way has let through is asked for straight, too.
    const { QUIZ_ROOMS } = (await worker.getEnv()) as { QUIZ_ROOMS: Namespace };
    for (let i = 0; i < 100; i++) expect(await QUIZ_ROOMS.getByName(`wrong-${i}`).summary()).toBeNull();
    // The local runtime makes a database with a table of its own for whatever it looks at; nothing else may stand there.
    const ids = await worker.listDurableObjectIds("QuizRoom");
    expect(ids.length).toBeGreaterThanOrEqual(100);
    for (const id of ids.slice(0, 200)) {
      const storage = await worker.getDurableObjectStorage("QuizRoom", { id });
      const names = (await storage.exec("SELECT name FROM sqlite_master")).map((row) => String(row["name"]));
      const ours = names.filter((name) => !/^(_cf_|__miniflare_|sqlite_autoindex_)/.test(name));
      expect({ id, ours }).toEqual({ id, ours: [] });
    }
  }, 120_000);
});
