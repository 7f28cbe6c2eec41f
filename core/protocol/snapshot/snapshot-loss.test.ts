import { describe, expect, it } from "vitest";
import { EntityTable } from "./entity-table.ts";
import { DriftingWorld, mixedLayout, seeded } from "./snapshot.fuzz.ts";
import { SnapshotReceiver } from "./snapshot-receiver.ts";
import { SnapshotSender } from "./snapshot-sender.ts";

interface Line {
  loss: number;
  /** Ticks that a message takes at least, and at most. */
  delay: readonly [number, number];
  twice: number;
}

/** Messages on their way, delivered in the order of when they arrive. */
function lineOf<T>({ loss, delay, twice }: Line, random: () => number) {
  let flying: { at: number; message: T }[] = [];
  return {
    send(tick: number, message: T): void {
      for (let copies = random() < twice ? 2 : 1; copies > 0; copies--) {
        const at = tick + delay[0] + Math.floor(random() * (delay[1] - delay[0] + 1));
        if (random() >= loss) flying.push({ at, message });
      }
    },
    arrived(tick: number): T[] {
      const here = flying.filter(({ at }) => at <= tick).sort((a, b) => a.at - b.at);
      flying = flying.filter(({ at }) => at > tick);
      return here.map(({ message }) => message);
    },
  };
}

/** What the client must see at each tick, if nothing was left out. */
function seenOf(world: DriftingWorld): EntityTable {
  const seen = new EntityTable();
  for (const id of world.interest.ids.subarray(0, world.interest.length))
    seen.addFrom(world.table, world.table.rowOf(id));
  return seen;
}

function play(seed: number, ticks: number, line: Line, budget: number, churn: number) {
  const world = new DriftingWorld(seed, 120);
  const random = seeded(seed + 1);
  const [sender, receiver] = [new SnapshotSender(mixedLayout), new SnapshotReceiver(mixedLayout)];
  const [frames, acks] = [lineOf<Uint8Array>(line, random), lineOf<number>(line, random)];
  const truths: EntityTable[] = [];
  const shown = new Map<number, number>();
  const out = new Uint8Array(20_000);
  const counts = { whole: 0, partial: 0, stale: 0, longest: 0, refused: 0 };

  for (let tick = 0; tick < ticks; tick++) {
    world.step(tick, churn);
    truths[tick] = seenOf(world);
    const length = sender.encode(tick, world.table, world.interest, budget, out);
    counts.longest = Math.max(counts.longest, length);
    if (length > 0) frames.send(tick, out.slice(0, length));
    for (const frame of frames.arrived(tick)) {
      const result = receiver.read(frame);
      if (result.ok) {
        counts[result.partial ? "partial" : "whole"]++;
        acks.send(tick, result.tick);
        check(receiver, truths, shown, result.partial);
      } else if (result.code === "SNAPSHOT_STALE") counts.stale++;
      else counts.refused++;
    }
    for (const ack of acks.arrived(tick)) sender.acknowledge(ack);
  }
  return { counts, sender, receiver, shown, truth: truths[ticks - 1] ?? new EntityTable() };
}

/** The heart of it: every state is exactly that of the tick it claims, time runs forward, nobody comes or goes twice. */
function check(
  receiver: SnapshotReceiver,
  truths: readonly EntityTable[],
  shown: Map<number, number>,
  partial: boolean,
) {
  const { latest, entered, left } = receiver;
  for (const id of left) if (!shown.delete(id)) throw new Error(`${id} left twice at ${receiver.tick}`);
  for (const id of entered) {
    if (shown.has(id)) throw new Error(`${id} entered twice at ${receiver.tick}`);
    shown.set(id, -1);
  }
  expect([...shown.keys()].sort((a, b) => a - b)).toEqual([...latest.ids.subarray(0, latest.length)]);
  for (let row = 0; row < latest.length; row++) {
    const [id, asOf] = [latest.ids[row] ?? 0, latest.asOf[row] ?? 0];
    const truth = truths[asOf] ?? new EntityTable();
    const there = truth.rowOf(id);
    const wrong = there < 0 || !latest.sameState(row, truth, there) || asOf < (shown.get(id) ?? 0);
    if (wrong) throw new Error(`${id} at ${receiver.tick}, as of ${asOf}, is not what it was`);
    shown.set(id, asOf);
  }
  if (partial) return;
  expect([...latest.asOf.subarray(0, latest.length)].every((asOf) => asOf === receiver.tick)).toBe(true);
  expect(latest.length).toBe(truths[receiver.tick]?.length);
}

const perfect: Line = { loss: 0, delay: [0, 0], twice: 0 };
const late: Line = { loss: 0, delay: [3, 3], twice: 0 };
const rough: Line = { loss: 0.15, delay: [1, 6], twice: 0.1 };
const awful: Line = { loss: 0.6, delay: [0, 25], twice: 0.3 };

describe("without a budget", () => {
  it.each([
    ["perfect", perfect, 1],
    ["late", late, 2],
    ["rough", rough, 3],
    ["awful", awful, 4],
  ])("every snapshot on a %s line is that of its tick", (_name, line, seed) => {
    const { counts } = play(seed, 500, line, 20_000, 0.02);
    expect(counts.partial).toBe(0);
    expect(counts.whole).toBeGreaterThan(line.loss > 0.5 ? 50 : 200);
    expect(counts.refused).toBe(0);
    if (line.delay[1] > line.delay[0]) expect(counts.stale).toBeGreaterThan(10);
  });
});

describe("with a budget", () => {
  const lines: [string, Line][] = [
    ["perfect", perfect],
    ["late", late],
    ["rough", rough],
    ["awful", awful],
  ];
  const cases = lines.flatMap(([name, line]) => [64, 100, 160].map((budget) => ({ name, line, budget })));

  it.each(cases)("of $budget bytes nothing is too long, wrong, or out of order on a $name line", ({ line, budget }) => {
    const { counts } = play(budget, 400, line, budget, 0.01);
    expect(counts.longest).toBeLessThanOrEqual(budget);
    expect(counts.partial).toBeGreaterThan(20);
    expect(counts.refused).toBe(0);
  });

  it("everybody gets their turn: no state grows old", () => {
    const { receiver, truth, sender } = play(11, 600, late, 200, 0);
    expect(receiver.latest.length).toBe(truth.length);
    const ages = [...receiver.latest.asOf.subarray(0, truth.length)].map((asOf) => receiver.tick - asOf);
    expect(Math.max(...ages)).toBeLessThan(60);
    expect(sender.settled).toBe(false);
  });

  it("weights decide who goes first", () => {
    const world = new DriftingWorld(12, 100);
    const [sender, receiver] = [new SnapshotSender(mixedLayout), new SnapshotReceiver(mixedLayout)];
    const out = new Uint8Array(200);
    const off = [0, 0];
    for (let tick = 0; tick < 200; tick++) {
      world.step(tick, 0);
      const weights = Uint8Array.from({ length: world.interest.length }, (_, i) => (i % 2 === 0 ? 40 : 1));
      const length = sender.encode(tick, world.table, { ...world.interest, weights }, 80, out);
      if (receiver.read(out.slice(0, length)).ok) sender.acknowledge(tick);
      const truth = seenOf(world);
      for (let row = 0; row < truth.length; row++) {
        const shown = receiver.latest.rowOf(truth.ids[row] ?? 0);
        const gap = shown < 0 ? 50_000 : Math.abs((receiver.latest.x[shown] ?? 0) - (truth.x[row] ?? 0));
        off[row % 2] = (off[row % 2] ?? 0) + gap;
      }
    }
    expect(off[0]).toBeLessThan((off[1] ?? 0) / 2);
  });

  it("what stops is told to its end, and then nothing more", () => {
    const world = new DriftingWorld(13, 100);
    const [sender, receiver] = [new SnapshotSender(mixedLayout), new SnapshotReceiver(mixedLayout)];
    const out = new Uint8Array(200);
    for (let tick = 0; tick < 300; tick++) {
      if (tick < 100) world.step(tick, 0.01);
      const length = sender.encode(tick, world.table, world.interest, 150, out);
      if (receiver.read(out.slice(0, length)).ok && tick > 3) sender.acknowledge(tick - 3);
    }
    expect(sender.settled).toBe(true);
    const truth = seenOf(world);
    expect(receiver.latest.length).toBe(truth.length);
    for (let row = 0; row < truth.length; row++) expect(truth.sameState(row, receiver.latest, row)).toBe(true);
  });

  it("too small for anything gives no frame, and recovers", () => {
    const world = new DriftingWorld(14, 60);
    const [sender, receiver] = [new SnapshotSender(mixedLayout), new SnapshotReceiver(mixedLayout)];
    const out = new Uint8Array(5_000);
    for (let tick = 0; tick < 60; tick++) {
      world.step(tick, 0.05);
      const length = sender.encode(tick, world.table, world.interest, tick < 30 ? 4 : 5_000, out);
      expect(length).toBeLessThanOrEqual(tick < 30 ? 4 : 5_000);
      if (length > 0 && receiver.read(out.slice(0, length)).ok) sender.acknowledge(tick);
    }
    expect(receiver.latest.length).toBe(world.interest.length);
  });

  it("nobody comes or goes twice, though they are told of for as long as it is not acknowledged", () => {
    const world = new DriftingWorld(15, 120);
    const [sender, receiver] = [new SnapshotSender(mixedLayout), new SnapshotReceiver(mixedLayout)];
    const out = new Uint8Array(200);
    const [came, went] = [new Map<number, number>(), new Map<number, number>()];
    const count = (ids: readonly number[], into: Map<number, number>) => {
      for (const id of ids) into.set(id, (into.get(id) ?? 0) + 1);
    };
    let [all, half] = [0, 0];
    for (let tick = 0; tick < 400; tick++) {
      world.step(tick, 0);
      all = Math.max(all, world.interest.length);
      half = Math.floor(all / 2);
      const interest = tick < 200 ? world.interest : { ...world.interest, length: half };
      const length = sender.encode(tick, world.table, interest, 90, out);
      if (tick % 3 !== 0 && receiver.read(out.slice(0, length)).ok) {
        count(receiver.entered, came);
        count(receiver.left, went);
      }
      if ((tick - 4) % 3 !== 0) sender.acknowledge(tick - 4);
    }
    expect([came.size, Math.max(...came.values())]).toEqual([all, 1]);
    expect([went.size, Math.max(...went.values())]).toEqual([all - half, 1]);
  });

  it("what is as it was before, after the client saw it otherwise, is told again, and then no more", () => {
    const world = new DriftingWorld(16, 300);
    const [sender, receiver] = [new SnapshotSender(mixedLayout), new SnapshotReceiver(mixedLayout)];
    const out = new Uint8Array(5_000);
    const shown: number[] = [];
    const asOf: number[] = [];
    for (let tick = 0; tick < 120; tick++) {
      world.step(tick, 0);
      const id = world.interest.ids[0] ?? 0;
      const row = world.table.rowOf(id);
      for (const column of ["y", "z", "orientations", "fields", "resting"] as const) world.table[column][row] = 0;
      world.table.x[row] = tick === 20 ? 7 : 5;
      const weights = Uint8Array.from({ length: world.interest.length }, (_, i) => (i === 0 && tick === 20 ? 255 : 1));
      const length = sender.encode(tick, world.table, { ...world.interest, weights }, tick < 10 ? 5_000 : 70, out);
      expect(receiver.read(out.slice(0, length))).toMatchObject({ ok: true, partial: tick >= 10 });
      sender.acknowledge(tick - 4);
      shown[tick] = receiver.latest.x[receiver.latest.rowOf(id)] ?? 0;
      asOf[tick] = receiver.latest.asOf[receiver.latest.rowOf(id)] ?? 0;
    }
    expect([shown[19], shown[20], shown[119]]).toEqual([5, 7, 5]);
    expect(asOf[119]).toBe(asOf[80]);
  });

  it("that shrinks below what must be told again, the client begins anew", () => {
    const world = new DriftingWorld(17, 100);
    const [sender, receiver] = [new SnapshotSender(mixedLayout), new SnapshotReceiver(mixedLayout)];
    const out = new Uint8Array(1_000);
    for (let tick = 0; tick < 200; tick++) {
      world.step(tick, 0);
      const length = sender.encode(tick, world.table, world.interest, tick < 20 ? 600 : 100, out);
      if (tick >= 20 && receiver.read(out.slice(0, length)).ok) sender.acknowledge(tick);
    }
    expect(receiver.latest.length).toBe(world.interest.length);
  });
});
