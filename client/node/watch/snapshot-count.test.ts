import { describe, expect, it } from "vitest";
import { writeMotionHead } from "../../../core/protocol/motion-frame.ts";
import { type FrameHeader, writeHeader } from "../../../core/protocol/snapshot/frame-header.ts";
import { SnapshotCount } from "./snapshot-count.ts";

/** A binary frame with a snapshot that changes nothing. */
function frame(tick: number, base: number | null): Uint8Array {
  const bytes = new Uint8Array(64);
  const head = writeMotionHead(bytes, false, null);
  const header: FrameHeader = { tick, base, recent: null, older: null, partial: false, empty: true, teaches: false };
  return bytes.subarray(0, head + writeHeader(bytes.subarray(head), header));
}

describe("the count of snapshots", () => {
  it("is of those that are newer than all before, and knows how old their baselines are", () => {
    const snapshots = new SnapshotCount();
    for (const [tick, base] of [
      [5_000, null],
      [5_003, 5_000],
      [5_003, 5_000],
      [5_002, 5_000],
    ] as const)
      snapshots.take(frame(tick, base));
    expect([snapshots.count, snapshots.baselineTicks]).toEqual([2, 3]);
    snapshots.take(frame(5_010, 5_003));
    expect([snapshots.count, snapshots.baselineTicks]).toEqual([3, 7]);
  });

  it("begins anew where a world does, and on a new connection", () => {
    const snapshots = new SnapshotCount();
    snapshots.take(frame(5_000, null));
    snapshots.take(frame(12, null));
    snapshots.take(frame(13, 12));
    expect([snapshots.count, snapshots.baselineTicks]).toEqual([3, 1]);
    snapshots.reset();
    expect([snapshots.count, snapshots.baselineTicks]).toEqual([3, null]);
    snapshots.take(frame(10, null));
    expect(snapshots.count).toBe(4);
  });

  it("passes over what is no snapshot", () => {
    const snapshots = new SnapshotCount();
    for (const bytes of [[], [1], [1, 0], [2, 0, 1], [1, 255, 0], [1, 0, 0]]) snapshots.take(Uint8Array.from(bytes));
    expect([snapshots.count, snapshots.baselineTicks]).toEqual([0, null]);
  });
});
