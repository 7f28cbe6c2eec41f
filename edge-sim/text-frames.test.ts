import { describe, expect, it } from "vitest";
import { TextFrames } from "./text-frames.ts";

describe("a text frame", () => {
  it.each([
    ["", [0x81, 0]],
    ["a".repeat(125), [0x81, 125]],
    ["a".repeat(126), [0x81, 126, 0, 126]],
    ["a".repeat(65_535), [0x81, 126, 0xff, 0xff]],
    ["a".repeat(65_536), [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
    ["größer 日本 🎉", [0x81, 20]],
  ])("says how long it is, in the fewest bytes, and then the text", (text, head) => {
    const frame = new TextFrames().of(text);
    expect([...frame.subarray(0, head.length)]).toEqual(head);
    expect(frame.subarray(head.length).toString("utf8")).toBe(text);
  });

  it("is made once for many, and anew for another text", () => {
    const frames = new TextFrames();
    const first = frames.of("one");
    expect(frames.of("one")).toBe(first);
    expect(frames.of("two")).not.toBe(first);
    expect(first.subarray(2).toString()).toBe("one");
  });
});
