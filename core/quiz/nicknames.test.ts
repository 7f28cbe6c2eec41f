import { describe, expect, it } from "vitest";
import { NAME_MAX_GRAPHEMES, ROOM_MAX_PLAYERS } from "../protocol/limits.ts";
import { randomFor } from "../random.ts";
import { acceptName, skeletonOf } from "./names.ts";
import { drawNickname, nicknames } from "./nicknames.ts";

const nobody: ReadonlySet<string> = new Set();

describe.each(["en", "de", "es"])("nicknames in %s", (language) => {
  const all = nicknames(language);

  it("are 40 × 60, and every one would be accepted from a person as it is", () => {
    expect(all).toHaveLength(2_400);
    const refused = all.filter((name) => {
      const accepted = acceptName(name, nobody);
      return !accepted.ok || accepted.value.name !== name;
    });
    expect(refused).toEqual([]);
  });

  it("all look different, and leave room for a number of four digits", () => {
    expect(new Set(all.map(skeletonOf)).size).toBe(all.length);
    expect(all.filter((name) => name.length > NAME_MAX_GRAPHEMES - " 9999".length)).toEqual([]);
  });

  it("suffice for a full room, each one once, each one acceptable", () => {
    const random = randomFor("seed", language);
    const taken = new Set<string>();
    for (let player = 0; player < ROOM_MAX_PLAYERS; player++) {
      const drawn = drawNickname(random, taken, language);
      expect(acceptName(drawn.name, taken)).toEqual({ ok: true, value: drawn });
      taken.add(drawn.skeleton);
    }
  });
});

describe("drawing", () => {
  it("depends on nothing but its arguments", () => {
    const draw = () => drawNickname(randomFor("seed", "nickname:7"), nobody, "en");
    expect(draw()).toEqual(draw());
    expect(nicknames("en")).toContain(draw().name);
  });

  it("reaches the first and the last combination", () => {
    const all = nicknames("de");
    expect(drawNickname(() => 0, nobody, "de").name).toBe(all[0]);
    expect(drawNickname(() => 1 - Number.EPSILON, nobody, "de").name).toBe(all.at(-1));
  });

  it("speaks the language of any tag, and English where it has no words", () => {
    const first = (language: string) => drawNickname(() => 0, nobody, language).name;
    expect(first("de-AT")).toBe(first("de"));
    expect(first("ES")).toBe("Abeja admirable");
    for (const language of ["en-GB", "fr", "zh-Hant", "", "-", "__proto__"]) expect(first(language)).toBe(first("en"));
  });

  it("puts adjectives where they belong", () => {
    expect(nicknames("en")).toContain("Brave Otter");
    expect(nicknames("de")).toContain("Flinker Otter");
    expect(nicknames("es")).toContain("Nutria valiente");
  });

  it("ends with a free name even if chance always gives the same", () => {
    const taken = new Set<string>();
    for (let player = 0; player < 200; player++) taken.add(drawNickname(() => 0, taken, "en").skeleton);
    expect(taken.size).toBe(200);
  });

  it("adds a number once every plain name is taken", () => {
    const taken = new Set(nicknames("en").map(skeletonOf));
    const drawn = drawNickname(randomFor("seed", "late"), taken, "en");
    expect(drawn.name).toMatch(/^\w+ \w+ \d{1,4}$/);
    expect(taken.has(drawn.skeleton)).toBe(false);
    expect([...drawn.name].length).toBeLessThanOrEqual(NAME_MAX_GRAPHEMES);
  });

  it("leaves alone a name that only looks like the drawn one", () => {
    const plain = drawNickname(() => 0, nobody, "en").name;
    const fake = acceptName(plain.replace("o", "о"), nobody);
    if (!fake.ok) throw new Error("the fake should be acceptable");
    expect(drawNickname(() => 0, new Set([fake.value.skeleton]), "en").skeleton).not.toBe(skeletonOf(plain));
  });
});
