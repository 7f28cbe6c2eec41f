import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isLaterLife,
  lifeOf,
  MOTION_HEAD_BYTES_MAX,
  type OwnMotion,
  readMotionFrame,
  writeMotionHead,
} from "./motion-frame.ts";

const own: OwnMotion = {
  tick: 4_000_000_000,
  seq: 77,
  sinceTicks: 3,
  earlyTicks: -2,
  speedY: -4.25,
  grounded: true,
  led: false,
};

function frame(fresh: boolean, of: OwnMotion | null, snapshot: number[], life: number | null = null): Uint8Array {
  const bytes = new Uint8Array(MOTION_HEAD_BYTES_MAX + snapshot.length);
  const head = writeMotionHead(bytes, fresh, of, life);
  bytes.set(snapshot, head);
  return bytes.subarray(0, head + snapshot.length);
}

describe("a motion frame", () => {
  it("comes apart into what it was made of", () => {
    expect(readMotionFrame(frame(true, own, [1, 2, 3]))).toEqual({
      fresh: true,
      own,
      life: null,
      snapshot: Uint8Array.from([1, 2, 3]),
    });
    const nothing = { fresh: false, own: null, snapshot: new Uint8Array() };
    expect(readMotionFrame(frame(false, null, []))).toEqual({ ...nothing, life: null });
    expect(readMotionFrame(Uint8Array.of(1, 16, 0, 1))).toBeNull();
    expect(readMotionFrame(frame(true, own, [9], 7))).toMatchObject({ own, life: 7, snapshot: Uint8Array.of(9) });
  });

  it("keeps numbers that are too large at the most that fits", () => {
    const far = readMotionFrame(frame(false, { ...own, sinceTicks: 1e6, earlyTicks: -1e6, speedY: 1e6 }, []));
    expect(far?.own).toMatchObject({ sinceTicks: 65_535, earlyTicks: -127, speedY: 327.67 });
  });

  it("is none where a byte is missing or wrong", () => {
    const whole = frame(true, own, [], 5);
    for (let length = 0; length < whole.length; length++) expect(readMotionFrame(whole.subarray(0, length))).toBeNull();
    expect(readMotionFrame(Uint8Array.from([2, 0]))).toBeNull();
    expect(readMotionFrame(Uint8Array.from([1, 0x80]))).toBeNull();
  });

  it("tells which life is later, round and round", () => {
    expect([isLaterLife(1, 0), isLaterLife(0, 1), isLaterLife(5, 5)]).toEqual([true, false, false]);
    expect([isLaterLife(2, 0xfffe), isLaterLife(0xfffe, 2), lifeOf(0x1_0003)]).toEqual([true, false, 3]);
  });

  it("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => void readMotionFrame(bytes)),
      { numRuns: 2_000 },
    );
  });
});
