import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainTerminal, type Terminal } from "../terminal.ts";
import { blank, hanging, type Paragraph, paragraph, span, type Tone } from "./paragraph.ts";
import { renderParagraphs } from "./render.ts";
import { textWidth } from "./text-width.ts";

const modern: Terminal = { ...plainTerminal, utf8: true, colours: 256 };
const tones: Tone[] = ["plain", "title", "dim", "name", "speech", "exit", "thing", "good", "bad", "notice", "option"];

// biome-ignore lint/suspicious/noControlCharactersInRegex: this is what is looked for
const sgr = /\x1b\[[0-9;]*m/g;
const bare = (text: string) => text.replace(sgr, "");
const linesOf = (paragraphs: readonly Paragraph[], terminal: Terminal) =>
  renderParagraphs(paragraphs, terminal).split("\n");
const letters = (text: string) => text.replace(/\s/gu, "");

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  // Whole UTF-16, halves of pairs among it.
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 }).map((units) => String.fromCharCode(...units)),
  fc.stringMatching(/^[a-z ]{0,200}$/),
  fc.constantFrom(
    "\x1b[2J",
    "\x9b31m",
    "日本語のテキスト、長い。",
    "👩‍👩‍👧‍👦",
    "❤️",
    "🇩🇪",
    "Z̵̢̛͓a̸l̷g̶o̵",
    "\u202eevil",
    "\r\n> fake",
  ),
);
const anyParagraph: fc.Arbitrary<Paragraph> = fc.record(
  {
    spans: fc.array(fc.record({ text: anyText, tone: fc.constantFrom(...tones) }), { maxLength: 6 }),
    indent: fc.nat(60),
    verbatim: fc.boolean(),
  },
  { requiredKeys: ["spans"] },
);
const anyTerminal: fc.Arbitrary<Terminal> = fc.record({
  columns: fc.integer({ min: 10, max: 140 }),
  rows: fc.constant(24),
  colours: fc.constantFrom<Terminal["colours"]>(0, 16, 256, "true"),
  utf8: fc.boolean(),
  screenReader: fc.boolean(),
  name: fc.constant(""),
});

describe("text for a terminal", () => {
  it("has no line that is longer than the window, whatever the text", () => {
    fc.assert(
      fc.property(fc.array(anyParagraph, { maxLength: 5 }), anyTerminal, (paragraphs, terminal) => {
        if (terminal.screenReader) return;
        for (const line of linesOf(paragraphs, terminal))
          expect(textWidth(bare(line))).toBeLessThanOrEqual(terminal.columns);
      }),
      { numRuns: 2_000 },
    );
  });

  it("holds the words, in their order, and no control character but in its own colours", () => {
    fc.assert(
      fc.property(fc.array(anyParagraph, { maxLength: 5 }), anyTerminal, (paragraphs, terminal) => {
        const text = bare(renderParagraphs(paragraphs, terminal));
        expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}|\p{Cs}|\p{Bidi_Control}/u);
        if (!terminal.utf8) expect(text).toMatch(/^\p{ASCII}*$/u);
        if (!terminal.utf8) return;
        const wrapped = paragraphs.map((one) => ({ ...one, verbatim: false }));
        // What cannot be sent is left out, each span for itself.
        const kept = (text: string) =>
          text.replace(/[\p{Cc}\p{Bidi_Control}\ufeff\ufff9-\ufffb]/gu, "").replace(/\p{Cs}/gu, "\ufffd");
        const words = wrapped.flatMap(({ spans }) => spans.map((one) => kept(one.text))).join("");
        expect(letters(bare(renderParagraphs(wrapped, terminal)))).toBe(letters(words));
      }),
      { numRuns: 2_000 },
    );
  });

  it("turns colours off where a line ends, and has none for who wants none", () => {
    fc.assert(
      fc.property(fc.array(anyParagraph, { maxLength: 5 }), anyTerminal, (paragraphs, terminal) => {
        for (const line of linesOf(paragraphs, terminal)) {
          const used = line.match(sgr) ?? [];
          if (terminal.colours === 0 || terminal.screenReader) expect(used).toEqual([]);
          else if (used.length > 0) expect(used.at(-1)).toBe("\x1b[0m");
        }
      }),
    );
  });

  it("breaks at spaces, and sets the lines that follow in", () => {
    const text = hanging(2, "The quick brown fox jumps over the lazy dog.");
    expect(linesOf([text], { ...modern, columns: 16 })).toEqual([
      "The quick brown",
      "  fox jumps over",
      "  the lazy dog.",
    ]);
  });

  it("breaks a word that no line can hold, and ideographs anywhere but before what closes", () => {
    const narrow = { ...modern, columns: 10 };
    expect(linesOf([paragraph("a ", "b".repeat(25))], narrow)).toEqual(["a", "bbbbbbbbbb", "bbbbbbbbbb", "bbbbb"]);
    expect(linesOf([paragraph("日本語日本。語")], narrow)).toEqual(["日本語日", "本。語"]);
  });

  it("keeps spaces within a line and at the end of a prompt", () => {
    expect(renderParagraphs([paragraph("  1  Ada  "), paragraph("> ")], modern)).toBe("  1  Ada  \n> ");
  });

  it("colours each line for itself", () => {
    const text = paragraph(span("one two three four", "name"), " ", span("five", "plain"));
    expect(renderParagraphs([text], { ...modern, columns: 14 })).toBe(
      "\x1b[38;5;30mone two three\x1b[0m\n\x1b[38;5;30mfour\x1b[0m five".replace(
        "four\x1b[0m five",
        "four \x1b[0mfive",
      ),
    );
  });

  it("never lets a line break in somebody's words make a line", () => {
    expect(renderParagraphs([paragraph("Anna says: “hi\r\n> quit”")], modern)).toBe("Anna says: “hi > quit”");
  });

  it("cuts what is drawn at the edge", () => {
    expect(linesOf([{ ...paragraph("0123456789abc"), verbatim: true }], { ...modern, columns: 12 })).toEqual([
      "0123456789ab",
    ]);
  });

  it("is a line a paragraph for a screen reader, without what is drawn or empty", () => {
    const drawn = { ...paragraph("[@]"), verbatim: true };
    const text = paragraph(span("word ".repeat(40).trim(), "bad"));
    const lines = linesOf([drawn, blank, text, blank], { ...modern, screenReader: true });
    expect(lines).toEqual(["word ".repeat(40).trim()]);
  });

  it("says in ASCII what can be said in ASCII", () => {
    const text = paragraph("Zoë says: “naïve… – ½ × 3”, straße, łódź, 日本 🐉");
    expect(renderParagraphs([text], plainTerminal)).toBe('Zoe says: "naive... - 1/2 x 3", strasse, lodz, ?? ?');
  });
});
