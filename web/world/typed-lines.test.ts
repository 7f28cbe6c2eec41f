import { describe, expect, it } from "vitest";
import { COMMAND_LINE_MAX_CHARS } from "../../core/protocol/world-frames.ts";
import { LINE_MAX_CHARS, noTypedLines, type TypedLines, turned, typed } from "./typed-lines.ts";

const all = ["look", "north"].reduce(typed, noTypedLines);
const walk = (start: TypedLines, prompt: string, steps: (-1 | 1)[]) =>
  steps.reduce(
    ({ now, seen }, by) => {
      const to = turned(now, by, seen.at(-1) ?? prompt);
      return { now: to?.all ?? now, seen: [...seen, to?.prompt ?? "(stays)"] };
    },
    { now: start, seen: [] as string[] },
  ).seen;

describe("typed lines", () => {
  it("are as long as the protocol takes them", () => {
    expect(LINE_MAX_CHARS).toBe(COMMAND_LINE_MAX_CHARS);
  });

  it("come back newest first, and end at the oldest", () => {
    expect(walk(all, "", [-1, -1, -1])).toEqual(["north", "look", "(stays)"]);
  });

  it("keep what was begun before looking back", () => {
    expect(walk(all, "say hel", [-1, -1, 1, 1, 1])).toEqual(["north", "look", "north", "say hel", "(stays)"]);
  });

  it("keep one of the same in a row, and only so many", () => {
    expect(typed(all, "north").lines).toEqual(["look", "north"]);
    const many = Array.from({ length: 80 }, (_, i) => `say ${i}`).reduce(typed, noTypedLines);
    expect(many.lines).toHaveLength(50);
    expect(turned(many, -1, "")?.prompt).toBe("say 79");
  });

  it("start at the end again after sending one of them", () => {
    const looking = turned(all, -1, "")?.all ?? all;
    expect(walk(typed(looking, "sit"), "", [-1])).toEqual(["sit"]);
  });
});
