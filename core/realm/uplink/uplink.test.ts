import { beforeEach, describe, expect, it } from "vitest";
import { type FakeRealm, UplinkCluster } from "../../../testing/uplink-cluster.ts";
import { bridgeOf } from "../directory/bridge.ts";
import { statsOf } from "../directory/directory.ts";
import { farSummaries } from "../directory/far-realms.ts";

let cluster: UplinkCluster;
/** By site. */
let tavern: Record<string, FakeRealm>;

const names = ["edge", "attic", "barn"];
const ring = (site: string) => cluster.publish(cluster.site(site), "tavern", "bell");
const listed = () =>
  farSummaries(cluster.edge.keeper.directory, cluster.nowMs, cluster.edge.host?.presence ?? (() => null));

beforeEach(async () => {
  cluster = new UplinkCluster(["attic", "barn"]);
  tavern = {};
  for (const name of names) tavern[name] = cluster.realm(cluster.site(name), "tavern", ["bell"]);
  await cluster.pass(20_000);
});

describe("an uplink", () => {
  it("carries events both ways, and on to other nodes, each with the name of where it comes from", async () => {
    ring("attic");
    ring("edge");
    await cluster.pass(100);
    expect(tavern["edge"]?.news).toEqual(["attic.tavern 1"]);
    expect(tavern["attic"]?.news).toEqual(["edge.tavern 1"]);
    expect(tavern["barn"]?.news.sort()).toEqual(["edge.attic.tavern 1", "edge.tavern 1"]);
  });

  it("keeps what rings while it is down, at both ends, and brings it in order, once", async () => {
    cluster.isDown = true;
    cluster.cut("attic");
    await cluster.pass(60_000);
    for (let i = 0; i < 250; i++) ring("attic");
    for (let i = 0; i < 3; i++) ring("edge");
    await cluster.pass(3_600_000);
    expect(tavern["edge"]?.news).toEqual([]);
    cluster.isDown = false;
    await cluster.pass(30_000);
    expect(tavern["edge"]?.news).toEqual(Array.from({ length: 250 }, (_, i) => `attic.tavern ${i + 1}`));
    expect(tavern["attic"]?.news).toEqual([1, 2, 3].map((id) => `edge.tavern ${id}`));
    const waiting = [cluster.edge, ...cluster.nodes].flatMap(({ keeper }) => statsOf(keeper.directory).outboxes);
    expect(waiting.map((outbox) => outbox.waiting)).toEqual(waiting.map(() => 0));
  });

  it("asks for no alarm while a node is away but to forget it, and wakes nobody", async () => {
    cluster.isDown = true;
    for (const node of ["attic", "barn"]) cluster.cut(node);
    await cluster.pass(1_000);
    ring("edge");
    await cluster.pass(60_000);
    const days = (cluster.edge.alarmMs - cluster.nowMs) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
  });

  it("lets no event go further than over two bridges, nor back", async () => {
    const far = { type: "relay", node: "attic" } as const;
    const event = { sequence: 1, after: 0, realm: "cellar.tavern", kind: "bell", data: 7 };
    cluster.edge.keeper.change({ ...far, events: [event] });
    await cluster.pass(1_000);
    expect(tavern["edge"]?.news).toEqual(["attic.cellar.tavern 7"]);
    expect(tavern["barn"]?.news).toEqual([]);
    expect(tavern["attic"]?.news).toEqual([]);
  });

  it("tells an end of kinds that somebody there begins to listen to", async () => {
    cluster.publish(cluster.site("attic"), "tavern", "roar");
    cluster.realm(cluster.site("barn"), "tavern", ["bell", "roar"]);
    await cluster.pass(1_000);
    cluster.publish(cluster.site("attic"), "tavern", "roar");
    await cluster.pass(1_000);
    expect(tavern["barn"]?.news).toEqual(["edge.attic.tavern 2"]);
    expect(tavern["edge"]?.news).toEqual([]);
    cluster.realm(cluster.site("barn"), "tavern", ["bell"]);
    await cluster.pass(1_000);
    expect(bridgeOf(cluster.site("attic").keeper.directory, "edge")?.subscriptions.map(({ kind }) => kind)).toEqual([
      "bell",
    ]);
  });

  it("is known to be dead when nothing is heard, and comes back", async () => {
    const before = cluster.states.length;
    // Nobody says that it is over: pings go nowhere.
    for (const cable of cluster.cables)
      if (cable.node === "attic") cable.up = { push: () => 0, length: 0, shift: () => undefined } as never;
    ring("attic");
    await cluster.pass(60_000);
    expect(cluster.states.slice(before)).toEqual(["attic lost null", "attic linked"]);
    expect(tavern["edge"]?.news).toEqual(["attic.tavern 1"]);
  });
});

describe("the realms of a node", () => {
  it("are listed at the upper end as they are there, and with it what becomes of the node", async () => {
    expect(listed().map(({ realm, node, population }) => [realm, node, population])).toEqual([
      ["attic.tavern", "attic", 0],
      ["barn.tavern", "barn", 0],
    ]);
    ring("edge");
    await cluster.pass(10_000);
    expect(listed().map(({ population }) => population)).toEqual([1, 1]);
    expect(listed()[0]).not.toHaveProperty("awaySince");
    cluster.isDown = true;
    cluster.cut("attic");
    const cutMs = cluster.nowMs;
    await cluster.pass(3_600_000);
    expect(listed().map(({ realm }) => realm)).toEqual(["attic.tavern", "barn.tavern"]);
    const since = listed()[0]?.awaySince ?? 0;
    expect(since).toBeLessThanOrEqual(cutMs);
    expect(since).toBeGreaterThan(cutMs - 60_000);
    // A directory that was read anew says the same.
    cluster.hibernate();
    expect(listed()[0]?.awaySince).toBe(since);
  });

  it("of a node whose power was cut are away once its pings are missed", async () => {
    cluster.isDown = true;
    cluster.cut("attic", true);
    expect(listed()[0]).not.toHaveProperty("awaySince");
    await cluster.pass(60_000);
    expect(listed()[0]).toHaveProperty("awaySince");
    expect(listed()[1]).not.toHaveProperty("awaySince");
  });

  it("are forgotten after thirty days, with what waits for it", async () => {
    for (const { node } of cluster.nodes) node?.stop();
    await cluster.pass(1_000);
    ring("edge");
    await cluster.pass(29 * 86_400_000);
    expect(listed().map(({ realm }) => realm)).toEqual(["attic.tavern", "barn.tavern"]);
    await cluster.pass(86_400_000);
    expect(bridgeOf(cluster.edge.keeper.directory, "attic")).toBeNull();
    for (const { node } of cluster.nodes) node?.start();
    await cluster.pass(60_000);
    ring("attic");
    ring("edge");
    await cluster.pass(1_000);
    expect(tavern["edge"]?.news).toEqual(["attic.tavern 1"]);
    expect(tavern["attic"]?.news).toEqual(["edge.tavern 2"]);
  });

  it("are forgotten when the operator wants it; a node that is still there comes back after a while", async () => {
    expect(cluster.edge.host?.forget("attic")).toBe(true);
    expect(cluster.edge.host?.forget("cellar")).toBe(false);
    expect(cluster.edge.host?.forget("edge")).toBe(false);
    await cluster.pass(1_000);
    expect(listed().map(({ realm }) => realm)).toEqual(["barn.tavern"]);
    expect(cluster.states.at(-1)).toBe("attic refused 4005");
    await cluster.pass(60_000);
    expect(listed()).toHaveLength(2);
  });
});

describe("an end that lost everything", () => {
  it("at the node goes on where the upper end is", async () => {
    for (let i = 0; i < 5; i++) ring("attic");
    await cluster.pass(1_000);
    ring("edge");
    await cluster.pass(1_000);
    cluster.lose(cluster.site("attic"));
    await cluster.pass(30_000);
    ring("attic");
    ring("edge");
    await cluster.pass(5_000);
    expect(tavern["edge"]?.news).toEqual([1, 2, 3, 4, 5, 6].map((id) => `attic.tavern ${id}`));
    expect(tavern["attic"]?.news).toEqual([1, 2].map((id) => `edge.tavern ${id}`));
  });

  it("above goes on where the nodes are", async () => {
    for (let i = 0; i < 5; i++) ring("attic");
    ring("edge");
    await cluster.pass(1_000);
    cluster.lose(cluster.edge);
    await cluster.pass(30_000);
    ring("attic");
    ring("edge");
    await cluster.pass(5_000);
    expect(tavern["edge"]?.news).toEqual([1, 2, 3, 4, 5, 6].map((id) => `attic.tavern ${id}`));
    expect(tavern["attic"]?.news).toEqual([1, 2].map((id) => `edge.tavern ${id}`));
  });
});
