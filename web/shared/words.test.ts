import { describe, expect, it } from "vitest";
import { count, languageName, ordinal, points, seconds } from "./words.ts";

describe("words", () => {
  it.each([
    [1, "1st"],
    [2, "2nd"],
    [3, "3rd"],
    [4, "4th"],
    [11, "11th"],
    [12, "12th"],
    [13, "13th"],
    [21, "21st"],
    [111, "111th"],
    [9_002, "9002nd"],
  ])("%i is %s", (n, word) => {
    expect(ordinal(n)).toBe(word);
  });

  it("counts", () => {
    expect([0, 1, 2].map((n) => count(n, "player"))).toEqual(["0 players", "1 player", "2 players"]);
    expect(points(12_345)).toBe("12,345");
    expect(seconds(3_249)).toBe("3.2 s");
  });

  it("names languages, and lets the unknown stand", () => {
    expect(languageName("fr")).toBe("French");
    expect(languageName("not a tag")).toBe("not a tag");
  });
});
