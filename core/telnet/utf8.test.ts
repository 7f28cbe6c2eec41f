import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeUtf8, encodeUtf8, Utf8Decoder } from "./utf8.ts";

const platform = new TextDecoder("utf-8", { ignoreBOM: true });
/** Bytes as they come near the edges of what is UTF-8. */
const byte = fc.oneof(
  fc.constantFrom(0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xe0, 0xe2, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff),
  fc.nat(255),
);
const bytes = fc.array(byte, { maxLength: 60 }).map((list) => Uint8Array.from(list));

describe("UTF-8", () => {
  it("is read as the Encoding Standard reads it, whatever the bytes", () => {
    fc.assert(
      fc.property(bytes, (some) => void expect(decodeUtf8(some)).toBe(platform.decode(some))),
      { numRuns: 5_000 },
    );
  });

  it("is read the same, however it is cut", () => {
    fc.assert(
      fc.property(bytes, (some) => {
        const decoder = new Utf8Decoder();
        const text = [...some].map((one) => decoder.decode(Uint8Array.of(one))).join("") + decoder.end();
        expect(text).toBe(platform.decode(some));
      }),
    );
  });

  it("puts U+FFFD for Latin-1", () => {
    expect(decodeUtf8(Uint8Array.of(0x6d, 0xe4, 0x68))).toBe("m\ufffdh");
  });

  it("is written as the platform writes it, halves of characters too", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect([...encodeUtf8(text)]).toEqual([...new TextEncoder().encode(text)]);
      }),
    );
    expect([...encodeUtf8("a\ud800b")]).toEqual([...new TextEncoder().encode("a\ud800b")]);
  });
});
