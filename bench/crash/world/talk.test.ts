import { describe, expect, it } from "vitest";
import { type Fate, Talk, type Words } from "./talk.ts";

function talked(...fates: Fate[]): { talk: Talk; all: Words[]; shown: string[] } {
  const talk = new Talk();
  const all = fates.map((fate, i) => Object.assign(talk.begin(i % 2 === 0 ? "Anna" : "Ben"), { fate }));
  return { talk, all, shown: all.map(({ word, by }) => `08:05 ${by} says: “${word}”`) };
}

describe("what a world remembers of talk", () => {
  it("is whole where all that was told is there, and of the rest anything", () => {
    const { talk, shown } = talked("told", "told", "unknown", "asked", "refused");
    expect(talk.faults(shown.slice(0, 4))).toEqual([]);
    expect(talk.faults(shown.slice(0, 2))).toEqual([]);
    expect(talk.told).toBe(2);
  });

  it("is not where words are missing, doubled, out of order, refused or nobody's", () => {
    const { talk, all, shown } = talked("told", "told", "told", "refused");
    const [anna, ben, again, refused] = shown;
    expect(talk.faults([anna ?? "", again ?? ""])).toEqual([`Ben: ${all[1]?.word} was told, and is not remembered`]);
    expect(talk.faults([...shown.slice(0, 3), ben ?? ""]).join()).toContain("remembered twice");
    expect(talk.faults([again ?? "", ben ?? "", anna ?? ""]).join()).toContain("out of its order");
    expect(talk.faults([...shown.slice(0, 3), refused ?? ""]).join()).toContain("was never said");
    expect(talk.faults([...shown.slice(0, 3), "08:05 Eve says: “w0x”"]).join()).toContain("was never said");
  });

  it("need not be older than the world's memory", () => {
    const { talk, shown } = talked(...Array.from({ length: 130 }, (): Fate => "told"));
    expect(talk.faults(shown.slice(-100))).toEqual([]);
    expect(talk.faults(shown.slice(-59))).toHaveLength(1);
  });
});
