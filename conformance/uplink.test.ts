import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createTestHarness } from "wrangler";
import type { NpcPlace, RealmSummary, WorldStats } from "../core/realm/realm-summary.ts";
import { type EdgeNode, startEdgeNode } from "../edge-sim/edge-node.ts";
import { startUplink, type Uplink } from "../edge-sim/uplink/directory-uplink.ts";
import { root } from "./page.ts";
import { until, WorldVisitor } from "./world-visitor.ts";

const TOKEN = "a-token-of-this-test-alone";
const ROAR = "A roar rolls in through the gate";
const BELL = "a bell speaks once";

/** Undone in the end, the newest first. */
const made: (() => unknown)[] = [];

afterEach(async () => {
  for (const undo of made.splice(0).reverse()) await undo();
}, 60_000);

async function edgeNode(nodeTokens: string | null): Promise<EdgeNode> {
  const folder = mkdtempSync(join(tmpdir(), "skerry-uplink-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  const settings = { host: "127.0.0.1", port: 0, hosts: [], origins: [], metricsToken: null, secret: null };
  const folders = { dataFolder: join(folder, "data"), pagesFolder: folder };
  const node = await startEdgeNode({ ...settings, ...folders, nodeTokens }, {}, () => undefined);
  made.push(async () => {
    await node.stop();
    rmSync(folder, { recursive: true });
  });
  return node;
}

/** An installation to which nodes have uplinks. */
interface Upper {
  url: URL;
  /** The directory's memory goes; its sockets stay, or not. */
  forget(webSockets: "hibernate" | "close"): Promise<void>;
}

async function onAnEdgeNode(): Promise<Upper> {
  const node = await edgeNode(TOKEN);
  return { url: new URL(`http://127.0.0.1:${node.port}`), forget: async () => undefined };
}

async function onCloudflare(configs: string[]): Promise<Upper> {
  const secrets = { SKERRY_UPLINK_TOKEN: TOKEN };
  const workers = configs.map((configPath) => ({ configPath: join(root, configPath), secrets }));
  const harness = createTestHarness({ workers });
  made.push(() => harness.close());
  const { url } = await harness.listen();
  const worker = harness.getWorker(configs.length === 1 ? "skerry" : "skerry-world-shard");
  return {
    url,
    forget: (webSockets) => worker.evictDurableObject("ShardDirectory", { name: "main", webSockets }),
  };
}

const states: string[] = [];

function uplink(node: EdgeNode, url: URL, token = TOKEN): Uplink {
  const started = startUplink({
    url: url.href,
    token,
    name: "attic",
    worlds: node.worlds,
    clock: () => Date.now(),
    random: () => Math.random(),
    count: () => undefined,
    log: ({ message = "", code }) => void states.push(code === undefined ? message : `${message} (${code})`),
  });
  made.push(() => started.stop());
  return started;
}

/** Rings a bell in a realm at home that is nothing but its bell. */
class Belfry {
  readonly #node: EdgeNode;
  #rung = 0;

  constructor(node: EdgeNode) {
    this.#node = node;
  }

  async ring(times = 1): Promise<void> {
    const { directory } = this.#node.worlds;
    const shards = [{ id: "main", areas: ["tower"], epoch: 1 }];
    await directory.register({ realm: "belfry", title: "The Belfry", summary: "", shards });
    for (let i = 0; i < times; i++) {
      const events = [{ id: ++this.#rung, kind: "bell", data: { by: "Ada" } }];
      expect(await directory.publish({ realm: "belfry", shard: "main", epoch: 1, events })).toMatchObject({ ok: true });
    }
  }
}

/** Goes to the gilded dragon, and has her roar. */
async function roar(url: URL, name: string): Promise<WorldVisitor> {
  const visitor = await WorldVisitor.enter(url, "golden-dragon", name);
  made.push(() => visitor.leave());
  for (let i = 0; i < 5 && visitor.area !== "square"; i++) {
    await visitor.type("south");
    await until(() => visitor.area === "square", "the square", 6_000).catch(() => undefined);
  }
  await visitor.type("use gilded dragon");
  return visitor;
}

async function get<T>(base: URL, path: string): Promise<T> {
  return (await (await fetch(new URL(path, base))).json()) as T;
}

const listed = async (base: URL) => (await get<{ realms: RealmSummary[] }>(base, "/api/v1/realms")).realms;
const ofNodes = async (base: URL) => (await listed(base)).filter(({ node }) => node !== undefined);

const split = ["gateway", "quiz-room", "world-shard", "auth", "assets"].map((name) => `workers/${name}/wrangler.toml`);

describe("an uplink of an edge node", () => {
  it.each([
    ["to another edge node", onAnEdgeNode],
    ["to Cloudflare", () => onCloudflare(["wrangler.toml"])],
    ["to Cloudflare, a split deployment", () => onCloudflare(split)],
  ])(
    "%s carries what happens both ways, also what happened while it was down",
    async (_, start) => {
      const upper = await start();
      const home = await edgeNode(null);
      const homeUrl = new URL(`http://127.0.0.1:${home.port}`);
      const above = await WorldVisitor.enter(upper.url, "whisperwood", "Abby");
      const below = await WorldVisitor.enter(homeUrl, "whisperwood", "Bela");
      made.push(
        () => above.leave(),
        () => below.leave(),
      );
      const first = uplink(home, upper.url);
      await until(() => first.state?.state === "linked", "the uplink");

      const anna = await roar(homeUrl, "Anna");
      await until(() => above.count(ROAR) === 1, "the roar of home");
      await upper.forget("hibernate");
      const otto = await roar(upper.url, "Otto");
      await until(() => below.count(ROAR) === 2, "the roar from above");
      await until(() => above.count(ROAR) === 2, "the roar above");

      const belfry = new Belfry(home);
      await belfry.ring();
      await until(() => otto.count(BELL) === 1, "the first bell");
      await upper.forget("close");
      await belfry.ring(2);
      await until(() => otto.count(BELL) === 3, "bells over a line that was lost");
      first.stop();
      await belfry.ring(3);
      await until(async () => (await ofNodes(upper.url)).every(({ awaySince }) => awaySince !== undefined), "away");
      expect(otto.count(BELL)).toBe(3);
      const second = uplink(home, upper.url);
      await until(() => otto.count(BELL) === 6, "bells that rang while it was down");
      await until(() => anna.count(BELL) >= 6, "the same at home");
      // Of each roar and each bell there was one, also for those who heard it without a bridge.
      expect([above.count(ROAR), below.count(ROAR), anna.count(BELL)]).toEqual([2, 2, 6]);

      const tavern = async () => (await ofNodes(upper.url)).find(({ realm }) => realm === "attic.golden-dragon");
      await until(async () => (await tavern())?.population === 1, "Anna in the list");
      expect(await tavern()).toMatchObject({ title: "The Golden Dragon Tavern", areas: 16, npcs: 8, node: "attic" });
      expect(await tavern()).not.toHaveProperty("awaySince");
      expect(await get(upper.url, "/api/v1/realms/attic.golden-dragon")).toEqual(await tavern());
      const { npcs } = await get<{ npcs: NpcPlace[] }>(upper.url, "/api/v1/npcs?realm=attic.whisperwood");
      expect(npcs.length).toBeGreaterThan(0);
      expect(npcs.every(({ realm, node }) => realm === "attic.whisperwood" && node === "attic")).toBe(true);
      const stats = () => get<WorldStats>(upper.url, "/api/v1/stats");
      await until(async () => (await stats()).total.population === 4, "everybody in the sum");
      const { realms, total } = await stats();
      expect(realms.map(({ realm }) => realm)).toEqual([
        "golden-dragon",
        "whisperwood",
        "attic.golden-dragon",
        "attic.whisperwood",
      ]);
      expect(realms[2]).toMatchObject({ node: "attic", population: 1, sockets: 1, dollarsPerHour: 0 });
      expect(total).toMatchObject({ realms: 4, population: 4 });
      // Nobody is told of the realms above, nor of those below twice.
      expect((await listed(homeUrl)).map(({ realm }) => realm)).toEqual(["golden-dragon", "whisperwood"]);

      await expect(WorldVisitor.enter(upper.url, "attic.golden-dragon", "Zoe")).rejects.toThrow("404");
      second.stop();
      const headers = { authorization: `Bearer ${TOKEN}` };
      const forget = () => fetch(new URL("/api/v1/uplink/attic", upper.url), { method: "DELETE", headers });
      expect((await forget()).status).toBe(204);
      expect(await ofNodes(upper.url)).toEqual([]);
      expect((await forget()).status).toBe(404);
    },
    180_000,
  );

  it("is refused where its token is none, and says so once", async () => {
    states.length = 0;
    const home = await edgeNode(null);
    const shut = await edgeNode(null);
    const open = await edgeNode(TOKEN);
    const refused = uplink(home, new URL(`http://127.0.0.1:${open.port}`), "another-token-of-this-test");
    await until(() => refused.state?.state === "refused", "the refusal");
    expect(refused.state).toEqual({ state: "refused", code: "TOKEN_INVALID" });
    refused.stop();
    const off = uplink(home, new URL(`http://127.0.0.1:${shut.port}`));
    await until(() => off.state?.state === "refused", "the refusal");
    expect(off.state).toEqual({ state: "refused", code: "UPLINK_OFF" });
    expect(states).toHaveLength(2);
  }, 60_000);
});
