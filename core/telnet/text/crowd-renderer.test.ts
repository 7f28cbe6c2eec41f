import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainTerminal, type Terminal } from "../terminal.ts";
import { CrowdRenderer } from "./crowd-renderer.ts";
import { type Paragraph, span } from "./paragraph.ts";
import { renderParagraphs } from "./render.ts";

const few = fc.constantFrom("", "Anna says: ", "“hello there, all of you”", "日本", "a\u0301");
const tone = fc.constantFrom("plain" as const, "name" as const, "speech" as const);
const paragraphs: fc.Arbitrary<Paragraph[]> = fc.array(
  fc.record(
    {
      spans: fc.array(
        fc.tuple(few, tone).map(([text, of]) => span(text, of)),
        { maxLength: 3 },
      ),
      indent: fc.constantFrom(0, 2),
      verbatim: fc.boolean(),
    },
    { requiredKeys: ["spans"] },
  ),
  { maxLength: 2 },
);
const terminal: fc.Arbitrary<Terminal> = fc.record({
  columns: fc.constantFrom(12, 80),
  rows: fc.constant(24),
  colours: fc.constantFrom(0 as const, 256 as const),
  utf8: fc.boolean(),
  screenReader: fc.boolean(),
  name: fc.constant(""),
});

describe("a renderer for many", () => {
  it("gives what each would be given alone, whoever was before them", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(paragraphs, terminal), { maxLength: 30 }), (readings) => {
        const renderer = new CrowdRenderer();
        for (const [text, on] of readings) expect(renderer.render(text, on)).toBe(renderParagraphs(text, on));
      }),
    );
  });

  it("looks at none of it again where others have just read the same", () => {
    const renderer = new CrowdRenderer();
    let looks = 0;
    const watched = (): Paragraph => ({
      spans: [span("Ben waves.")],
      get verbatim() {
        looks += 1;
        return false;
      },
    });
    renderer.render([watched()], plainTerminal);
    const once = looks;
    for (let i = 0; i < 10; i++) renderer.render([watched()], plainTerminal);
    // To compare it takes one look at either.
    expect(looks - once).toBe(20);
  });
});
