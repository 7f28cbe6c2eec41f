import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemoryShell } from "../../testing/memory-shell.ts";
import { type Tally, tallyMachine } from "../../testing/tally-machine.ts";
import { RoomClock } from "./room-clock.ts";

const HOUR_MS = 3_600_000;

function clockAt(startMs: number) {
  const shell = { nowMs: startMs };
  return { shell, clock: new RoomClock(() => shell.nowMs) };
}

describe("room time", () => {
  it("is the shell's, in whole milliseconds", () => {
    const { shell, clock } = clockAt(5_000);
    expect(clock.now()).toBe(5_000);
    shell.nowMs = 6_000.4;
    expect(clock.now()).toBe(6_000);
  });

  it("[R5] goes on where it was when the clock is put back", () => {
    const { shell, clock } = clockAt(10 * HOUR_MS);
    clock.now();
    shell.nowMs = 9 * HOUR_MS;
    expect(clock.now()).toBe(10 * HOUR_MS);
    shell.nowMs += 5_000;
    expect(clock.now()).toBe(10 * HOUR_MS + 5_000);
  });

  it("[R5] is no earlier than the journal's newest moment, and goes on from there", () => {
    const { shell, clock } = clockAt(1_000);
    clock.startFrom(10 * HOUR_MS);
    expect(clock.now()).toBe(10 * HOUR_MS);
    shell.nowMs += 7;
    expect(clock.now()).toBe(10 * HOUR_MS + 7);
  });

  it("[R5] does not stand still when a room that is ahead of the clock starts again", () => {
    const { shell, clock } = clockAt(1_000);
    clock.startFrom(10 * HOUR_MS);
    shell.nowMs += 60_000;
    expect(clock.now()).toBe(10 * HOUR_MS + 60_000);
    // The newest entry is a minute old by now.
    clock.startFrom(10 * HOUR_MS);
    shell.nowMs += 10;
    expect(clock.now()).toBe(10 * HOUR_MS + 60_010);
  });

  it("is the shell's where that is later than the journal", () => {
    const { clock } = clockAt(10 * HOUR_MS);
    clock.startFrom(1_000);
    expect(clock.now()).toBe(10 * HOUR_MS);
  });

  it("is told to the shell in the shell's time, and back", () => {
    const { shell, clock } = clockAt(1_000);
    clock.startFrom(10 * HOUR_MS);
    expect(clock.toShell(clock.now() + 500)).toBe(shell.nowMs + 500);
    expect(clock.fromShell(clock.toShell(12_345))).toBe(12_345);
  });

  it("[R5] never goes back, whatever the clock does", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: -HOUR_MS, max: HOUR_MS }), fc.boolean())), (jumps) => {
        const { shell, clock } = clockAt(1_000 * HOUR_MS);
        let beforeMs = clock.now();
        for (const [ms, restart] of jumps) {
          shell.nowMs += ms;
          if (restart) clock.startFrom(beforeMs);
          const nowMs = clock.now();
          expect(nowMs).toBeGreaterThanOrEqual(beforeMs);
          expect(nowMs - beforeMs).toBeLessThanOrEqual(Math.max(0, ms));
          beforeMs = nowMs;
        }
      }),
    );
  });
});

describe("a room whose clock jumps", () => {
  async function room() {
    const shell = new MemoryShell<Tally>("22222C", tallyMachine());
    shell.runner.create({ total: 0 });
    return { shell, anna: await shell.enter("player", "guest:anna") };
  }

  it("[R5] writes no moment that is earlier than another", async () => {
    const { shell, anna } = await room();
    await shell.say(anna, { t: "add" });
    shell.time.nowMs -= HOUR_MS;
    await shell.say(anna, { t: "add" });
    const moments = [...shell.journal.all()].map(({ atMs }) => atMs);
    expect(moments).toHaveLength(3);
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
  });

  it("[R5] reaches its deadlines in the time they need, not when the clock has caught up", async () => {
    const { shell, anna } = await room();
    await shell.say(anna, { t: "alarm", n: 5_000 });
    shell.time.nowMs -= HOUR_MS;
    if (shell.time.timerMs !== null) shell.time.timerMs -= HOUR_MS;
    // How long the clock had been put back before it was read nobody can know: at worst a wait is begun anew.
    shell.advance(2 * 5_000 + 10);
    expect(shell.runner.state?.dueMs).toBeNull();
  });

  it("[R5] goes on after a restart in a past without a battery", async () => {
    const { shell, anna } = await room();
    await shell.say(anna, { t: "alarm", n: 5_000 });
    const dueMs = shell.runner.state?.dueMs ?? 0;
    shell.time.nowMs = 0;
    shell.crash();
    expect(shell.runner.state?.dueMs).toBe(dueMs);
    shell.advance(5_010);
    expect(shell.runner.state?.dueMs).toBeNull();
    expect([...shell.journal.all()].at(-1)?.atMs).toBeGreaterThanOrEqual(dueMs);
  });
});
