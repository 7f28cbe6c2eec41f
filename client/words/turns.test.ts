import { describe, expect, it } from "vitest";
import { Turns } from "./turns.ts";

/** Something that takes a while, and is ended by hand. */
function deferred(): { done(): void; promise: Promise<void> } {
  let done = () => {};
  const promise = new Promise<void>((resolve) => {
    done = resolve;
  });
  return { done, promise };
}

function taker() {
  const log: string[] = [];
  const state = { isAsking: false, slow: null as Promise<void> | null, isBroken: false };
  const turns = new Turns({
    get isAsking() {
      return state.isAsking;
    },
    answer: (text) => {
      state.isAsking = false;
      log.push(`answer ${text}`);
    },
    take: async (text) => {
      log.push(`take ${text}`);
      if (state.isBroken) throw new Error("broken");
      await state.slow;
      log.push(`done ${text}`);
    },
    failed: () => log.push("failed"),
    rested: () => log.push("rested"),
  });
  return { log, state, turns };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("turns", () => {
  it("deal with lines one after the other", async () => {
    const { log, state, turns } = taker();
    const first = deferred();
    state.slow = first.promise;
    turns.line("a");
    turns.line("b");
    await settled();
    expect([log, turns.isBusy]).toEqual([["take a"], true]);
    state.slow = null;
    first.done();
    await settled();
    expect([log, turns.isBusy]).toEqual([["take a", "done a", "rested", "take b", "done b", "rested"], false]);
  });

  it("give a line to the question that stands, also in the middle of something", async () => {
    const { log, state, turns } = taker();
    const dialogue = deferred();
    turns.begin(() => dialogue.promise);
    turns.line("early");
    await settled();
    expect(log).toEqual([]);
    state.isAsking = true;
    turns.next();
    expect(log).toEqual(["answer early"]);
    turns.line("late");
    expect(log).toEqual(["answer early"]);
    dialogue.done();
    await settled();
    expect(log).toEqual(["answer early", "rested", "take late", "done late", "rested"]);
  });

  it("go on after something has failed", async () => {
    const { log, state, turns } = taker();
    state.isBroken = true;
    turns.line("a");
    await settled();
    state.isBroken = false;
    turns.line("b");
    await settled();
    expect(log).toEqual(["take a", "failed", "rested", "take b", "done b", "rested"]);
  });

  it("take no more than fifty lines that wait, and none after the end", async () => {
    const { log, state, turns } = taker();
    const first = deferred();
    state.slow = first.promise;
    turns.line("first");
    for (let i = 0; i < 50; i++) expect(turns.line(String(i))).toBe(true);
    expect(turns.line("one too many")).toBe(false);
    turns.stop();
    first.done();
    await settled();
    expect(log).toEqual(["take first", "done first", "rested"]);
  });
});
