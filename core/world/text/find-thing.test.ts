import { describe, expect, it } from "vitest";
import { findThing } from "./find-thing.ts";

const things = [
  { id: "oak-door", name: "oak door" },
  { id: "pewter-mug", name: "pewter mug" },
  { id: "pewter-mug-2", name: "pewter mug" },
  { id: "clay-mug", name: "clay mug" },
  { id: "anna", name: "Anna" },
  { id: "annabel", name: "Annabel" },
  { id: "guest-1", name: "Guest 1" },
  { id: "guest-2", name: "Guest 2" },
];

function found(words: string): string | string[] | null {
  const result = findThing(words, things);
  if (result.found) return result.found.id;
  return result.several.length > 0 ? result.several.map(({ name }) => name) : null;
}

describe("what words mean", () => {
  it.each([
    ["door", "oak-door"],
    ["oak", "oak-door"],
    ["OAK DOOR", "oak-door"],
    ["do", "oak-door"],
    ["pewter", "pewter-mug"],
    ["2.pewter", "pewter-mug-2"],
    ["pewter mug 2", "pewter-mug-2"],
    ["second pewter mug", "pewter-mug-2"],
    ["3.mug", "clay-mug"],
    ["anna", "anna"],
    ["annab", "annabel"],
    ["mug", ["pewter mug", "clay mug"]],
    ["ann", ["Anna", "Annabel"]],
    ["4.mug", null],
    ["sword", null],
    ["guest 2", "guest-2"],
    ["guest  1", "guest-1"],
    ["", null],
    ["constructor", null],
    ["__proto__ mug", null],
  ])("%s", (words, meant) => {
    expect(found(words)).toEqual(meant);
  });
});
