import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { onStopSignal } from "./stop-signals.ts";

let nowMs = 0;
let exits: number[] = [];
let said: string[] = [];

function signalled(stop: () => Promise<void>): () => void {
  return onStopSignal({
    stop,
    say: (_level, text) => said.push(text),
    exit: (code) => exits.push(code),
    nowMs: () => nowMs,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  [nowMs, exits, said] = [0, [], []];
});
afterEach(() => vi.useRealTimers());

describe("a signal to stop", () => {
  it("stops in order, says so, and exits with 0", async () => {
    const signal = signalled(() => Promise.resolve());
    signal();
    await vi.runAllTimersAsync();
    expect(exits).toEqual([0]);
    expect(said).toEqual(["Stopping: everybody is told, and what was accepted is kept.", "Stopped."]);
  });

  it("does not wait longer than three seconds for those who do not answer", async () => {
    signalled(() => new Promise(() => undefined))();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(exits).toEqual([0]);
    expect(said.at(-1)).toContain("without waiting");
  });

  it("that comes twice with one press counts once; a second press exits at once", async () => {
    const signal = signalled(() => new Promise(() => undefined));
    signal();
    nowMs = 20;
    signal();
    expect(exits).toEqual([]);
    nowMs = 700;
    signal();
    expect(exits).toEqual([130]);
  });

  it("tells what went wrong, with 1", async () => {
    signalled(() => Promise.reject(new Error("the disk is full")))();
    await vi.runAllTimersAsync();
    expect(exits).toEqual([1]);
    expect(said.at(-1)).toBe("Stopping failed: the disk is full");
  });
});
