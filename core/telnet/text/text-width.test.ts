import { describe, expect, it } from "vitest";
import { cellsOf, textWidth } from "./text-width.ts";

describe("the width of text", () => {
  it.each([
    ["hello", 5],
    ["Zoë", 3],
    ["Zoe\u0308", 3],
    ["“…”", 3],
    ["日本語", 6],
    ["ｆｕｌｌ", 8],
    ["한국어", 6],
    ["\u1112\u1161\u11ab", 2],
    ["🐉", 2],
    ["🇩🇪", 2],
    ["❤", 1],
    ["❤️", 2],
    ["a\u200db", 2],
    ["─│╱", 3],
    ["สวัสดี", 4],
  ])("of %s is %i", (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  it("is that of its cells, which are the text", () => {
    const text = "e\u0301日👩‍👧 x";
    expect(cellsOf(text).map((cell) => cell.text)).toEqual(["e\u0301", "日", "👩\u200d", "👧", " ", "x"]);
  });
});
