import { afterEach, describe, expect, it } from "vitest";
import { bellRealms } from "../../testing/bell-realms.ts";
import { RealmCluster, type Trouble } from "../../testing/realm-cluster.ts";
import { listNpcs, statsOf } from "./directory/directory.ts";
import { figuresOf } from "./directory/figures.ts";
import { RETRY_MOST_MS, TRIES_MAX } from "./directory/limits.ts";
import { REPORT_COUNTERS_EVERY_MS, REPORT_EVERY_MS } from "./report-plan.ts";

const clusters: RealmCluster[] = [];

async function bells(): Promise<RealmCluster> {
  const cluster = await RealmCluster.of(bellRealms);
  clusters.push(cluster);
  return cluster;
}

afterEach(() => {
  for (const cluster of clusters.splice(0)) cluster.end();
});

/** The belfry's ringer and the inn's listener, both in and at rest. */
async function people(cluster: RealmCluster): Promise<{ ringer: string; listener: string }> {
  const ringer = await cluster.shell("belfry").enter("Anna");
  const listener = await cluster.shell("inn").enter("Ben");
  await cluster.pass(10_000);
  return { ringer, listener };
}

async function ring(cluster: RealmCluster, ringer: string): Promise<void> {
  cluster.shell("belfry").say(ringer, { t: "command", id: 9, line: "use bell" });
  await cluster.pass(100);
}

/** What a listener was told of the bell, last. */
const heard = (cluster: RealmCluster, listener: string) =>
  cluster
    .shell("inn")
    .socket(listener)
    .texts.findLast((text) => text.includes("bell"));

const exchangeOf = (cluster: RealmCluster, realm: string) => cluster.shell(realm).runner.world.exchange;
const figures = (cluster: RealmCluster, realm: string) =>
  figuresOf(cluster.keeper.directory, cluster.nowMs).find((one) => one.realm === realm);

describe("a bell that is rung in one realm", () => {
  it("is heard in the other, once a ring, in order", async () => {
    const cluster = await bells();
    const { ringer, listener } = await people(cluster);
    for (let i = 0; i < 3; i++) await ring(cluster, ringer);
    await cluster.pass(1_000);
    expect(heard(cluster, listener)).toBe("A bell in belfry, rung by Anna: 1 2 3.");
    expect(exchangeOf(cluster, "belfry")).toMatchObject({ published: 3, outbox: [] });
    expect(exchangeOf(cluster, "inn")).toMatchObject({ heard: 3, inbox: [] });
    expect(statsOf(cluster.keeper.directory).eventsHeld).toBe(0);
    expect(cluster.reports).toEqual([]);
  });

  it("wakes the other where it sleeps, and it falls asleep again", async () => {
    const cluster = await bells();
    const { ringer, listener } = await people(cluster);
    await cluster.pass(70_000);
    cluster.hibernate("inn");
    await ring(cluster, ringer);
    await cluster.pass(70_000);
    expect(heard(cluster, listener)).toBe("A bell in belfry, rung by Anna: 1.");
    expect(cluster.shell("inn").time.timerMs).toBeNull();
    expect(cluster.shell("belfry").time.timerMs).toBeNull();
    // What it took in while it was woken it need not be sent again.
    expect(cluster.count("inn", "news")).toBe(1);
  });

  it("wakes nobody's NPCs where there is nobody", async () => {
    const cluster = await bells();
    const ringer = await cluster.shell("belfry").enter("Anna");
    cluster.shell("inn").runner.takeUp();
    await cluster.pass(5_000);
    const { tick } = cluster.shell("inn").runner.world;
    await ring(cluster, ringer);
    await cluster.pass(5_000);
    expect(exchangeOf(cluster, "inn").heard).toBe(1);
    expect(cluster.shell("inn").runner.world.tick - tick).toBeLessThan(10);
  });
});

describe("exactly once", () => {
  const listenersOf = { belfry: ["publish"], inn: ["news"] } as const;

  it.each<[realm: "belfry" | "inn", trouble: Trouble]>([
    ["belfry", "cut"],
    ["belfry", "deaf"],
    ["belfry", "twice"],
    ["inn", "cut"],
    ["inn", "deaf"],
    ["inn", "twice"],
  ])("where the calls of the %s are %s for a while", async (realm, trouble) => {
    const cluster = await bells();
    const { ringer, listener } = await people(cluster);
    const line = `${realm} ${listenersOf[realm][0]}`;
    cluster.troubles.set(line, trouble);
    await ring(cluster, ringer);
    await ring(cluster, ringer);
    await cluster.pass(3_000);
    cluster.troubles.delete(line);
    await cluster.pass(30_000);
    expect(heard(cluster, listener)).toBe("A bell in belfry, rung by Anna: 1 2.");
    expect(exchangeOf(cluster, "belfry").outbox).toEqual([]);
    expect(exchangeOf(cluster, "inn").heard).toBe(2);
  });

  it("over a crash of the publisher between publishing and the answer", async () => {
    const cluster = await bells();
    const { ringer, listener } = await people(cluster);
    cluster.troubles.set("belfry publish", "deaf");
    await ring(cluster, ringer);
    expect(cluster.count("belfry", "publish")).toBe(1);
    expect(exchangeOf(cluster, "belfry").outbox).toHaveLength(1);
    cluster.crash("belfry");
    cluster.troubles.clear();
    const again = await cluster.shell("belfry").enter("Anna");
    await cluster.pass(1_000);
    expect(exchangeOf(cluster, "belfry")).toMatchObject({ published: 1, outbox: [] });
    await ring(cluster, again);
    await cluster.pass(1_000);
    expect(heard(cluster, listener)).toBe("A bell in belfry, rung by Anna: 1 2.");
  });

  it("over a crash of the publisher before anything was sent: its alarm brings it back", async () => {
    const cluster = await bells();
    const { ringer, listener } = await people(cluster);
    cluster.troubles.set("belfry publish", "cut");
    await ring(cluster, ringer);
    expect(cluster.shell("belfry").time.alarmMs).not.toBeNull();
    cluster.crash("belfry");
    cluster.troubles.clear();
    expect(heard(cluster, listener)).toBeUndefined();
    await cluster.pass(10_000);
    expect(heard(cluster, listener)).toBe("A bell in belfry, rung by Anna: 1.");
    expect(cluster.shell("belfry").time.alarmMs).toBeNull();
  });

  it("over a crash of the listener before the directory knows that it heard", async () => {
    const cluster = await bells();
    const { ringer } = await people(cluster);
    cluster.troubles.set("inn news", "deaf");
    await ring(cluster, ringer);
    expect(exchangeOf(cluster, "inn").heard).toBe(1);
    cluster.crash("inn");
    cluster.troubles.clear();
    const again = await cluster.shell("inn").enter("Ben");
    await ring(cluster, ringer);
    await cluster.pass(5_000);
    expect(heard(cluster, again)).toBe("A bell in belfry, rung by Anna: 1 2.");
  });

  it("where what was heard could not be kept: then it was not heard, and comes again", async () => {
    const cluster = await bells();
    const { ringer, listener } = await people(cluster);
    cluster.shell("inn").isFull = true;
    await ring(cluster, ringer);
    await cluster.pass(1_000);
    expect(exchangeOf(cluster, "inn").heard).toBe(0);
    expect(statsOf(cluster.keeper.directory).eventsHeld).toBe(1);
    cluster.shell("inn").isFull = false;
    await cluster.pass(30_000);
    expect(heard(cluster, listener)).toBe("A bell in belfry, rung by Anna: 1.");
    expect(statsOf(cluster.keeper.directory).eventsHeld).toBe(0);
  });

  it("and a delivery that could not be kept is refused", async () => {
    const cluster = await bells();
    await people(cluster);
    cluster.shell("inn").isFull = true;
    const event = { sequence: 1, after: 0, realm: "belfry", shard: "main", id: 1, kind: "bell", data: null };
    const delivery = expect(cluster.registrars.get("inn")?.deliver([event])).rejects.toThrow("could not be kept");
    await cluster.pass(1_000);
    await delivery;
  });

  it("of what is published by a world that went back behind what the directory has taken of it", async () => {
    const cluster = await bells();
    const { ringer, listener } = await people(cluster);
    await ring(cluster, ringer);
    const events = [2, 3, 4].map((id) => ({ id, kind: "other", data: null }));
    cluster.keeper.change({ type: "publish", realm: "belfry", shard: "main", epoch: 1, events });
    cluster.crash("belfry");
    const again = await cluster.shell("belfry").enter("Anna");
    await cluster.pass(1_000);
    await ring(cluster, again);
    await cluster.pass(1_000);
    expect(exchangeOf(cluster, "belfry").published).toBe(5);
    expect(heard(cluster, listener)).toBe("A bell in belfry, rung by Anna: 1 2.");
  });

  it("over a crash of the directory in the middle of a delivery", async () => {
    const cluster = await bells();
    const { ringer, listener } = await people(cluster);
    cluster.troubles.set("inn news", "cut");
    await ring(cluster, ringer);
    cluster.crashDirectory();
    cluster.troubles.clear();
    await ring(cluster, ringer);
    await cluster.pass(10_000);
    expect(heard(cluster, listener)).toBe("A bell in belfry, rung by Anna: 1 2.");
  });

  it("though the directory lost everything it knew: numbers go on where the realms are", async () => {
    const cluster = await bells();
    const { ringer, listener } = await people(cluster);
    await ring(cluster, ringer);
    await cluster.pass(1_000);
    cluster.crashDirectory(true);
    // The belfry learns of it by publishing; the inn by its next report.
    await ring(cluster, ringer);
    await cluster.shell("inn").enter("Cleo");
    await cluster.pass(10_000);
    await cluster.shell("inn").enter("Dora");
    await cluster.pass(10_000);
    await ring(cluster, ringer);
    await cluster.pass(10_000);
    expect(heard(cluster, listener)).toMatch(/^A bell in belfry, rung by Anna: 1 (2 )?3\.$/);
    expect(exchangeOf(cluster, "belfry")).toMatchObject({ published: 3, outbox: [] });
  });

  it("to a realm that is away: what waited comes once it is heard from", async () => {
    const cluster = await bells();
    const { ringer } = await people(cluster);
    cluster.troubles.set("inn news", "cut");
    await ring(cluster, ringer);
    const line = () => statsOf(cluster.keeper.directory).outboxes.find(({ realm }) => realm === "inn")?.line;
    for (let i = 0; i < 3 * TRIES_MAX && line() !== "away"; i++) {
      for (const shell of cluster.shells.values()) shell.time.nowMs += RETRY_MOST_MS;
      await cluster.pass(100);
    }
    expect(line()).toBe("away");
    cluster.troubles.clear();
    cluster.crash("inn");
    const again = await cluster.shell("inn").enter("Ben");
    await cluster.pass(5_000);
    expect(heard(cluster, again)).toBe("A bell in belfry, rung by Anna: 1.");
  });

  it("of more news than scripts may be called for in a tick", async () => {
    const cluster = await bells();
    const { listener } = await people(cluster);
    const events = Array.from({ length: 90 }, (_, i) => ({
      sequence: i + 1,
      after: i,
      realm: "belfry",
      shard: "main",
      id: i + 1,
      kind: "bell",
      data: { by: "Anna", rung: i + 1 },
    }));
    const registrar = cluster.registrars.get("inn");
    expect(await Promise.all([registrar?.deliver(events), registrar?.deliver(events), cluster.pass(200)])).toEqual([
      90,
      90,
      undefined,
    ]);
    for (let i = 0; i < 10; i++) {
      await cluster.pass(600);
      cluster.shell("inn").say(listener, { t: "ack", seq: Number.MAX_SAFE_INTEGER });
    }
    expect(exchangeOf(cluster, "inn").inbox).toEqual([]);
    expect(heard(cluster, listener)).toMatch(/^A bell in belfry, rung by Anna: 1 2 3 .* 89 90\.$/);
  });

  it("and a delivery before which something is missing is refused", async () => {
    const cluster = await bells();
    await people(cluster);
    const event = { sequence: 3, after: 2, realm: "belfry", shard: "main", id: 3, kind: "bell", data: null };
    await expect(cluster.registrars.get("inn")?.deliver([event])).rejects.toThrow("still to come");
  });
});

describe("what the directory knows of a realm", () => {
  it("is its areas and NPCs, who is in it, and whether it sleeps", async () => {
    const cluster = await bells();
    const { ringer } = await people(cluster);
    expect(listNpcs(cluster.keeper.directory, "belfry")).toEqual([
      { realm: "belfry", id: "porter", title: "Osric", area: "yard" },
    ]);
    expect(figures(cluster, "belfry")).toMatchObject({ population: 1, sockets: 1, isAwake: true, asleepSeconds: null });
    await cluster.pass(70_000);
    const asleep = figures(cluster, "belfry");
    expect(asleep).toMatchObject({ population: 1, isAwake: false });
    expect(asleep?.asleepSeconds).toBeGreaterThan(5);
    expect(asleep?.awakeSeconds).toBeGreaterThan(55);
    cluster.shell("belfry").runner.closed(ringer);
    await cluster.pass(1_000);
    expect(figures(cluster, "belfry")).toMatchObject({ population: 0, sockets: 0 });
  });

  it("is told seldom, and not at all while nothing happens", async () => {
    const cluster = await bells();
    await people(cluster);
    const before = cluster.count("belfry", "report");
    await cluster.pass(60_000);
    const told = cluster.count("belfry", "report") - before;
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThanOrEqual(60_000 / REPORT_COUNTERS_EVERY_MS + 2);
    await cluster.pass(20_000);
    const { length } = cluster.calls;
    await cluster.pass(600_000);
    expect(cluster.calls).toHaveLength(length);
    expect(cluster.alarmMs).toBe(Infinity);
  });

  it("follows a crowd at most every five seconds", async () => {
    const cluster = await bells();
    await people(cluster);
    const before = cluster.count("inn", "report");
    for (let i = 0; i < 30; i++) {
      await cluster.shell("inn").enter(`Guest ${i}`);
      await cluster.pass(500);
    }
    expect(cluster.count("inn", "report") - before).toBeLessThanOrEqual(15_000 / REPORT_EVERY_MS + 1);
    await cluster.pass(REPORT_EVERY_MS);
    expect(figures(cluster, "inn")?.population).toBe(31);
  });

  it("goes on counting where it was, whatever lost its memory", async () => {
    const cluster = await bells();
    const { ringer } = await people(cluster);
    await cluster.pass(70_000);
    const before = figures(cluster, "belfry");
    cluster.hibernate("belfry");
    cluster.crashDirectory();
    await ring(cluster, ringer);
    await cluster.pass(70_000);
    expect(figures(cluster, "belfry")?.awakeSeconds).toBeGreaterThan((before?.awakeSeconds ?? 0) + 50);
    expect(figures(cluster, "belfry")?.ticks).toBeGreaterThan(before?.ticks ?? 0);
  });

  it("is refused to who has lost the realm to somebody newer, without asking again and again", async () => {
    const cluster = await bells();
    const taken = { id: "main", areas: ["hall", "yard", "vault"], epoch: 7 };
    cluster.keeper.change({ type: "register", realm: "belfry", title: "B", summary: "", shards: [taken] });
    const ringer = await cluster.shell("belfry").enter("Anna");
    await cluster.pass(5_000);
    await ring(cluster, ringer);
    await cluster.pass(60_000);
    expect(cluster.count("belfry", "register")).toBe(1);
    expect(cluster.count("belfry", "publish")).toBe(0);
    expect(cluster.reports.join()).toContain("STALE_OWNER");
    expect(cluster.shell("belfry").time.alarmMs).toBeNull();
  });
});
