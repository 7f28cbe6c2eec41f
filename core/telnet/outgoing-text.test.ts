import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outgoingText } from "./outgoing-text.ts";
import { plainTerminal, type Terminal } from "./terminal.ts";
import { asciiText } from "./text/ascii-text.ts";

const modern: Terminal = { ...plainTerminal, utf8: true, colours: 256 };
const sent = (text: string, terminal = modern) => new TextDecoder().decode(outgoingText(text, terminal));
const ESC = "\u001b";

describe("text for terminals without UTF-8", () => {
  it("has substitutes that can be read", () => {
    expect(asciiText("“Ja — wie schön!”, sagte Ægir…")).toBe('"Ja - wie schon!", sagte AEgir...');
    expect(asciiText("straße ﬁn ½ №5 → ← 20 € ×2")).toBe("strasse fin 1/2 No5 -> <- 20 EUR x2");
    expect(asciiText("┌──┐│●│└──┘")).toBe("+--+|*|+--+");
    expect(asciiText("Ａｂ１")).toBe("Ab1");
  });

  it("has one ? for what cannot be told, and nothing for what is hardly seen", () => {
    expect(asciiText("日本")).toBe("??");
    expect(asciiText("👍🏽")).toBe("?");
    expect(asciiText("❤\ufe0f")).toBe("<3");
    expect(asciiText("e\u0301")).toBe("e");
  });

  it("is ASCII, whatever it was, and leaves ASCII alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(asciiText(text)).toMatch(/^\p{ASCII}*$/u);
      }),
      { numRuns: 2_000 },
    );
    fc.assert(fc.property(fc.string({ unit: "binary-ascii" }), (text) => void expect(asciiText(text)).toBe(text)));
  });
});

describe("what goes out", () => {
  it("keeps colours where there are any, and no other control sequence", () => {
    const text = `${ESC}[1;31mred${ESC}[0m ${ESC}[2J${ESC}]0;title\u0007bell`;
    expect(sent(text)).toBe(`${ESC}[1;31mred${ESC}[0m [2J]0;titlebell`);
    expect(sent(text, plainTerminal)).toBe("red [2J]0;titlebell");
  });

  it("breaks lines by CR LF, and lets nobody turn the writing round", () => {
    expect(sent("one\ntwo\tthree")).toBe("one\r\ntwo three");
    expect(sent("a\rb\u009bc\u202ed\u2066e")).toBe("abcde");
  });

  it("never holds a bare IAC, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.boolean(), (text, utf8) => {
        const bytes = [...outgoingText(text, { ...modern, utf8 })];
        expect(bytes.includes(255)).toBe(false);
        expect(bytes.filter((byte) => byte < 32 && byte !== 13 && byte !== 10 && byte !== 27)).toEqual([]);
      }),
    );
  });
});
