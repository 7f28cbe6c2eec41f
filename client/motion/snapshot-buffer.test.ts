import { describe, expect, it } from "vitest";
import { SnapshotSender } from "../../core/protocol/snapshot/snapshot-sender.ts";
import { plainLayout, truthOf } from "../../testing/made-truth.ts";
import { SnapshotBuffer } from "./snapshot-buffer.ts";

/** Snapshots of somebody who is at x = tick. */
function sender() {
  const sent = new SnapshotSender(plainLayout, 4);
  const out = new Uint8Array(500);
  return (tick: number): Uint8Array => {
    const { table } = truthOf([{ entity: 1, at: [tick, 0, 0] }]);
    const length = sent.encode(tick, table, { ids: Uint32Array.of(1), weights: null, length: 1 }, out.length, out);
    sent.acknowledge(tick);
    return out.slice(0, length);
  };
}

function bufferOf(...ticks: number[]) {
  const [buffer, next] = [new SnapshotBuffer(plainLayout), sender()];
  for (const tick of ticks) expect(buffer.take(next(tick))).toBe(tick);
  return buffer;
}

/** From which tick to which, and which part of the way. */
function around(buffer: SnapshotBuffer, tick: number, span: number) {
  const between = buffer.around(tick, span);
  return between && [between.from.tick, between.to.tick, between.part];
}

describe("SnapshotBuffer", () => {
  it("has nothing to show at first", () => {
    expect(new SnapshotBuffer(plainLayout).around(5, 1)).toBeNull();
  });

  it("finds the two around a tick, and how far it is from the one to the other", () => {
    const buffer = bufferOf(10, 12, 14);
    expect(around(buffer, 10.5, 2)).toEqual([10, 12, 0.25]);
    expect(around(buffer, 12, 2)).toEqual([12, 14, 0]);
    expect(around(buffer, 13.5, 2)).toEqual([12, 14, 0.75]);
  });

  it("shows the newest after the last, and the oldest before the first", () => {
    const buffer = bufferOf(10, 12);
    expect(around(buffer, 20, 2)).toEqual([12, 12, 1]);
    expect(around(buffer, 3, 2)).toEqual([10, 10, 1]);
  });

  it("takes what follows a silence for what happened in its last ticks", () => {
    const buffer = bufferOf(10, 50);
    expect(around(buffer, 30, 1)).toEqual([10, 50, 0]);
    expect(around(buffer, 49, 1)).toEqual([10, 50, 0]);
    expect(around(buffer, 49.5, 1)).toEqual([10, 50, 0.5]);
    expect(around(buffer, 49, 2)).toEqual([10, 50, 0.5]);
  });

  it("keeps the last ones, each with a table of its own", () => {
    const buffer = bufferOf(...Array.from({ length: 40 }, (_, i) => i));
    expect(around(buffer, 0, 1)).toEqual([28, 28, 1]);
    const between = buffer.around(30.5, 1);
    const [from = 0, to = 0] = [between?.from.table.x[0], between?.to.table.x[0]];
    expect((to - from) * plainLayout.schema.position.resolution).toBe(1);
  });

  it("passes over what cannot be read, and begins anew where the world does", () => {
    const buffer = bufferOf(10, 11);
    expect(buffer.take(Uint8Array.of(1, 2, 3))).toBeNull();
    expect(buffer.newest?.tick).toBe(11);
    buffer.forget();
    expect(buffer.take(sender()(4))).toBe(4);
    expect([buffer.newest?.tick, around(buffer, 10.5, 1)]).toEqual([4, [4, 4, 1]]);
  });
});
