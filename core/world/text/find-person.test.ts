import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressed } from "./find-person.ts";

const people = ["Anna", "Anna Maria", "Old Tom", "Old Tim", "Zoë von Berg", "Guest 7", "Bo"].map((name) => ({
  id: name,
  name,
}));

function told(line: string): [string | string[] | null, string] {
  const meant = addressed(line, people);
  if (meant.to) return [meant.to.name, meant.text];
  return [meant.several.length > 0 ? meant.several.map(({ name }) => name) : null, meant.name];
}

describe("whom a line is for", () => {
  it.each<[string, string | string[] | null, string]>([
    ["anna the door is open", "Anna", "the door is open"],
    ["anna an apple fell", "Anna", "an apple fell"],
    ["Old Tom hello", "Old Tom", "hello"],
    ["old  tom   hello  there", "Old Tom", "hello  there"],
    ["Old Tom, hello", "Old Tom", "hello"],
    ["tom: hello", "Old Tom", "hello"],
    ["tom hello", "Old Tom", "hello"],
    ["anna maria is here", "Anna Maria", "is here"],
    ["anna, maria is here", "Anna", "maria is here"],
    ['"Anna" maria is here', "Anna", "maria is here"],
    ['"old tom" hello', "Old Tom", "hello"],
    ["“Old Tom”, hello", "Old Tom", "hello"],
    ["'Old Tom' hello", "Old Tom", "hello"],
    ["berg hello", "Zoë von Berg", "hello"],
    ["von berg hello", "Zoë von Berg", "hello"],
    ["zo hello", "Zoë von Berg", "hello"],
    ["guest 7 hello", "Guest 7", "hello"],
    ["Bo", "Bo", ""],
    ["old tom", "Old Tom", ""],
    ["old hello", ["Old Tom", "Old Tim"], "old"],
    ["ol hello", ["Old Tom", "Old Tim"], "ol"],
    ['"old" hello', ["Old Tom", "Old Tim"], "old"],
    ["maria hello", "Anna Maria", "hello"],
    ["nobody hello", null, "nobody"],
    ['"Tom Old" hello', "Old Tom", "hello"],
    ['"" hello', null, ""],
  ])("%s", (line, who, text) => {
    expect(told(line)).toEqual([who, text]);
  });

  it("is never a word more than the line has, and the longest name that it begins with", () => {
    const name = fc.constantFrom(...people.map((one) => one.name));
    fc.assert(
      fc.property(name, fc.string({ unit: "binary", maxLength: 60 }), (who, words) => {
        const meant = addressed(`${who} ${words}`, people);
        expect(meant.to?.name.startsWith(who)).toBe(true);
        if (meant.to && meant.to.name === who) expect(meant.text).toBe(words.trimStart());
      }),
    );
  });
});
