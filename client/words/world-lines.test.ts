import { describe, expect, it } from "vitest";
import { speechIn, worldParagraph } from "./world-lines.ts";

const tones = (paragraph: ReturnType<typeof worldParagraph>) =>
  paragraph.spans.filter(({ text }) => text !== "").map(({ text, tone }) => `${tone}: ${text}`);
const event = (type: string, text: string) => tones(worldParagraph({ from: "event", type, text }));
const reply = (text: string, ok = true) => tones(worldParagraph({ from: "reply", ok, text }));

describe("what the world tells", () => {
  it("sets off who speaks, and what is said", () => {
    expect(event("said", "Anna says: “hello”")).toEqual(["name: Anna", "plain:  says", "plain: : ", "speech: “hello”"]);
    expect(event("called", "Old Tom calls, for all to hear: “Ho!”")).toEqual([
      "name: Old Tom",
      "plain:  calls, for all to hear",
      "plain: : ",
      "speech: “Ho!”",
    ]);
    expect(event("told", "You tell Anna: “psst”")).toEqual(["plain: You tell Anna", "plain: : ", "speech: “psst”"]);
    expect(event("emoted", "Anna says: “no” to all.")).toEqual(["plain: Anna says: “no” to all."]);
  });

  it("is quiet about who comes and goes", () => {
    expect(event("left", "Anna leaves to the north.")).toEqual(["dim: Anna leaves to the north."]);
    expect(event("dusked", "Evening falls.")).toEqual(["notice: Evening falls."]);
    expect(event("opened", "You open the oak door.")).toEqual(["plain: You open the oak door."]);
  });

  it("sets off the time of what was said before, and what does not go", () => {
    expect(reply("08:05 Anna asks: “who?”")).toEqual([
      "dim: 08:05 ",
      "name: Anna",
      "plain:  asks",
      "plain: : ",
      "speech: “who?”",
    ]);
    expect(reply("There is no way up from here.", false)).toEqual(["notice: There is no way up from here."]);
    // No time, so nobody's words: a command may tell of somebody who says something.
    expect(reply("Anna says: “x”")).toEqual(["plain: Anna says: “x”"]);
  });

  it("knows who speaks", () => {
    expect(speechIn("Anna asks: “Who says: “x”?”")).toEqual({
      talker: "Anna",
      head: "Anna asks",
      words: "“Who says: “x”?”",
    });
    expect(speechIn("You exclaim: “Oh!”")?.talker).toBeNull();
    expect(speechIn("Evening falls.")).toBeNull();
  });
});
