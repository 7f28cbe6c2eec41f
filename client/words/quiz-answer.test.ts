import { describe, expect, it } from "vitest";
import { chosenOption } from "./quiz-answer.ts";

const options = ["Uranus", "Neptune", "4", "Saturn V"];

describe("an answer", () => {
  it.each([
    ["a", 0],
    ["B", 1],
    ["c)", 2],
    ["(d)", 3],
    ["D.", 3],
    ["1", 0],
    ["4", 2],
    ["3", 2],
    ["neptune", 1],
    ["  SATURN   v ", 3],
    ["answer b", 1],
    ["e", null],
    ["5", null],
    ["ab", null],
    ["", null],
    ["Uran", null],
    ["say a", null],
  ])("`%s`", (line, option) => {
    expect(chosenOption(line, options)).toBe(option);
  });
});
