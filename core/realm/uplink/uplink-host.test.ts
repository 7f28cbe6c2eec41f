import { beforeEach, describe, expect, it } from "vitest";
import { MemorySql } from "../../../testing/memory-sql.ts";
import type { UplinkHello } from "../../protocol/uplink-frames.ts";
import {
  UPLINK_EVENTS_BURST,
  UPLINK_EVENTS_MAX,
  UPLINK_EVENTS_PER_SECOND,
  UPLINK_FRAME_MAX_CHARS,
  UPLINK_FRAMES_BURST,
  UPLINK_HELLOS_BURST,
  UPLINK_LINES_MAX,
  UPLINK_NODES_MAX,
} from "../../protocol/uplink-limits.ts";
import { bridgeOf, bridgesOf } from "../directory/bridge.ts";
import { statsOf } from "../directory/directory.ts";
import { DirectoryKeeper } from "../directory/keeper.ts";
import { WAITING_MAX } from "../directory/limits.ts";
import { type LineKeepsake, type LiveLine, UplinkHost } from "./uplink-host.ts";

interface Said {
  t: string;
  seq?: number;
  error?: { code: string; details?: object };
}

/** A host whose sockets are in the test's hand. */
class Bench {
  readonly sql = new MemorySql();
  readonly said: Record<string, Said[]> = {};
  readonly closes: string[] = [];
  readonly kept = new Map<string, LineKeepsake>();
  readonly reports: string[] = [];
  nowMs = 1_000_000;
  keeper!: DirectoryKeeper;
  host!: UplinkHost;

  constructor() {
    this.wake([]);
  }

  wake(live: LiveLine[]): void {
    this.keeper = new DirectoryKeeper({
      sql: this.sql,
      sink: { deliver: async (_, events) => events.at(-1)?.sequence ?? null },
      clock: () => this.nowMs,
      alarm: () => undefined,
      report: (error) => void this.reports.push(String(error)),
    });
    const lines = {
      send: (line: string, text: string) => {
        this.said[line] = [...(this.said[line] ?? []), JSON.parse(text) as Said];
      },
      close: (line: string, code: number, reason: string) => void this.closes.push(`${line} ${code} ${reason}`),
      keep: (line: string, keepsake: LineKeepsake) => void this.kept.set(line, keepsake),
      heardMs: () => null,
    };
    const report = (error: unknown) => void this.reports.push(String(error));
    const ports = { directory: this.keeper, lines, clock: () => this.nowMs, count: () => undefined, report };
    this.host = new UplinkHost(ports, () => live);
    this.keeper.attach(this.host);
  }

  open(line: string, hello: Partial<UplinkHello> | null = {}, allowed: string | null = null): void {
    this.host.open(line, allowed);
    if (hello) this.say(line, { ...greeting, ...hello });
  }

  say(line: string, frame: object): void {
    this.host.message(line, JSON.stringify(frame));
  }

  codes(line: string): (string | undefined)[] {
    return (this.said[line] ?? []).map(({ t, error }) => error?.code ?? t);
  }

  get published(): number | undefined {
    return bridgeOf(this.keeper.directory, "attic")?.shards.get("main")?.published;
  }
}

const greeting: UplinkHello = {
  t: "hello",
  v: 1,
  node: "attic",
  heard: 0,
  taken: 0,
  kinds: ["bell"],
  realms: ["tavern"],
};
const event = (seq: number, more: object = {}) => ({
  seq,
  after: seq - 1,
  realm: "tavern",
  kind: "bell",
  data: seq,
  ...more,
});
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

let bench: Bench;

beforeEach(() => {
  bench = new Bench();
  const shards = [{ id: "main", areas: ["hall"], epoch: 1 }];
  bench.keeper.change({ type: "register", realm: "wood", title: "W", summary: "", shards, kinds: ["bell", "roar"] });
});

describe("a node's hello", () => {
  it("is welcome, and told where numbers stand and what is wanted", () => {
    bench.open("a");
    expect(bench.said["a"]).toEqual([{ t: "welcome", v: 1, heard: 0, taken: 0, kinds: ["bell", "roar"] }]);
    expect(bridgesOf(bench.keeper.directory)).toHaveLength(1);
  });

  it.each([
    [{ v: 2 }, null, "VERSION_UNSUPPORTED"],
    [{ node: "edge" }, null, "FORBIDDEN"],
    [{ node: "attic" }, "barn", "FORBIDDEN"],
  ])("%o with a token of %s is refused: %s", (hello, allowed, code) => {
    bench.open("a", hello, allowed);
    expect(bench.codes("a")).toEqual([code]);
    expect(bench.closes).toEqual(["a 4005 REFUSED"]);
    expect(bridgesOf(bench.keeper.directory)).toEqual([]);
    bench.say("a", { t: "kinds", kinds: [] });
    expect(bench.codes("a")).toEqual([code]);
  });

  it("comes first, and once", () => {
    bench.open("a", null);
    bench.say("a", { t: "ack", seq: 0 });
    bench.say("a", greeting);
    bench.say("a", greeting);
    expect(bench.codes("a")).toEqual(["HELLO_FIRST", "welcome", "HELLO_TWICE"]);
  });

  it("of one node more than there may be is refused, those that are known are not", () => {
    for (const i of range(1, UPLINK_NODES_MAX)) bench.open(`n${i}`, { node: `n${i}` });
    bench.open("more", { node: "more" });
    expect(bench.codes("more")).toEqual(["UPLINK_FULL"]);
    bench.open("again", { node: "n1" });
    expect(bench.codes("again")).toEqual(["welcome"]);
  });

  it("of which there are too many in a moment is put off", () => {
    for (const i of range(1, UPLINK_HELLOS_BURST)) bench.open(`h${i}`);
    bench.open("more");
    expect([bench.closes.at(-1), bench.said["more"]]).toEqual(["more 1013 TRY_LATER", undefined]);
    expect(bench.host.presence("attic")).toBe(bench.nowMs);
    bench.nowMs += 500;
    bench.open("later");
    expect(bench.codes("later")).toEqual(["welcome"]);
  });

  it("is for later where the directory cannot be read", () => {
    const read = Object.getOwnPropertyDescriptor(DirectoryKeeper.prototype, "directory");
    bench.wake([]);
    const broken = { ...read, get: () => expect.fail("a damaged file") };
    Object.defineProperty(bench.keeper, "directory", broken);
    bench.open("a");
    expect([bench.closes, bench.reports.length]).toEqual([["a 4012 RESTART"], 2]);
    Object.defineProperty(bench.keeper, "directory", { ...read, configurable: true });
    bench.open("b");
    expect(bench.codes("b")).toEqual(["welcome"]);
  });

  it("that never comes loses its socket when others come", () => {
    bench.open("a", null);
    bench.nowMs += 20_000;
    bench.open("b");
    expect(bench.closes).toEqual(["a 4010 SILENT"]);
  });

  it("is not even heard where there are too many sockets", () => {
    for (const i of range(1, UPLINK_LINES_MAX)) bench.open(`l${i}`, null);
    bench.open("more");
    expect(bench.closes).toEqual(["more 1013 TRY_LATER"]);
    expect(bench.said["more"]).toBeUndefined();
  });

  it("that cannot be kept ends the line, so that it comes again", () => {
    bench.sql.failsNext = true;
    bench.open("a");
    expect(bench.closes).toEqual(["a 4012 RESTART"]);
    expect(bench.said["a"]).toBeUndefined();
    bench.open("b");
    expect(bench.codes("b")).toEqual(["welcome"]);
  });
});

describe("two lines of one name", () => {
  it("the newer one has the bridge, and the older is told", async () => {
    bench.open("old");
    bench.open("new");
    expect(bench.closes).toEqual(["old 4001 REPLACED"]);
    bench.say("old", { t: "events", events: [event(1)] });
    bench.host.closed("old");
    expect([bench.published, bridgeOf(bench.keeper.directory, "attic")?.line]).toEqual([0, "clear"]);
    bench.keeper.change({
      type: "publish",
      realm: "wood",
      shard: "main",
      epoch: 1,
      events: [{ id: 1, kind: "bell", data: 1 }],
    });
    await settled();
    expect([bench.codes("old"), bench.codes("new")]).toEqual([["welcome"], ["welcome", "events"]]);
  });

  it("that both outlived the directory's memory: the newer by epoch", () => {
    bench.open("old");
    bench.open("new");
    const live = ["new", "old"].map((line) => ({ line, keepsake: bench.kept.get(line) as LineKeepsake }));
    bench.closes.length = 0;
    bench.wake(live);
    bench.say("old", { t: "events", events: [event(1)] });
    bench.say("new", { t: "events", events: [event(1)] });
    expect(bench.closes).toEqual(["old 4001 REPLACED"]);
    expect([bench.codes("old").at(-1), bench.codes("new").at(-1)]).toEqual(["welcome", "ack"]);
  });

  it("of which none is left after a crash: the node is away", () => {
    bench.open("a");
    bench.nowMs += 5_000;
    bench.wake([]);
    expect(bench.host.presence("attic")).toBeNull();
    // As far as anybody knows it was there until now.
    expect(bridgeOf(bench.keeper.directory, "attic")).toMatchObject({ line: "away", far: { heardMs: bench.nowMs } });
  });
});

describe("a node that is mad or hostile", () => {
  beforeEach(() => bench.open("a"));

  it.each([
    ["no JSON", "{"],
    ["binary", new Uint8Array(3)],
    ["another kind of frame", '{"t":"fly"}'],
    ["nothing", "null"],
    ["a field too many", JSON.stringify({ t: "ack", seq: 1, more: 1 })],
    ["another's name in an event", JSON.stringify({ t: "events", events: [event(1, { realm: "../wood" })] })],
    ["events that have gone too far", JSON.stringify({ t: "events", events: [event(1, { realm: "a.b.c" })] })],
    ["a kind that is none", JSON.stringify({ t: "events", events: [event(1, { kind: "Bell!" })] })],
    ["data too long", JSON.stringify({ t: "events", events: [event(1, { data: "x".repeat(2_000) })] })],
    ["no data", JSON.stringify({ t: "events", events: [event(1, { data: undefined })] })],
    [
      "data too deep",
      `{"t":"events","events":[{"seq":1,"after":0,"realm":"a","kind":"b","data":${"[".repeat(50_000)}${"]".repeat(50_000)}}]}`,
    ],
    ["no events", JSON.stringify({ t: "events", events: [] })],
    [
      "too many events",
      JSON.stringify({ t: "events", events: range(1, UPLINK_EVENTS_MAX + 1).map((seq) => event(seq)) }),
    ],
    ["numbers that are none", JSON.stringify({ t: "events", events: [event(1, { seq: 2 ** 49 })] })],
  ])("says %s, and is told so", (_, data) => {
    bench.host.message("a", data);
    expect(bench.codes("a")).toEqual(["welcome", "BAD_FRAME"]);
    expect([bench.published, bench.closes]).toEqual([0, []]);
  });

  it("says too much at once", () => {
    bench.host.message("a", "x".repeat(UPLINK_FRAME_MAX_CHARS + 1));
    expect(bench.codes("a")).toEqual(["welcome", "FRAME_TOO_LARGE"]);
  });

  it("speaks for nobody but its own realms, whatever it calls them", () => {
    const heard: string[] = [];
    const shards = [{ id: "main", areas: ["hall"], epoch: 1 }];
    bench.keeper.change({ type: "register", realm: "moor", title: "M", summary: "", shards, kinds: ["bell"] });
    const { directory } = bench.keeper;
    bench.say("a", { t: "events", events: [event(1, { realm: "wood" })] });
    for (const { realm, shard } of directory.held) heard.push(`${realm} ${shard}`);
    expect(heard).toEqual(["attic.* wood"]);
    const named = { realm: "wood", title: "W", summary: "", areas: 1, population: 9, npcs: [] };
    const figures = { sockets: 0, ticks: 0, isAwake: false, awakeSeconds: 0, asleepSeconds: null, eventsHeld: 0 };
    bench.say("a", { t: "realm", ...named, ...figures });
    expect(bench.codes("a").at(-1)).toBe("BAD_FRAME");
    expect(bridgeOf(directory, "attic")?.far.realms.size).toBe(0);
  });

  it("acknowledges what it never got, and begins anew", () => {
    bench.say("a", { t: "ack", seq: 7 });
    expect(bench.closes).toEqual(["a 4012 RESTART"]);
  });

  it("leaves something out, and begins anew", () => {
    bench.say("a", { t: "events", events: [event(2)] });
    expect([bench.published, bench.closes]).toEqual([0, ["a 4012 RESTART"]]);
  });

  it("sends more than others can hear: what is too much is not taken, and comes again", () => {
    let seq = 0;
    for (let i = 0; i < UPLINK_EVENTS_BURST / UPLINK_EVENTS_MAX + 3; i++) {
      const events = range(seq + 1, seq + UPLINK_EVENTS_MAX).map((one) => event(one));
      bench.say("a", { t: "events", events });
      seq = bench.said["a"]?.findLast(({ t }) => t === "ack")?.seq ?? 0;
    }
    expect(bench.published).toBe(UPLINK_EVENTS_BURST);
    expect(bench.codes("a").filter((code) => code === "RATE_LIMITED")).toHaveLength(3);
    // Nor by another line.
    bench.open("b");
    bench.say("b", { t: "events", events: [event(seq + 1)] });
    expect(bench.codes("b")).toEqual(["welcome", "RATE_LIMITED"]);
    bench.nowMs += 1_000;
    bench.say("b", { t: "events", events: range(seq + 1, seq + UPLINK_EVENTS_PER_SECOND).map((one) => event(one)) });
    expect(bench.codes("b").at(-1)).toBe("ack");
    const { outboxes } = statsOf(bench.keeper.directory);
    for (const { waiting } of outboxes) expect(waiting).toBeLessThanOrEqual(WAITING_MAX);
  });

  it("says nothing new all the time, and is closed", () => {
    for (let i = 0; i < UPLINK_FRAMES_BURST + 1; i++) bench.say("a", { t: "ack", seq: 0 });
    expect(bench.closes).toEqual(["a 4009 ABUSE"]);
    expect(bench.host.presence("attic")).toBeNull();
  });

  it("claims numbers beyond everything, and harms nobody but itself", async () => {
    const most = 2 ** 48;
    bench.open("b", { heard: most, taken: most });
    expect(bench.said["b"]).toMatchObject([{ t: "welcome", heard: most, taken: most }]);
    bench.keeper.change({
      type: "publish",
      realm: "wood",
      shard: "main",
      epoch: 1,
      events: [{ id: 1, kind: "bell", data: 1 }],
    });
    await settled();
    expect(bench.codes("b")).toEqual(["welcome", "events"]);
  });
});
