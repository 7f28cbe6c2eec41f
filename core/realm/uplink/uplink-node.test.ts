import { beforeEach, describe, expect, it } from "vitest";
import { MemorySql } from "../../../testing/memory-sql.ts";
import { bridgeOf } from "../directory/bridge.ts";
import type { FarReport } from "../directory/change.ts";
import { DirectoryKeeper } from "../directory/keeper.ts";
import { type LineEnd, UplinkNode } from "./uplink-node.ts";

/** A node whose socket, clock and chance are in the test's hand. */
class Bench {
  readonly sql = new MemorySql();
  readonly said: string[] = [];
  readonly states: string[] = [];
  readonly reports: string[] = [];
  connects = 0;
  hangUps = 0;
  nowMs = 1_000_000;
  timerMs = Infinity;
  random = 0.5;
  realms: FarReport[] = [];
  readonly keeper = new DirectoryKeeper({
    sql: this.sql,
    sink: { deliver: async (_, events) => events.at(-1)?.sequence ?? null },
    clock: () => this.nowMs,
    alarm: () => undefined,
    report: (error) => void this.reports.push(String(error)),
  });
  readonly node = new UplinkNode("attic", {
    directory: this.keeper,
    connect: () => {
      this.connects += 1;
    },
    send: (text) => void this.said.push(text),
    hangUp: () => {
      this.hangUps += 1;
    },
    timer: (ms) => {
      this.timerMs = this.nowMs + ms;
    },
    realms: async () => this.realms,
    clock: () => this.nowMs,
    random: () => this.random,
    count: () => undefined,
    report: (error) => void this.reports.push(String(error)),
    state: (state) => void this.states.push("code" in state ? `${state.state} ${state.code}` : state.state),
  });

  constructor() {
    this.keeper.attach(this.node);
  }

  /** To the next timer; gives how long that took. */
  next(): number {
    const waitedMs = this.timerMs - this.nowMs;
    this.nowMs = this.timerMs;
    this.timerMs = Infinity;
    this.node.due();
    return waitedMs;
  }

  hear(frame: object): void {
    this.node.message(JSON.stringify(frame));
  }

  async link(): Promise<void> {
    this.node.opened();
    await settled();
    this.hear({ t: "welcome", v: 1, heard: 0, taken: 0, kinds: ["bell"] });
    await settled();
  }

  /** Loses the line, and gives the wait until it is tried again. */
  lose(end: LineEnd): number {
    const { connects } = this;
    this.node.closed(end);
    let waitedMs = this.next();
    while (this.connects === connects) waitedMs += this.next();
    return waitedMs;
  }

  /** Kinds of what was said since the last look. */
  kinds(): string[] {
    return this.said.splice(0).map((text) => (text === "ping" ? text : (JSON.parse(text) as { t: string }).t));
  }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const minutes = (count: number) => count * 60_000;
const tavern = (more: Partial<FarReport> = {}): FarReport => ({
  ...{ realm: "tavern", title: "Tavern", summary: "", areas: 1, population: 0, npcs: [], sockets: 0, ticks: 0 },
  ...{ isAwake: false, awakeSeconds: 0, asleepSeconds: 5, eventsHeld: 0 },
  ...more,
});

let bench: Bench;

beforeEach(() => {
  bench = new Bench();
  bench.node.start();
});

describe("a node's uplink", () => {
  it("says who it is, where numbers stand and what it wants, and then how its realms are", async () => {
    bench.realms = [tavern()];
    const shards = [{ id: "main", areas: ["hall"], epoch: 1 }];
    bench.keeper.change({ type: "register", realm: "tavern", title: "T", summary: "", shards, kinds: ["roar"] });
    await bench.link();
    expect(bench.said.map((text) => JSON.parse(text))).toEqual([
      { t: "hello", v: 1, node: "attic", heard: 0, taken: 0, kinds: ["roar"], realms: ["tavern"] },
      { t: "realm", ...tavern() },
    ]);
    expect(bench.states).toEqual(["linked"]);
  });

  it("pings every 15 s, and takes a line for dead on which nothing comes for 40 s", async () => {
    await bench.link();
    bench.kinds();
    const linkedMs = bench.nowMs;
    while (bench.states.at(-1) === "linked") {
      bench.next();
      if (bench.nowMs - linkedMs === 15_000) bench.node.message("pong");
    }
    expect(bench.nowMs - linkedMs).toBe(55_000);
    expect(bench.kinds()).toEqual(["ping", "ping", "ping"]);
    expect([bench.states, bench.hangUps]).toEqual([["linked", "lost null"], 1]);
  });

  it("gives up a try that is not answered, or not welcome, within 10 s", async () => {
    expect(bench.next()).toBe(10_000);
    expect(bench.states).toEqual(["lost null"]);
    bench.next();
    bench.node.opened();
    await settled();
    expect(bench.next()).toBe(10_000);
    expect(bench.kinds()).toEqual(["hello"]);
    bench.hear({ t: "welcome", v: 1, heard: 0, taken: 0, kinds: [] });
    expect(bench.states).toEqual(["lost null"]);
  });

  it("begins anew where its own directory cannot keep what it hears", async () => {
    await bench.link();
    bench.sql.failsNext = true;
    bench.hear({ t: "events", events: [{ seq: 1, after: 0, realm: "wood", kind: "bell", data: 1 }] });
    expect(bench.states).toEqual(["linked", "lost null"]);
    bench.next();
    await bench.link();
    bench.kinds();
    bench.hear({ t: "events", events: [{ seq: 1, after: 0, realm: "wood", kind: "bell", data: 1 }] });
    expect(bench.kinds()).toEqual(["ack"]);
  });

  it("is not moved by what it does not understand", async () => {
    await bench.link();
    bench.kinds();
    for (const text of ["{", "[]", '{"t":"tea"}', '{"t":"error","error":{"code":"RATE_LIMITED"}}', null])
      bench.node.message(text);
    expect([bench.kinds(), bench.states]).toEqual([[], ["linked"]]);
  });

  it("says nothing more once it is stopped, and keeps what waits", async () => {
    await bench.link();
    const shards = [{ id: "main", areas: ["hall"], epoch: 1 }];
    bench.keeper.change({ type: "register", realm: "tavern", title: "T", summary: "", shards });
    bench.kinds();
    bench.node.stop();
    const events = [{ id: 1, kind: "bell", data: 1 }];
    bench.keeper.change({ type: "publish", realm: "tavern", shard: "main", epoch: 1, events });
    bench.node.closed({ code: 1006 });
    await settled();
    expect(bench.kinds()).toEqual([]);
    expect(bridgeOf(bench.keeper.directory, "edge")).toMatchObject({ line: "away", waiting: [{ id: 1 }] });
  });

  it("finds its line closed after its process died", async () => {
    await bench.link();
    expect(bridgeOf(bench.keeper.directory, "edge")?.line).toBe("clear");
    const next = new UplinkNode("attic", { ...portsOf(bench), directory: bench.keeper });
    next.start();
    expect(bridgeOf(bench.keeper.directory, "edge")?.line).toBe("away");
  });
});

function portsOf(bench: Bench): ConstructorParameters<typeof UplinkNode>[1] {
  return {
    directory: bench.keeper,
    connect: () => undefined,
    send: () => undefined,
    hangUp: () => undefined,
    timer: () => undefined,
    realms: async () => [],
    clock: () => bench.nowMs,
    random: () => 0,
    count: () => undefined,
    report: () => undefined,
    state: () => undefined,
  };
}

const npcsIn = (ticks: number) => [{ id: "greta", title: "Greta", area: `hall-${ticks}` }];

describe("how its realms are", () => {
  beforeEach(async () => {
    bench.realms = [tavern()];
    await bench.link();
    bench.kinds();
  });

  const change = async (more: Partial<FarReport>) => {
    bench.realms = [tavern(more)];
    bench.node.stepped();
    while (bench.timerMs - bench.nowMs <= 5_000) {
      bench.next();
      bench.node.message("pong");
    }
    await settled();
    return bench.kinds().filter((t) => t !== "ping");
  };

  it("is told when it changes, at most every 5 s", async () => {
    const startMs = bench.nowMs;
    expect(await change({ population: 1 })).toEqual(["realm"]);
    expect(bench.nowMs - startMs).toBe(5_000);
    expect(await change({ population: 1 })).toEqual([]);
    expect(await change({ population: 1, asleepSeconds: 500 })).toEqual([]);
    expect(await change({ population: 1, eventsHeld: 2 })).toEqual([]);
  });

  it("is told with its counters, and where its NPCs are, once a minute", async () => {
    let told = 0;
    for (let ticks = 1; ticks <= 25; ticks++)
      told += (await change({ isAwake: true, ticks, npcs: npcsIn(ticks) })).length;
    expect(told).toBe(3);
  });

  it("is told whole after the line was lost", async () => {
    bench.lose({ code: 1006 });
    await bench.link();
    expect(bench.kinds()).toEqual(["hello", "realm"]);
  });
});

describe("coming back", () => {
  it("takes up to 10 s, more with every failure, by lot", () => {
    bench.random = 0.999;
    const waits = Array.from({ length: 7 }, () => bench.lose({ code: null }));
    expect(waits.map((ms) => Math.round(ms / 1_000))).toEqual([1, 2, 4, 8, 10, 10, 10]);
    bench.random = 0;
    expect(bench.lose({ code: null })).toBe(0);
    expect(bench.states).toEqual(["lost null"]);
  });

  it("is soon after a line that held, and not after one that did not", async () => {
    for (let i = 0; i < 6; i++) bench.lose({ code: null });
    await bench.link();
    expect(bench.lose({ code: 1012 })).toBe(5_000);
    await bench.link();
    bench.nowMs += 31_000;
    expect(bench.lose({ code: 1012 })).toBe(500);
    expect(bench.states).toEqual(["lost null", "linked", "lost 1012", "linked", "lost 1012"]);
  });

  it.each([
    [{ code: null, status: 401, error: "TOKEN_INVALID" }, "refused TOKEN_INVALID"],
    [{ code: null, status: 403, error: "UPLINK_OFF" }, "refused UPLINK_OFF"],
    [{ code: null, status: 404 }, "refused 404"],
    [{ code: 4005 }, "refused 4005"],
    [{ code: 4009 }, "refused 4009"],
  ])("takes minutes after a refusal: %o", (end, state) => {
    const waits = Array.from({ length: 5 }, () => bench.lose(end));
    expect(waits.every((ms, i) => ms >= minutes(0.25) && ms <= minutes(5) && ms >= (waits[i - 1] ?? 0))).toBe(true);
    expect(waits.at(-1)).toBe(minutes(0.75 * 5));
    expect(bench.states).toEqual([state]);
  });

  it.each([429, 500, 502, 503])("is as after a loss where the answer is %i", (status) => {
    expect(bench.lose({ code: null, status })).toBe(500);
  });

  it("says why it was refused, where it was told", async () => {
    bench.node.opened();
    await settled();
    bench.hear({ t: "error", error: { code: "FORBIDDEN", message: "" } });
    bench.lose({ code: 4005 });
    expect(bench.states).toEqual(["refused FORBIDDEN"]);
  });

  it("does not fight with another of its name: it waits up to an hour", async () => {
    const waits: number[] = [];
    for (let i = 0; i < 6; i++) {
      await bench.link();
      bench.nowMs += minutes(3);
      waits.push(bench.lose({ code: 4001 }) / minutes(0.75));
    }
    expect(waits).toEqual([5, 10, 20, 40, 60, 60]);
    await bench.link();
    bench.nowMs += minutes(121);
    expect(bench.lose({ code: 4001 })).toBe(minutes(0.75 * 5));
  });
});
