import { describe, expect, it } from "vitest";
import { smallRealm } from "../../../testing/small-realm.ts";
import type { Change } from "./change.ts";
import { controlStep } from "./control-step.ts";
import { newDirectory } from "./directory.ts";
import { figures, figuresOf, SILENCE_MAX_MS, withTotal } from "./figures.ts";
import { costOf } from "./prices.ts";
import { WINDOW_MS } from "./readings.ts";

const HOUR_MS = 3_600_000;

/** A directory of one realm, whose shard reports what a test says. */
class Bench {
  readonly directory = newDirectory();
  nowMs = 1_000_000_000;

  constructor() {
    const shards = [{ id: "main", areas: ["hall"], epoch: 1 }];
    this.#run({ type: "register", realm: "small", title: "S", summary: "", shards });
  }

  report(stats: Partial<Record<keyof typeof figures, number>>, population = 0): void {
    const named = Object.entries(stats).map(([name, value]) => [figures[name as keyof typeof figures], value]);
    const owner = { realm: "small", shard: "main", epoch: 1 };
    this.#run({ type: "report", ...owner, population, npcs: [], stats: Object.fromEntries(named) });
  }

  get figures() {
    const [one] = figuresOf(this.directory, this.nowMs);
    if (!one) throw new Error("no figures");
    return one;
  }

  #run(change: Change): void {
    expect(controlStep(this.directory, [change], this.nowMs).answers[0]).toMatchObject({ ok: true });
  }
}

describe("the figures of a realm", () => {
  it("that never told anything are nothing", () => {
    expect(new Bench().figures).toMatchObject({ population: 0, ticks: 0, isAwake: false, asleepSeconds: null });
  });

  it("go on by themselves while it is awake, and stop when it sleeps", () => {
    const bench = new Bench();
    bench.report({ awakeMs: 10_000, isAwake: 1, sockets: 3, ticks: 200 }, 2);
    bench.nowMs += 30_000;
    expect(bench.figures).toMatchObject({ isAwake: true, awakeSeconds: 40, asleepSeconds: null });
    expect(bench.figures).toMatchObject({ sockets: 3, ticks: 200, population: 2 });
    bench.report({ awakeMs: 41_000, isAwake: 0, stateMs: 500 }, 2);
    bench.nowMs += 60_000;
    expect(bench.figures).toMatchObject({ isAwake: false, awakeSeconds: 41, asleepSeconds: 60.5 });
  });

  it("of one that died awake do not go on for ever", () => {
    const bench = new Bench();
    bench.report({ awakeMs: 10_000, isAwake: 1 });
    bench.nowMs += SILENCE_MAX_MS + 10 * HOUR_MS;
    expect(bench.figures).toMatchObject({ isAwake: false, awakeSeconds: 10 });
    expect(bench.figures.asleepSeconds).toBe((SILENCE_MAX_MS + 10 * HOUR_MS) / 1_000);
  });
});

describe("what an hour costs", () => {
  it("is by the public prices", () => {
    const hour = { awakeSeconds: 3_600, messages: 0, calls: 0, rows: 0 };
    expect(costOf(hour)).toBeCloseTo(0.00576, 12);
    expect(costOf({ awakeSeconds: 0, messages: 20_000_000, calls: 1_000_000, rows: 1_000_000 })).toBeCloseTo(1.3, 12);
  });

  it("of one that is awake all the time is what is on the page of prices", () => {
    const bench = new Bench();
    for (let minute = 0; minute <= 180; minute++) {
      bench.report({ awakeMs: minute * 60_000, isAwake: 1 });
      bench.nowMs += 60_000;
    }
    expect(bench.figures.dollarsPerHour).toBeCloseTo(0.00576, 5);
  });

  it("counts messages, calls and rows of the last half hour or more, and none before", () => {
    const bench = new Bench();
    bench.report({ rows: 5_000_000 });
    for (let i = 0; i < 6; i++) {
      bench.nowMs += WINDOW_MS;
      bench.report({ rows: 5_000_000 + i * 500, messages: i * 10_000, calls: i * 500 });
    }
    // In an hour 1,000 rows, 20,000 messages, which are 1,000 requests, and 1,000 calls.
    expect(bench.figures.dollarsPerHour).toBeCloseTo(0.001 + 0.0003, 9);
  });

  it("becomes less and less while it sleeps", () => {
    const bench = new Bench();
    bench.report({ awakeMs: 60_000, rows: 100 });
    const before = bench.figures.dollarsPerHour;
    bench.nowMs += 100 * HOUR_MS;
    expect(bench.figures.dollarsPerHour).toBeLessThan(before / 1_000);
  });
});

it("the sum is of all that are built, told of or not", () => {
  const bench = new Bench();
  bench.report({ isAwake: 1, sockets: 3, ticks: 7 }, 2);
  const maps = [smallRealm, { ...smallRealm, realm: "other" }];
  const { realms, total } = withTotal(maps, figuresOf(bench.directory, bench.nowMs));
  expect(realms.map(({ realm, isAwake, npcs }) => [realm, isAwake, npcs])).toEqual([
    ["small", true, 0],
    ["other", false, 1],
  ]);
  expect(total).toMatchObject({ realms: 2, realmsAwake: 1, population: 2, sockets: 3, ticks: 7, npcs: 1 });
});
