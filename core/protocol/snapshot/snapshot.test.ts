import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EntityTable } from "./entity-table.ts";
import { SNAPSHOT_ENTITIES_MAX } from "./frame-body.ts";
import type { Interest } from "./frame-plan.ts";
import { DriftingWorld, mixedLayout } from "./snapshot.fuzz.ts";
import { SnapshotReceiver } from "./snapshot-receiver.ts";
import { layoutOf } from "./snapshot-schema.ts";
import { SnapshotSender } from "./snapshot-sender.ts";

interface State {
  id: number;
  kind: number;
  resting: number;
  x: number;
  y: number;
  z: number;
  orientation: number;
  fields: number;
}

function tableOf(states: readonly State[]): EntityTable {
  const table = new EntityTable();
  for (const state of [...states].sort((a, b) => a.id - b.id)) {
    const row = table.add(state.id, state.kind);
    table.resting[row] = state.resting;
    table.x[row] = state.x;
    table.y[row] = state.y;
    table.z[row] = state.z;
    table.orientations[row] = state.orientation;
    table.fields[row] = state.fields;
  }
  return table;
}

function rowsOf(table: EntityTable): State[] {
  return Array.from({ length: table.length }, (_, row) => ({
    id: table.ids[row] ?? 0,
    kind: table.kinds[row] ?? 0,
    resting: table.resting[row] ?? 0,
    x: table.x[row] ?? 0,
    y: table.y[row] ?? 0,
    z: table.z[row] ?? 0,
    orientation: table.orientations[row] ?? 0,
    fields: table.fields[row] ?? 0,
  }));
}

function everything(table: EntityTable): Interest {
  return { ids: table.ids.slice(0, table.length), weights: null, length: table.length };
}

/** One client on a perfect line. */
function client() {
  const [sender, receiver] = [new SnapshotSender(mixedLayout), new SnapshotReceiver(mixedLayout)];
  const out = new Uint8Array(100_000);
  let tick = 0;
  return {
    sender,
    receiver,
    /** Sends a table whole, acknowledges it, and says how many bytes it took. */
    send(table: EntityTable, interest = everything(table), budget = out.length): number {
      const length = sender.encode(++tick, table, interest, budget, out);
      const result = receiver.read(out.slice(0, length));
      expect(result).toMatchObject({ ok: true, tick });
      sender.acknowledge(tick);
      return length;
    },
  };
}

const edge = (max: number) => fc.oneof(fc.constantFrom(0, 1, max - 1, max), fc.integer({ min: 0, max }));
const { sizeX, sizeY, sizeZ, turns, kinds } = mixedLayout;
const orientations = fc
  .tuple(edge(3), edge(turns), edge(turns), edge(turns))
  .map(([largest, a, b, c]) => ((largest << 30) | (a << 20) | (b << 10) | c) >>> 0);

/** Any state that can be told: kinds that do not turn are level, and bits that no field has are 0. */
const states = fc.uniqueArray(
  fc
    .record({
      id: fc.oneof(edge(2 ** 32 - 1), fc.integer({ min: 0, max: 50 })),
      kind: edge(3),
      resting: edge(1),
      x: edge(sizeX),
      y: edge(sizeY),
      z: edge(sizeZ),
      orientation: orientations,
      fields: edge(2 ** 32 - 1),
    })
    .map((state) => {
      const kind = kinds[state.kind];
      const used = (kind?.fields ?? []).reduce((all, { mask, shift }) => all | (mask << shift), 0);
      return { ...state, orientation: kind?.rotates ? state.orientation : 0, fields: (state.fields & used) >>> 0 };
    }),
  { selector: ({ id }) => id, maxLength: 40 },
);

describe("a snapshot", () => {
  it("comes back exactly, whatever the one before it was", () => {
    fc.assert(
      fc.property(fc.array(states, { minLength: 1, maxLength: 6 }), (ticks) => {
        const { send, receiver } = client();
        for (const tick of ticks) {
          const table = tableOf(tick);
          send(table);
          expect(rowsOf(receiver.latest)).toEqual(rowsOf(table));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("takes 3 bytes when nothing happens, and says so once it is acknowledged", () => {
    const world = new DriftingWorld(1, 200);
    world.step(0, 1);
    const { send, sender } = client();
    send(world.table, world.interest);
    expect(sender.settled).toBe(false);
    // The first one has nothing older to foretell from, yet.
    send(world.table, world.interest);
    expect(send(world.table, world.interest)).toBe(3);
    expect(sender.settled).toBe(true);
    world.table.x.fill(77);
    expect(send(world.table, world.interest)).toBeGreaterThan(3);
    expect(sender.settled).toBe(false);
  });

  it("takes far less than the states when things move on as they did", () => {
    const table = tableOf(
      Array.from({ length: 100 }, (_, i) => ({
        id: i * 3,
        kind: 0,
        resting: 0,
        x: 1_000 * i,
        y: 8_000,
        z: 60_000,
        orientation: 0,
        fields: 0,
      })),
    );
    const { send } = client();
    let last = 0;
    for (let tick = 0; tick < 40; tick++) {
      for (let row = 0; row < 100; row++) table.x[row] = (table.x[row] ?? 0) + row;
      last = send(table);
    }
    expect(last).toBeLessThan(20);
  });

  it("tells who came and who went, each once, and a new kind under an old id as both", () => {
    const { send, receiver } = client();
    const one = { id: 5, kind: 0, resting: 0, x: 1, y: 2, z: 3, orientation: 0, fields: 0 };
    const news = (table: EntityTable) => {
      send(table);
      return [[...receiver.entered], [...receiver.left]];
    };
    expect(news(tableOf([one, { ...one, id: 9 }]))).toEqual([[5, 9], []]);
    expect(news(tableOf([one, { ...one, id: 9, x: 5 }]))).toEqual([[], []]);
    expect(news(tableOf([{ ...one, id: 7 }, one]))).toEqual([[7], [9]]);
    const turned = tableOf([
      { ...one, kind: 2 },
      { ...one, id: 7 },
    ]);
    expect([news(turned), news(turned)]).toEqual([
      [[5], [5]],
      [[], []],
    ]);
    expect(receiver.latest.kinds[0]).toBe(2);
  });

  it("shows what is of interest and in the world, and nothing else", () => {
    const { send, receiver } = client();
    const one = { id: 5, kind: 0, resting: 0, x: 1, y: 2, z: 3, orientation: 0, fields: 0 };
    const table = tableOf([one, { ...one, id: 8 }, { ...one, id: 12 }]);
    send(table, { ids: Uint32Array.from([2, 5, 12, 40, 8]), weights: null, length: 4 });
    expect(rowsOf(receiver.latest).map(({ id }) => id)).toEqual([5, 12]);
  });

  it("is of no more entities than a snapshot can hold", () => {
    const crowd = Array.from({ length: SNAPSHOT_ENTITIES_MAX + 100 }, (_, id) => ({
      id,
      kind: 0,
      resting: 1,
      x: id,
      y: 0,
      z: 0,
      orientation: 0,
      fields: 0,
    }));
    const { send, receiver } = client();
    send(tableOf(crowd));
    expect(receiver.latest.length).toBe(SNAPSHOT_ENTITIES_MAX);
    send(tableOf(crowd.slice(200)));
    send(tableOf(crowd.slice(200)));
    expect(receiver.latest.length).toBe(SNAPSHOT_ENTITIES_MAX - 100);
  });

  it("is refused by one who has not its baseline, and taken when it is fresh", () => {
    const world = new DriftingWorld(3, 30);
    const [sender, receiver] = [new SnapshotSender(mixedLayout), new SnapshotReceiver(mixedLayout)];
    const out = new Uint8Array(5_000);
    const frame = (tick: number) => {
      world.step(tick, 0.1);
      return out.slice(0, sender.encode(tick, world.table, world.interest, out.length, out));
    };
    receiver.read(frame(1));
    const unseen = frame(2);
    sender.acknowledge(2);
    expect(receiver.read(frame(3))).toEqual({ ok: false, code: "SNAPSHOT_NO_BASELINE" });
    expect(receiver.read(unseen)).toMatchObject({ ok: true });
    expect(receiver.read(unseen)).toEqual({ ok: false, code: "SNAPSHOT_STALE" });
    const other = new SnapshotReceiver(mixedLayout);
    sender.refresh();
    expect(sender.baseTick).toBeNull();
    expect(other.read(frame(4))).toMatchObject({ ok: true });
    expect(rowsOf(other.latest).length).toBe(world.interest.length);
    expect(other.read(new Uint8Array(0))).toEqual({ ok: false, code: "SNAPSHOT_BAD" });
  });

  it("is refused when somebody is outside of the world, whether they enter there or move there", () => {
    const { schema } = mixedLayout;
    const small = layoutOf({ ...schema, position: { ...schema.position, max: [0, 31, 128] } });
    // What is told against the middle of a world is half as far east in one of half the width.
    const one = { id: 5, kind: 0, resting: 0, x: sizeX / 2 + 30_000, y: 0, z: 0, orientation: 0, fields: 0 };
    const out = new Uint8Array(100);
    for (const outside of [
      { ...one, x: one.x + 5_000 },
      { ...one, id: 6, x: one.x + 5_000 },
    ]) {
      const [sender, receiver] = [new SnapshotSender(mixedLayout), new SnapshotReceiver(small)];
      const [table, later] = [tableOf([one]), tableOf([outside])];
      expect(receiver.read(out.slice(0, sender.encode(1, table, everything(table), 100, out))).ok).toBe(true);
      sender.acknowledge(1);
      const frame = out.slice(0, sender.encode(2, later, everything(later), 100, out));
      expect(receiver.read(frame)).toEqual({ ok: false, code: "SNAPSHOT_BAD" });
      expect([receiver.tick, receiver.latest.length]).toEqual([1, 1]);
    }
  });

  it("is made only for ticks that ascend", () => {
    const { sender } = client();
    const [table, out] = [tableOf([]), new Uint8Array(100)];
    expect(sender.encode(4, table, everything(table), 100, out)).toBeGreaterThan(0);
    expect(sender.encode(4, table, everything(table), 100, out)).toBe(0);
    expect(sender.encode(3, table, everything(table), 100, out)).toBe(0);
  });
});

describe("acknowledgements", () => {
  it("count once, in any order, and not for what was never sent or is forgotten", () => {
    const sender = new SnapshotSender(mixedLayout, 8);
    const world = new DriftingWorld(5, 10);
    const out = new Uint8Array(5_000);
    for (let tick = 1; tick <= 10; tick++) {
      world.step(tick, 0.1);
      sender.encode(tick, world.table, world.interest, out.length, out);
    }
    expect([9, 5, 9, 2, 11, -1, Number.NaN].map((tick) => sender.acknowledge(tick))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(sender.baseTick).toBe(9);
  });

  it("that stop coming end in whole frames, in bounded memory", () => {
    const sender = new SnapshotSender(mixedLayout);
    const world = new DriftingWorld(6, 100);
    const out = new Uint8Array(20_000);
    const lengths: number[] = [];
    for (let tick = 0; tick < 200; tick++) {
      world.step(tick, 0);
      lengths.push(sender.encode(tick, world.table, world.interest, out.length, out));
      if (tick < 20) sender.acknowledge(tick);
    }
    expect(sender.baseTick).toBeNull();
    expect(lengths[100]).toBeGreaterThan((lengths[20] ?? 0) * 2);
    expect(sender.sizeBytes).toBeLessThan(600_000);
  });
});
