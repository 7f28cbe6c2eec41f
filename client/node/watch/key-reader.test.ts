import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Key, KeyReader } from "./key-reader.ts";

const read = (...parts: string[]) => {
  const reader = new KeyReader();
  return parts.flatMap((part) => reader.read(part));
};
const named = (keys: readonly Key[]) => keys.map((key) => (key.is === "text" ? key.text : `<${key.is}>`)).join("");

describe("keys of a terminal", () => {
  it.each([
    ["\x1b[A\x1b[B\x1b[C\x1b[D", "<up><down><right><left>"],
    ["\x1bOA\x1bOD", "<up><left>"],
    ["\x1b[1;5A", "<up>"],
    ["wasd größer 日本", "wasd größer 日本"],
    ["say hi\r", "say hi<enter>"],
    ["a\x7f\x17\x15\x08", "a<erase><erase-word><erase-line><erase>"],
    ["\x03\x04\x0c", "<interrupt><interrupt><redraw>"],
    ["\x1b[15~\x1bOP\x1b[3~x", "x"],
    ["\x1b\x1b[A", "<escape><up>"],
    ["\x1bw", "<escape>w"],
    ["\x00\x1a\tx", "x"],
    ["👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"],
  ])("%j are %s", (bytes, keys) => {
    expect(named(read(bytes))).toBe(keys);
  });

  it("are the same however they come in pieces", () => {
    const piece = fc.constantFrom("\x1b[A", "\x1bOB", "\x1b[1;2C", "w", "é", "\r", "\x1b[20~", " ", "日");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.array(fc.nat(40), { maxLength: 6 }), (pieces, cuts) => {
        const text = pieces.join("");
        const ends = [...cuts.map((cut) => Math.min(cut, text.length)), text.length].sort((a, b) => a - b);
        const parts = ends.map((end, at) => text.slice(ends[at - 1] ?? 0, end));
        expect(named(read(...parts))).toBe(named(read(text)));
      }),
    );
  });

  it("wait for the rest of a sequence; what stays alone was Escape", () => {
    const reader = new KeyReader();
    expect(reader.read("x\x1b")).toEqual([{ is: "text", text: "x" }]);
    expect(reader.isWaiting).toBe(true);
    expect(reader.flush()).toEqual([{ is: "escape" }]);
    expect(reader.isWaiting).toBe(false);
    reader.read("\x1b[1;");
    expect(reader.flush()).toEqual([]);
    expect(named(reader.read("A"))).toBe("A");
  });
});
