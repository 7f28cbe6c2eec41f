import { describe, expect, it } from "vitest";
import { SNAPSHOT_HISTORY } from "./history.ts";
import { SenderWorkshop } from "./sender-workshop.ts";
import { DriftingWorld, mixedLayout, seeded } from "./snapshot.fuzz.ts";
import { SnapshotSender } from "./snapshot-sender.ts";

/** Clients of all sorts look at one world. @returns their frames in turn, and their senders */
function play(workshopOf: () => SenderWorkshop) {
  const plans = [0, 0, 3, 9].flatMap((delay) => [90, 300, 5_000].map((budget) => ({ delay, budget })));
  const senders = plans.map(({ delay }) => new SnapshotSender(mixedLayout, delay === 0 ? 4 : 20, workshopOf()));
  const [world, random, out] = [new DriftingWorld(21, 120), seeded(22), new Uint8Array(5_000)];
  const frames: string[] = [];
  for (let tick = 0; tick < 120; tick++) {
    world.step(tick, 0.02);
    for (const [i, { delay, budget }] of plans.entries()) {
      const length = senders[i]?.encode(tick, world.table, world.interest, budget, out) ?? 0;
      frames.push(out.slice(0, length).join());
      if (delay === 0 || random() < 0.7) senders[i]?.acknowledge(tick - delay);
      if (tick === 70 && i % 3 === 0) senders[i]?.refresh();
    }
  }
  return { frames, senders };
}

describe("a workshop that senders share", () => {
  it("makes the frames that each of them would make in one of its own", () => {
    const shared = new SenderWorkshop(mixedLayout);
    const { frames } = play(() => shared);
    expect(frames).toEqual(play(() => new SenderWorkshop(mixedLayout)).frames);
  });

  it("holds nothing for those who are gone, and what it holds is what they tell", () => {
    const workshop = new SenderWorkshop(mixedLayout);
    const empty = workshop.sizeBytes;
    const { senders } = play(() => workshop);
    expect(senders.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(workshop.shelves.usedBytes);
    expect(workshop.sizeBytes).toBeGreaterThan(empty + workshop.shelves.usedBytes);
    const largest = workshop.sizeBytes;
    for (const sender of senders) sender.free();
    expect(workshop.shelves.usedBytes).toBe(0);
    expect(senders.map(({ sizeBytes, baseTick }) => [sizeBytes, baseTick])).toEqual(senders.map(() => [0, null]));
    expect(workshop.sizeBytes).toBeLessThan(largest / 3);
  });

  it("keeps much less for a client that acknowledges at once than for one that never does", () => {
    const workshop = new SenderWorkshop(mixedLayout);
    const [prompt, silent] = [4, SNAPSHOT_HISTORY].map((history) => new SnapshotSender(mixedLayout, history, workshop));
    const [world, out] = [new DriftingWorld(23, 100), new Uint8Array(5_000)];
    for (let tick = 0; tick < 100; tick++) {
      world.step(tick, 0);
      prompt?.encode(tick, world.table, world.interest, 5_000, out);
      prompt?.acknowledge(tick);
      silent?.encode(tick, world.table, world.interest, 5_000, out);
    }
    // Of each of 60 entities 32 bytes, four times, and one model of at most 20 kB.
    expect(prompt?.sizeBytes).toBeLessThan(30_000);
    expect(silent?.sizeBytes).toBeGreaterThan(2 * (prompt?.sizeBytes ?? 0));
  });
});
