import { describe, expect, it } from "vitest";
import { type MoveWish, still } from "./move-wish.ts";
import { Steering } from "./steering.ts";

const east: MoveWish = { x: 100, z: 0, facing: 64, jump: false };
const heard = (seq: number) => ({
  ...{ tick: 0, seq, sinceTicks: 0, earlyTicks: 0 },
  ...{ speedY: 0, grounded: true, led: false },
});

/** Frames of 16 ms with a wish in each; what went out. */
function steer() {
  const sent: (MoveWish & { n: number })[] = [];
  const steering = new Steering((move) => sent.push(move));
  let nowMs = 1_000;
  const hold = (wish: MoveWish, ms: number) => {
    for (const endMs = nowMs + ms; nowMs < endMs; nowMs += 16) steering.advance(nowMs, wish);
    return sent.splice(0);
  };
  return { steering, hold };
}

describe("Steering", () => {
  it("says what is wanted when it changes, and once", () => {
    const { hold } = steer();
    expect(hold(still, 500)).toEqual([]);
    expect(hold(east, 500)).toEqual([{ ...east, n: 1 }]);
    expect(hold(still, 500)).toEqual([{ ...still, n: 2 }]);
  });

  it("says at most one thing in 50 ms, and the newest in the end", () => {
    const { hold } = steer();
    const sent = Array.from({ length: 63 }, (_, i) => hold({ ...east, facing: i }, 16)).flat();
    expect(sent.length).toBeGreaterThan(10);
    expect(sent.length).toBeLessThanOrEqual(20);
    expect(
      hold({ ...east, facing: 62 }, 100)
        .concat(sent)
        .some(({ facing }) => facing === 62),
    ).toBe(true);
  });

  it("jumps once, however long the key is held, and again after it was let go", () => {
    const { hold } = steer();
    const jump = { ...still, jump: true };
    const jumps = (sent: MoveWish[]) => sent.filter((move) => move.jump).length;
    expect(jumps(hold(jump, 500))).toBe(1);
    expect(jumps(hold(still, 200))).toBe(0);
    expect(jumps(hold(jump, 500))).toBe(1);
  });

  it("says again what is not answered, ever more seldom, until it is", () => {
    const { steering, hold } = steer();
    hold(east, 100);
    hold(still, 100);
    const minute = hold(still, 60_000);
    expect(minute.length).toBeGreaterThan(5);
    expect(minute.length).toBeLessThan(9);
    expect(minute.every(({ x, z }) => x === 0 && z === 0)).toBe(true);
    const later = hold(still, 40_000);
    expect(later.length).toBeGreaterThan(1);
    steering.heard(heard(later.at(-1)?.n ?? 0));
    expect(hold(still, 60_000)).toEqual([]);
  });

  it("counts on from what the shard has heard of it: a page that comes back is believed", () => {
    const { steering, hold } = steer();
    steering.heard(heard(41));
    steering.heard(heard(7));
    expect(hold(east, 100)).toEqual([{ ...east, n: 42 }]);
  });
});
