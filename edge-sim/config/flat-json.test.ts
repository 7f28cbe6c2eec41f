import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFlatJson } from "./flat-json.ts";

const scalar = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const flat = fc.dictionary(fc.string({ unit: "binary" }), fc.oneof(scalar, fc.array(scalar, { maxLength: 4 })));

describe("a flat JSON object", () => {
  it("is read as JSON.parse reads it, with the line of every key", () => {
    fc.assert(
      fc.property(flat, fc.constantFrom("\n", "\r\n"), (object, newLine) => {
        const keys = Object.keys(object);
        const lines = keys.map((key) => `${JSON.stringify(key)}\n:${JSON.stringify(object[key])}`);
        const members = readFlatJson(`\u{feff}{\n${lines.join(",\n")}\n}\n`.replaceAll("\n", newLine));
        const wanted = keys.map((key, i) => ({ key, value: JSON.parse(JSON.stringify(object[key])), line: 2 + 2 * i }));
        expect(members).toEqual(wanted);
      }),
    );
  });

  it("tells one fault, with its line, for whatever JSON.parse refuses", () => {
    fc.assert(
      fc.property(flat, fc.nat(), fc.constantFrom("", ",", "}", "]", '"', "x", "{", ":"), (object, at, put) => {
        const text = JSON.stringify(object, null, 1);
        const cut = at % text.length;
        const broken = text.slice(0, cut) + put + text.slice(cut + 1);
        const members = readFlatJson(broken);
        const isGood = isFlatJson(broken);
        expect([broken, Array.isArray(members)]).toEqual([broken, isGood]);
        if (Array.isArray(members)) return;
        expect(members.line).toBeGreaterThanOrEqual(1);
        expect(members.line).toBeLessThanOrEqual(broken.split("\n").length);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['{ "a": 1,\n "b" 2 }', 2, 'must have a colon after "b"'],
    ['{ "a": 1\n "b": 2 }', 2, 'must have a comma or the last } after "a"'],
    ["{ 'a': 1 }", 1, "must have a key in double quotes here"],
    ['{ "a": 1, }', 1, "must have a key in double quotes here"],
    ['{\n "a": yes }', 2, 'has no text, number or list after "a"'],
    ['{ "a": { "b": 1 } }', 1, 'has no text, number or list after "a"'],
    ["", 1, 'must begin with {, as in { "port": 8787 }'],
    ["[]", 1, 'must begin with {, as in { "port": 8787 }'],
    ['{ "a": 1 }\n{', 2, "must end after the last }"],
  ])("%s", (text, line, problem) => {
    expect(readFlatJson(text)).toEqual({ line, problem });
  });

  it("keeps keys that are there twice", () => {
    expect(readFlatJson('{ "a": 1, "a": [] }')).toEqual([
      { key: "a", value: 1, line: 1 },
      { key: "a", value: [], line: 1 },
    ]);
  });
});

function isFlatJson(text: string): boolean {
  try {
    const object: unknown = JSON.parse(text);
    if (typeof object !== "object" || object === null || Array.isArray(object)) return false;
    const isScalar = (value: unknown) => typeof value !== "object" || value === null;
    return Object.values(object).every((value) => (Array.isArray(value) ? value.every(isScalar) : isScalar(value)));
  } catch {
    return false;
  }
}
