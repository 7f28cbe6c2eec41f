import { describe, expect, it } from "vitest";
import { fold, singular, stopWords, wordsOf } from "./text.ts";

describe("fold", () => {
  it("leaves out case, accents and compatibility forms", () => {
    expect(fold("ÉCOLE")).toBe("ecole");
    expect(fold("Straße, Łódź, Ærø, İstanbul ılık")).toBe("strasse, lodz, aero, istanbul ilik");
    expect(fold("ＷＷ② ﬁlm")).toBe("ww2 film");
    expect(fold("e\u0301")).toBe(fold("é"));
  });

  it("keeps “not equal” apart from “equal”", () => {
    expect(fold("≠")).not.toBe(fold("="));
  });
});

describe("wordsOf", () => {
  it("gives words and numbers without punctuation", () => {
    expect(wordsOf("Who wrote “The Hobbit” (1937)?")).toEqual(["who", "wrote", "the", "hobbit", "1937"]);
    expect(wordsOf("the 80's, Earth’s moon")).toEqual(["the", "80s", "earth", "moon"]);
    expect(wordsOf(" \u{1f680} …!")).toEqual([]);
  });
});

describe("singular", () => {
  it("takes off simple plural endings, and leaves short words and “ss” alone", () => {
    expect(["galaxies", "maps", "gas", "glass", "80s", "series", "ties"].map(singular)).toEqual([
      "galaxy",
      "map",
      "gas",
      "glass",
      "80s",
      "sery",
      "tie",
    ]);
  });

  it("is the same for a word and for its singular", () => {
    for (const word of ["planets", "countries", "bands", "mathematics"])
      expect(singular(singular(word))).toBe(singular(word));
  });
});

it("lists stop words as they are compared: folded", () => {
  expect([...stopWords].filter((word) => fold(word) !== word)).toEqual([]);
});
