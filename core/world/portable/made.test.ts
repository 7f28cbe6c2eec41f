import { describe, expect, it } from "vitest";
import { madeText, otherParts } from "./made.ts";

const now = { engine: "rapier 0.21.0", land: "aa", map: "bb", schema: "cc" };
const first = () => "f".repeat(64);

describe("what made a checkpoint", () => {
  it("is told part by part, and which of them are others now", () => {
    const text = madeText(now);
    expect(text).toBe("engine=rapier 0.21.0; land=aa; map=bb; schema=cc");
    expect(otherParts(text, now, first)).toEqual([]);
    expect(otherParts(text, { ...now, engine: "rapier 0.22.0", schema: "dd" }, first)).toEqual(["engine", "schema"]);
    expect(otherParts("", now, first)).toEqual(["engine", "land", "map", "schema"]);
  });

  it("is known in its first form too", () => {
    const text = `${"f".repeat(64)}:rapier 0.21.0`;
    expect(otherParts(text, now, first)).toEqual([]);
    expect(otherParts(text, now, () => "e".repeat(64))).toEqual(["map or schema"]);
    expect(otherParts(text, { ...now, engine: "rapier 1" }, first)).toEqual(["engine"]);
  });
});
