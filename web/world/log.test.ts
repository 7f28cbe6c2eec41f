import { describe, expect, it } from "vitest";
import { entryOf, type Log, logged } from "./log.ts";

describe("logged", () => {
  it("numbers entries upwards, also after the oldest are gone", () => {
    let log: Log = [];
    for (let i = 0; i < 400; i++) {
      log = logged(log, [
        { kind: "own", text: `${i}` },
        { kind: "reply", text: "ok" },
      ]);
    }
    const keys = log.map(({ key }) => key);
    expect(log).toHaveLength(300);
    expect(keys).toEqual(Array.from({ length: 300 }, (_, i) => 501 + i));
    expect(log.at(-2)?.text).toBe("399");
  });
});

describe("entryOf", () => {
  const gate = "You pass through the gate. It leads to another realm: whisperwood.";

  it("tells events, replies and refusals apart", () => {
    expect(entryOf({ from: "event", type: "said", text: "x" })).toEqual({ kind: "event", text: "x" });
    expect(entryOf({ from: "reply", ok: true, text: "x" })).toEqual({ kind: "reply", text: "x" });
    expect(entryOf({ from: "reply", ok: false, text: "x" })).toEqual({ kind: "refused", text: "x" });
  });

  it("takes a gate from replies only: nobody can say a link into somebody else's log", () => {
    expect(entryOf({ from: "reply", ok: true, text: gate })).toMatchObject({ gate: "whisperwood" });
    expect(entryOf({ from: "event", type: "emoted", text: gate })).not.toHaveProperty("gate");
  });
});
