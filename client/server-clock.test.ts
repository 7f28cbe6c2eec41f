import { describe, expect, it } from "vitest";
import { ServerClock } from "./server-clock.ts";

/** A device whose clock starts anywhere, and a server `aheadMs` ahead of it. */
function device(aheadMs: number) {
  let localMs = 5_000;
  const clock = new ServerClock(() => localMs);
  return {
    clock,
    pass: (ms: number) => {
      localMs += ms;
    },
    /** A state made `delayMs` ago arrives now. */
    hear: (delayMs: number) => clock.heard(localMs + aheadMs - delayMs),
    /** What the server's clock really shows. */
    truth: () => localMs + aheadMs,
  };
}

describe("ServerClock", () => {
  it("knows nothing before anything was heard", () => {
    expect(device(0).clock.now()).toBeNull();
  });

  it("goes by the fastest state, whatever the slow ones say", () => {
    const { clock, hear, pass, truth } = device(1_700_000_000_000);
    for (const delayMs of [300, 20, 2_000, 80]) {
      hear(delayMs);
      pass(1_000);
    }
    expect(clock.now()).toBe(truth() - 20);
  });

  it("adds half of the fastest way there and back", () => {
    const { clock, hear, truth } = device(-40_000);
    hear(30);
    clock.roundTrip(90);
    clock.roundTrip(60);
    clock.roundTrip(200);
    expect(clock.now()).toBe(truth());
  });

  it("does not take a stall for a distance", () => {
    const { clock, hear, truth } = device(0);
    hear(30);
    clock.roundTrip(7_000);
    expect(clock.now()).toBe(truth() - 30);
  });

  it("follows a device clock that stood still in sleep, and forgets a fast state in the end", () => {
    let localMs = 0;
    const clock = new ServerClock(() => localMs);
    clock.heard(1_000);
    clock.heard(61_000);
    expect(clock.now()).toBe(61_000);
    for (let i = 1; i <= 30; i++) {
      localMs = i * 1_000;
      clock.heard(50_000 + localMs);
    }
    expect(clock.now()).toBe(80_000);
  });

  it("forgets everything on reset", () => {
    const { clock, hear, truth } = device(77);
    hear(0);
    clock.roundTrip(100);
    clock.reset();
    expect(clock.now()).toBeNull();
    hear(10);
    expect(clock.now()).toBe(truth() - 10);
  });
});
