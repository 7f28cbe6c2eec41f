import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemorySql } from "../../../testing/memory-sql.ts";
import type { Change } from "./change.ts";
import { listRealms, statsOf } from "./directory.ts";
import { receive } from "./inbox.ts";
import { DirectoryKeeper } from "./keeper.ts";
import { EVENTS_PER_CALL_MAX, TRIES_MAX, WAITING_MAX } from "./limits.ts";
import type { DirectoryEvent } from "./record.ts";

interface Call {
  realm: string;
  events: DirectoryEvent[];
  settle(arrived: boolean): void;
}

/** A directory whose memory, storage, deliveries and clock are in the test's hand. */
class Bench {
  readonly sql = new MemorySql();
  calls: Call[] = [];
  nowMs = 0;
  alarmMs = Infinity;
  readonly reported: unknown[] = [];
  keeper = this.#keeper();

  #keeper(): DirectoryKeeper {
    return new DirectoryKeeper({
      sql: this.sql,
      sink: {
        deliver: (realm, events) =>
          new Promise((resolve, reject) => {
            const settle = (arrived: boolean) => (arrived ? resolve(null) : reject(new Error("unreachable")));
            this.calls.push({ realm, events, settle });
          }),
      },
      clock: () => this.nowMs,
      alarm: (atMs) => {
        this.alarmMs = atMs;
      },
      report: (error) => void this.reported.push(error),
    });
  }

  /** Memory is gone, and calls that were on their way may still arrive: `calls` stays. */
  crash(): void {
    for (const call of this.calls) call.settle = () => {};
    this.keeper = this.#keeper();
  }

  register(realm: string, heard?: number) {
    return this.keeper.change({
      type: "register",
      realm,
      title: realm,
      summary: "",
      shards: [{ id: realm, areas: ["hall"], epoch: 1 }],
      heard,
    });
  }

  report(realm: string) {
    const owner = { realm, shard: realm, epoch: 1 };
    return this.keeper.change({ type: "report", ...owner, population: 0, npcs: [], stats: { rows: 5 } });
  }

  publish(realm: string, ids: number[], kind = "news") {
    const events = ids.map((id) => ({ id, kind, data: { id } }));
    return this.keeper.change({ type: "publish", realm, shard: realm, epoch: 1, events });
  }

  subscribe(realm: string, ...kinds: string[]) {
    return this.keeper.change({ type: "subscribe", realm, kinds });
  }

  /** To the next alarm. */
  ring(): void {
    this.nowMs = Math.max(this.nowMs, this.alarmMs);
    this.alarmMs = Infinity;
    this.keeper.due();
  }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

function twoRealms(): Bench {
  const bench = new Bench();
  for (const realm of ["a", "b"]) bench.register(realm);
  bench.subscribe("b", "news");
  return bench;
}

describe("signing on", () => {
  it("as before writes nothing", () => {
    const bench = twoRealms();
    const { writes } = bench.sql;
    const again = (kinds: string[]) =>
      bench.keeper.change({
        type: "register",
        realm: "b",
        title: "b",
        summary: "",
        shards: [{ id: "b", areas: ["hall"], epoch: 1 }],
        kinds,
      });
    again(["news"]);
    expect(bench.sql.writes).toBe(writes);
    again(["news", "gossip"]);
    expect(bench.sql.writes).toBeGreaterThan(writes);
    bench.publish("a", [1], "gossip");
    expect(bench.calls.map(({ realm, events }) => [realm, events[0]?.kind])).toEqual([["b", "gossip"]]);
  });

  it("takes up numbers that the directory has forgotten, and gives back figures that it has not", () => {
    const bench = new Bench();
    const claim = { id: "a", areas: ["hall"], epoch: 1, published: 7 };
    const registration = { type: "register", realm: "a", title: "a", summary: "", shards: [claim] } as const;
    bench.keeper.change({ ...registration, shards: [{ ...claim, areas: [...claim.areas] }] });
    bench.report("a");
    bench.crash();
    expect(bench.publish("a", [9])).toMatchObject({ error: { code: "EVENT_GAP", details: { next: 8 } } });
    expect(bench.publish("a", [7, 8])).toEqual({ ok: true, published: 8 });
    expect(bench.register("a")).toMatchObject({ shards: [{ published: 8, stats: { rows: 5 } }] });
  });
});

describe("the directory over a crash", () => {
  it("is as it was: realms, areas, figures, subscriptions, outboxes, and what was published", () => {
    const bench = twoRealms();
    bench.keeper.change({
      type: "report",
      realm: "a",
      shard: "a",
      epoch: 1,
      population: 2,
      npcs: [{ id: "n", title: "N", area: "hall" }],
      stats: { tick: 1 },
    });
    bench.publish("a", [1, 2, 3]);
    bench.keeper.change({ type: "acknowledge", realm: "b", sequence: 1 });
    const before = [listRealms(bench.keeper.directory), { ...statsOf(bench.keeper.directory), outboxes: null }];
    bench.crash();
    expect([listRealms(bench.keeper.directory), { ...statsOf(bench.keeper.directory), outboxes: null }]).toEqual(
      before,
    );
    bench.calls = [];
    bench.ring();
    expect(bench.calls[0]?.events).toMatchObject([
      { sequence: 2, after: 1, id: 2, data: { id: 2 } },
      { sequence: 3, id: 3 },
    ]);
    expect(bench.publish("a", [3])).toEqual({ ok: true, published: 3 });
    expect(bench.keeper.directory.holding).toBe(2);
  });

  it("keeps epochs, and forgets realms that retired", () => {
    const bench = new Bench();
    const shards = ["one", "two"].map((id) => ({ id, areas: [`${id}-hall`], epoch: 1 }));
    const registration: Change = { type: "register", realm: "c", title: "C", summary: "", shards };
    bench.keeper.change(registration);
    bench.keeper.change({ type: "move", realm: "c", area: "one-hall", to: "two" });
    bench.register("d");
    bench.keeper.change({ type: "retire", realm: "d" });
    bench.crash();
    expect(bench.keeper.change(registration)).toMatchObject({ ok: false, error: { code: "STALE_OWNER" } });
    expect(listRealms(bench.keeper.directory).map(({ realm }) => realm)).toEqual(["c"]);
  });

  it("keeps counts of what was dropped, and of what waited by a subscription that ended", () => {
    const bench = twoRealms();
    for (let id = 1; id <= WAITING_MAX + 100; id += 100) bench.publish("a", range(id, id + 99));
    bench.subscribe("b");
    bench.publish("a", [WAITING_MAX + 101]);
    bench.crash();
    expect(statsOf(bench.keeper.directory).outboxes[1]).toMatchObject({ waiting: WAITING_MAX, dropped: 100 });
    bench.calls = [];
    bench.ring();
    expect(receive(0, bench.calls[0]?.events ?? [])).toMatchObject({ lost: 100, heard: 100 + EVENTS_PER_CALL_MAX });
  });

  it("goes on with the tries where they were, and gives up", async () => {
    const bench = twoRealms();
    bench.publish("a", [1]);
    let rings = 0;
    for (; bench.alarmMs < Infinity && rings < 100; rings++) {
      for (const call of bench.calls.splice(0)) call.settle(false);
      await settled();
      bench.crash();
      bench.ring();
    }
    expect(rings).toBe(TRIES_MAX);
    expect(bench.nowMs).toBeGreaterThan(60_000);
    expect(statsOf(bench.keeper.directory).outboxes[1]?.line).toBe("away");
    bench.crash();
    bench.publish("a", [2]);
    expect([bench.calls, bench.alarmMs]).toEqual([[], Infinity]);
    bench.register("b");
    expect(bench.calls[0]?.events.map(({ id }) => id)).toEqual([1, 2]);
  });

  it("that was none but a failed commit, has what was durable, and nothing left", () => {
    const bench = twoRealms();
    bench.publish("a", [1]);
    bench.sql.failsNext = true;
    expect(() => bench.publish("a", [2])).toThrow("disk full");
    expect(bench.keeper.directory.holding).toBe(1);
    expect(bench.calls).toHaveLength(1);
    expect(bench.publish("a", [2])).toEqual({ ok: true, published: 2 });
  });

  it("writes nothing to be read, and one row for an event, however many wait for it", () => {
    const bench = new Bench();
    expect(listRealms(bench.keeper.directory)).toEqual([]);
    expect(bench.sql.writes).toBe(0);
    for (const realm of ["p", ...range(1, 50).map((i) => `r${i}`)]) {
      bench.register(realm);
      bench.subscribe(realm, "news");
    }
    const before = bench.sql.writes;
    bench.publish("p", [1]);
    // The event, the newest position, the publisher's count.
    expect(bench.sql.writes - before).toBe(3);
    expect(bench.sql.exec("SELECT position FROM event")).toHaveLength(1);
  });

  it("reports what did not arrive", async () => {
    const bench = twoRealms();
    bench.publish("a", [1]);
    bench.calls[0]?.settle(false);
    await settled();
    expect(bench.reported).toEqual([new Error("unreachable")]);
    expect(statsOf(bench.keeper.directory).outboxes[1]?.line).toBe("paused");
  });
});

const names = ["a", "b", "c"] as const;
const kinds = ["x", "y"] as const;

/** A realm as shards will be: applies and remembers in one, and may lose what it has not made durable. */
class Listener {
  now = { heard: 0, applied: [] as DirectoryEvent[], lost: 0 };
  durable = structuredClone(this.now);
  published = 0;

  /** Whether the delivery is taken. */
  take(events: readonly DirectoryEvent[]): boolean {
    const received = receive(this.now.heard, events);
    this.now.heard = received.heard;
    this.now.lost += received.lost;
    this.now.applied.push(...received.events);
    return !received.isEarly;
  }
}

type Op =
  | { op: "publish"; realm: number; kind: number; count: number }
  | { op: "repeat"; realm: number }
  | { op: "subscribe"; realm: number; kinds: number }
  | { op: "arrive" | "arrive and fail" | "fail" | "arrive twice"; call: number }
  | { op: "save"; realm: number }
  | { op: "acknowledge"; realm: number; back: number }
  | { op: "realm crash"; realm: number }
  | { op: "crash" | "failed commit" | "ring" };

const realm = fc.nat({ max: names.length - 1 });
const ops: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ op: fc.constant("publish"), realm, kind: fc.nat(1), count: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("repeat"), realm }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("subscribe"), realm, kinds: fc.nat(3) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constantFrom("arrive", "arrive and fail", "fail", "arrive twice"),
      call: fc.nat(5),
    }),
  },
  { weight: 3, arbitrary: fc.record({ op: fc.constant("save"), realm }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant("acknowledge"), realm, back: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("realm crash"), realm }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constantFrom("crash", "failed commit", "ring") }) },
);

/** Three realms, and what each should have applied in the end. */
class Simulation {
  readonly bench = new Bench();
  readonly listeners = names.map(() => new Listener());
  readonly expected: string[][] = names.map(() => []);
  readonly wanted: Set<string>[] = names.map(() => new Set());
  readonly news: { realm: string; kind: string; id: number }[] = [];

  constructor() {
    for (const name of names) this.bench.register(name);
    names.forEach((_, i) => {
      this.run({ op: "subscribe", realm: i, kinds: 3 });
    });
  }

  async step(op: Op): Promise<void> {
    this.run(op);
    await settled();
  }

  run(op: Op): void {
    const { bench } = this;
    switch (op.op) {
      case "publish":
        return this.publish(op.realm, kinds[op.kind] ?? "x", op.count);
      case "repeat":
        return this.repeat(op.realm);
      case "subscribe":
        return this.subscribe(
          op.realm,
          kinds.filter((_, i) => op.kinds & (1 << i)),
        );
      case "save":
        this.at(op.realm).durable = structuredClone(this.at(op.realm).now);
        return;
      case "acknowledge":
        return this.acknowledge(op.realm, op.back);
      case "realm crash":
        this.at(op.realm).now = structuredClone(this.at(op.realm).durable);
        bench.register(names[op.realm] ?? "a", this.at(op.realm).now.heard);
        return;
      case "crash":
        return bench.crash();
      case "failed commit":
        bench.sql.failsNext = true;
        expect(() => bench.report("a")).toThrow("disk full");
        return;
      case "ring":
        return bench.ring();
      default:
        return this.settle(op.op, op.call);
    }
  }

  at(realm: number): Listener {
    const listener = this.listeners[realm];
    if (!listener) throw new Error("no such realm");
    return listener;
  }

  publish(realm: number, kind: string, count: number): void {
    const name = names[realm] ?? "a";
    const listener = this.at(realm);
    const ids = range(listener.published + 1, listener.published + count);
    listener.published += count;
    expect(this.bench.publish(name, ids, kind)).toMatchObject({ ok: true, published: listener.published });
    for (const id of ids) {
      this.news.push({ realm: name, kind, id });
      this.wanted.forEach((wanted, i) => {
        if (i !== realm && wanted.has(kind)) this.expected[i]?.push(`${name} ${id}`);
      });
    }
  }

  /** Publishes the newest event again, as after an answer that was lost. */
  repeat(realm: number): void {
    const last = this.news.findLast((one) => one.realm === names[realm]);
    if (last) expect(this.bench.publish(last.realm, [last.id], last.kind)).toMatchObject({ ok: true });
  }

  subscribe(realm: number, wanted: string[]): void {
    this.wanted[realm] = new Set(wanted);
    this.bench.subscribe(names[realm] ?? "a", ...wanted);
  }

  /** Of something that is durable; perhaps of less than was acknowledged before. */
  acknowledge(realm: number, back: number): void {
    const sequence = Math.max(0, this.at(realm).durable.heard - back);
    const answer = this.bench.keeper.change({ type: "acknowledge", realm: names[realm] ?? "a", sequence });
    expect(answer).toEqual({ ok: true });
  }

  settle(op: "arrive" | "arrive and fail" | "fail" | "arrive twice", index: number): void {
    const call = this.bench.calls[index];
    if (!call) return;
    const listener = this.at(names.indexOf(call.realm as (typeof names)[number]));
    // A call that is repeated stays in the list: it comes once more, however late.
    if (op !== "arrive twice") this.bench.calls.splice(index, 1);
    const taken = op === "fail" ? false : listener.take(call.events);
    call.settle(taken && op !== "arrive and fail");
  }

  /** Everybody is up and well: what waits arrives. */
  async finish(): Promise<void> {
    for (let round = 0; round < 20; round++) {
      names.forEach((name, i) => {
        this.bench.register(name, this.at(i).now.heard);
      });
      while (this.bench.calls.length > 0) await this.step({ op: "arrive", call: 0 });
      for (let i = 0; i < names.length; i++) {
        this.run({ op: "save", realm: i });
        this.run({ op: "acknowledge", realm: i, back: 0 });
      }
    }
  }
}

describe("delivering", () => {
  it("has every listener apply every event exactly once, in the order of its publisher, whatever fails", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(ops, { minLength: 20, maxLength: 120 }), async (script) => {
        const simulation = new Simulation();
        for (const op of script) await simulation.step(op);
        await simulation.finish();
        const applied = simulation.listeners.map(({ now }) => now.applied.map(({ realm, id }) => `${realm} ${id}`));
        expect(applied).toEqual(simulation.expected);
        expect(simulation.listeners.map(({ now }) => now.lost)).toEqual([0, 0, 0]);
        expect(simulation.bench.keeper.directory.holding).toBe(0);
        expect(simulation.bench.sql.exec("SELECT position FROM event")).toEqual([]);
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
