import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readUtf8, utf8BytesMax, writeUtf8 } from "./utf8.ts";

function written(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8BytesMax(text) + 2);
  return bytes.slice(1, writeUtf8(bytes, 1, text));
}

describe("UTF-8", () => {
  it("is written as the platform writes it, whatever the text", () => {
    const check = fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(written(text)).toEqual(new TextEncoder().encode(text));
    });
    fc.assert(check);
    expect(written("a\ud800b\udc00")).toEqual(new TextEncoder().encode("a\ud800b\udc00"));
  });

  it("is read back, also where it is long", () => {
    for (const text of ["", "plain", "üñ€🜂".repeat(5_000), "\u0000\u007f\u0080\u07ff\u0800\uffff"]) {
      const bytes = new TextEncoder().encode(text);
      expect(readUtf8(bytes, 0, bytes.length)).toBe(text);
    }
  });

  it("is read where the engine wrote half a character, or the end is cut off", () => {
    expect(readUtf8(Uint8Array.of(0xed, 0xa0, 0x80, 0x41), 0, 4)).toBe("\ud800A");
    expect(readUtf8(Uint8Array.of(0x41, 0xf0, 0x9f), 0, 3)).toMatch(/^A/);
  });
});
