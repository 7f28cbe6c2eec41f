import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestHarness } from "wrangler";
import { builtRealms } from "../core/realm/built/index.ts";
import { startEdgeNode } from "../edge-sim/edge-node.ts";
import { type RealmsSeen, seeRealms } from "./realms-http.ts";

const root = resolve(import.meta.dirname, "..");

async function onTheEdgeNode(): Promise<RealmsSeen> {
  const folder = mkdtempSync(join(tmpdir(), "skerry-realms-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  const settings = { host: "127.0.0.1", port: 0, hosts: [], origins: [], metricsToken: null, secret: null };
  const folders = { dataFolder: join(folder, "data"), pagesFolder: folder };
  const node = await startEdgeNode({ ...settings, ...folders }, {}, () => undefined);
  try {
    return await seeRealms(new URL(`http://127.0.0.1:${node.port}`));
  } finally {
    await node.stop();
    rmSync(folder, { recursive: true });
  }
}

async function onCloudflare(configs: string[]): Promise<RealmsSeen> {
  const harness = createTestHarness({ workers: configs.map((configPath) => ({ configPath: join(root, configPath) })) });
  try {
    return await seeRealms((await harness.listen()).url);
  } finally {
    await harness.close();
  }
}

/** Wherever an NPC walks in these seconds. */
const without = <T extends { area: string }>(places: T[]) => places.map(({ area: _, ...place }) => place);
/** The names of all fields and the kinds of their values, for counters differ. */
const shapeOf = (value: object): unknown =>
  Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      typeof field === "object" && field ? shapeOf(field) : typeof field,
    ]),
  );

const split = ["gateway", "quiz-room", "world-shard", "auth", "assets"].map((name) => `workers/${name}/wrangler.toml`);

describe("what is said of realms over HTTP", () => {
  let edge: RealmsSeen;

  beforeAll(async () => {
    edge = await onTheEdgeNode();
  }, 60_000);

  it("on the edge node: who is where, what it took, and what it would cost", () => {
    const { before, after } = edge;
    expect(before.stats.total).toMatchObject({ realms: 2, realmsAwake: 0, population: 0, ticks: 0, dollarsPerHour: 0 });
    expect(before.npcs).toHaveLength(builtRealms.flatMap(({ npcs }) => npcs).length);
    const [tavern, wood] = after.stats.realms;
    expect(tavern).toMatchObject({ realm: "golden-dragon", population: 1, sockets: 1, isAwake: true, npcs: 8 });
    expect(tavern?.ticks).toBeGreaterThan(20);
    expect(tavern?.awakeSeconds).toBeGreaterThan(1);
    expect(tavern?.dollarsPerHour).toBeGreaterThan(0);
    // Nobody was there, and nobody woke it by asking.
    expect(wood).toEqual(before.stats.realms[1]);
    expect(after.tavern).toMatchObject({ realm: "golden-dragon", population: 1 });
    expect(without(after.npcs)).toEqual(without(before.npcs));
    expect(after.wood.every(({ realm }) => realm === "whisperwood")).toBe(true);
    expect(after.nowhere).toBe(404);
  });

  it.each([
    ["one script", ["wrangler.toml"]],
    ["a split deployment", split],
  ])(
    "is the same of %s",
    async (_, configs) => {
      const cloud = await onCloudflare(configs);
      expect(cloud.before).toEqual(edge.before);
      expect(shapeOf(cloud.after)).toEqual(shapeOf(edge.after));
      expect(without(cloud.after.npcs)).toEqual(without(edge.after.npcs));
      expect(cloud.after.tavern).toEqual(edge.after.tavern);
      const [tavern, wood] = cloud.after.stats.realms;
      expect(tavern).toMatchObject({ population: 1, sockets: 1, isAwake: true });
      expect(tavern?.dollarsPerHour).toBeGreaterThan(0);
      expect(wood).toEqual(edge.after.stats.realms[1]);
      expect(cloud.after.nowhere).toBe(404);
    },
    120_000,
  );
});
