import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOTION_HEAD_BYTES_MAX, type OwnMotion, readMotionFrame, writeMotionHead } from "./motion-frame.ts";

const own: OwnMotion = {
  tick: 4_000_000_000,
  seq: 77,
  sinceTicks: 3,
  earlyTicks: -2,
  speedY: -4.25,
  grounded: true,
  led: false,
};

function frame(fresh: boolean, of: OwnMotion | null, snapshot: number[]): Uint8Array {
  const bytes = new Uint8Array(MOTION_HEAD_BYTES_MAX + snapshot.length);
  const head = writeMotionHead(bytes, fresh, of);
  bytes.set(snapshot, head);
  return bytes.subarray(0, head + snapshot.length);
}

describe("a motion frame", () => {
  it("comes apart into what it was made of", () => {
    expect(readMotionFrame(frame(true, own, [1, 2, 3]))).toEqual({
      fresh: true,
      own,
      snapshot: Uint8Array.from([1, 2, 3]),
    });
    expect(readMotionFrame(frame(false, null, []))).toEqual({ fresh: false, own: null, snapshot: new Uint8Array() });
  });

  it("keeps numbers that are too large at the most that fits", () => {
    const far = readMotionFrame(frame(false, { ...own, sinceTicks: 1e6, earlyTicks: -1e6, speedY: 1e6 }, []));
    expect(far?.own).toMatchObject({ sinceTicks: 65_535, earlyTicks: -127, speedY: 327.67 });
  });

  it("is none where a byte is missing or wrong", () => {
    const whole = frame(true, own, []);
    for (let length = 0; length < whole.length; length++) expect(readMotionFrame(whole.subarray(0, length))).toBeNull();
    expect(readMotionFrame(Uint8Array.from([2, 0]))).toBeNull();
    expect(readMotionFrame(Uint8Array.from([1, 0x80]))).toBeNull();
  });

  it("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => void readMotionFrame(bytes)),
      { numRuns: 2_000 },
    );
  });
});
