import { describe, expect, it } from "vitest";
import { EntityTable } from "./entity-table.ts";
import { History } from "./history.ts";
import { BLOCK_WORDS } from "./shelves.ts";
import { mixedLayout } from "./snapshot.fuzz.ts";
import { Workshop } from "./workshop.ts";

/** Of views without entities only the models take room: here one block each. */
const MODEL_BYTES = BLOCK_WORDS * 4;

function historyOf(views: number) {
  const workshop = new Workshop(mixedLayout);
  const history = new History(views, workshop);
  /** Keeps what the workshop has seen and learnt at a tick: the tick, in one context. */
  const keep = (tick: number, base: number | null, teaches = true) => {
    history.takeModel(base).estimates[100] = tick;
    history.keep({ tick, base, recent: null, older: null, partial: false, empty: false, teaches });
  };
  const learntAt = (tick: number | null) => history.takeModel(tick).estimates[100];
  return { workshop, history, keep, learntAt };
}

describe("History", () => {
  it("holds one model where every view is acknowledged at once", () => {
    const { workshop, history, keep, learntAt } = historyOf(4);
    for (let tick = 0; tick < 20; tick++) {
      keep(tick, history.baseline?.tick ?? null);
      expect(history.acknowledge(tick)).toBe(true);
      expect(workshop.shelves.usedBytes).toBe(MODEL_BYTES);
      expect(learntAt(history.baseline?.tick ?? null)).toBe(tick);
    }
    history.forget();
    expect(workshop.shelves.usedBytes).toBe(0);
    expect(history.baseline).toBeNull();
  });

  it("holds the models of all views that may become the baseline, each once", () => {
    const { workshop, history, keep, learntAt } = historyOf(8);
    for (let tick = 0; tick < 5; tick++) keep(tick, null);
    expect(workshop.shelves.usedBytes).toBe(5 * MODEL_BYTES);
    history.acknowledge(2);
    expect(workshop.shelves.usedBytes).toBe(3 * MODEL_BYTES);
    for (let tick = 5; tick < 8; tick++) keep(tick, 2, false);
    expect(workshop.shelves.usedBytes).toBe(3 * MODEL_BYTES);
    // Late words of old views change nothing.
    expect([history.acknowledge(1), history.acknowledge(1), history.baseline?.tick]).toEqual([true, false, 2]);
    expect([3, 4, 5, 6].map(learntAt)).toEqual([3, 4, 2, 2]);
    history.acknowledge(6);
    expect(workshop.shelves.usedBytes).toBe(MODEL_BYTES);
    expect(learntAt(6)).toBe(2);
  });

  it("has no baseline any more once it was put aside for newer views", () => {
    const { history, keep } = historyOf(3);
    keep(0, null);
    history.acknowledge(0);
    for (let tick = 1; tick < 3; tick++) keep(tick, 0);
    expect(history.baseline?.tick).toBe(0);
    keep(3, 0);
    expect(history.baseline).toBeNull();
    history.acknowledge(2);
    expect(history.baseline?.tick).toBe(2);
  });

  it("gives back every view as it was, whole or its poses, however many are in it", () => {
    const { workshop, history } = historyOf(40);
    const tables = [0, 1, 15, 16, 17, 31, 32, 33, 200].map((rows, tick) => {
      const table = new EntityTable();
      for (let i = 0; i < rows; i++) {
        const row = table.add(0xffff_ffff - rows + i, i % 16);
        for (const [at, name] of (["x", "y", "z", "orientations", "fields", "asOf"] as const).entries())
          table[name][row] = 0xffff_ff00 + i * 7 + at;
        table.resting[row] = i & 1;
      }
      workshop.view.copy(table);
      history.keep({ tick, base: null, recent: null, older: null, partial: false, empty: true, teaches: false });
      return table;
    });
    const into = new EntityTable();
    for (const [tick, { length, ...columns }] of tables.entries()) {
      expect(history.takeStates(history.find(tick), into).length).toBe(length);
      for (const name of Object.keys(columns) as (keyof typeof columns)[])
        if (ArrayBuffer.isView(columns[name])) {
          expect([...into[name as "x"].subarray(0, length)]).toEqual([...columns[name as "x"].subarray(0, length)]);
        }
      const { recent } = history.takeReferences({
        tick: tick + 1,
        base: tick,
        recent: tick,
        older: null,
        partial: false,
        empty: false,
        teaches: false,
      });
      for (const name of ["ids", "x", "y", "z", "orientations"] as const)
        expect([...recent[name].subarray(0, recent.length)]).toEqual([...columns[name].subarray(0, length)]);
    }
  });
});
