import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Tone } from "../../../core/telnet/text/paragraph.ts";
import { cellsOf } from "../../../core/telnet/text/text-width.ts";
import { styleOf } from "../../../core/telnet/text/tone-style.ts";
import { Sheet } from "./sheet.ts";
import { sheetText, sheetUpdate } from "./sheet-update.ts";

const COLUMNS = 12;
const ROWS = 4;
const terminal = { columns: COLUMNS, rows: ROWS, colours: 256, utf8: true, screenReader: false, name: "" } as const;

/** A terminal as far as it is used: goes to places, clears, colours, writes. */
class FakeTerminal {
  readonly cells = Array.from({ length: COLUMNS * ROWS }, () => " /");
  bytes = 0;

  take(update: string): void {
    this.bytes += update.length;
    let [at, style] = [0, ""];
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is read
    for (const [, sequence, text] of update.matchAll(/(\x1b\[[0-9;]*[A-Za-z])|([^\x1b]+)/g)) {
      const [, row, column] = /\[(\d+);(\d+)H$/.exec(sequence ?? "") ?? [];
      if (row && column) at = (Number(row) - 1) * COLUMNS + Number(column) - 1;
      else if (sequence === "\x1b[2J") this.cells.fill(" /");
      else if (sequence === "\x1b[0m") style = "";
      else if (sequence) style = sequence;
      for (const cell of cellsOf(text ?? "")) {
        this.cells[at] = `${cell.text}/${style}`;
        if (cell.width === 2) this.cells[at + 1] = "/";
        at += cell.width;
      }
    }
    // Whatever comes after it is not coloured by it.
    expect(style).toBe("");
  }
}

function shown(sheet: Sheet): string[] {
  return Array.from({ length: COLUMNS * ROWS }, (_, at) => {
    const [column, row] = [at % COLUMNS, Math.floor(at / COLUMNS)];
    const text = sheet.textAt(column, row);
    return text === " " ? " " : text === "" ? "/" : `${text}/${styleOf(sheet.toneAt(column, row), terminal)}`;
  });
}

/** Spaces look the same in every tone. */
const seen = (cells: readonly string[]) => cells.map((cell) => (cell.startsWith(" ") ? " " : cell));

const anyTone = fc.constantFrom<Tone>("plain", "dim", "good", "name");
const anyPut = fc.record({
  column: fc.integer({ min: -2, max: COLUMNS + 1 }),
  row: fc.integer({ min: -1, max: ROWS }),
  text: fc.constantFrom(..."ab#█ ", "日", "e\u0301"),
  tone: anyTone,
});
const anySheet = fc.array(anyPut, { maxLength: 40 }).map((puts) => {
  const sheet = new Sheet(COLUMNS, ROWS);
  for (const { column, row, text, tone } of puts) sheet.put(column, row, text, tone, cellsOf(text)[0]?.width ?? 1);
  return sheet;
});

describe("what is written to a terminal", () => {
  it("makes it show one sheet after another, whatever they are", () => {
    fc.assert(
      fc.property(fc.array(anySheet, { minLength: 1, maxLength: 5 }), (sheets) => {
        const fake = new FakeTerminal();
        fake.cells.fill("?/");
        let before: Sheet | null = null;
        for (const sheet of sheets) {
          fake.take(sheetUpdate(before, sheet, terminal));
          before = sheet;
          expect(seen(fake.cells)).toEqual(shown(sheet));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is only what has changed", () => {
    const [one, other] = [new Sheet(80, 24), new Sheet(80, 24)];
    for (const sheet of [one, other]) for (let i = 0; i < 80; i++) sheet.put(i, 3, "x", "name");
    other.put(40, 3, "@", "title");
    expect(sheetUpdate(one, other, terminal)).toBe("\x1b[4;41H\x1b[1m@\x1b[0m");
    expect(sheetUpdate(one, one, terminal)).toBe("");
    expect(sheetUpdate(one, other, { ...terminal, colours: 0 })).toBe("\x1b[4;41H@");
    // Of another size it is whole.
    expect(sheetUpdate(new Sheet(80, 23), one, { ...terminal, colours: 0 })).toBe(
      `\x1b[0m\x1b[2J\x1b[4;1H${"x".repeat(80)}`,
    );
  });
});

describe("a sheet", () => {
  it("has no half characters, and lines without spaces at their end", () => {
    const sheet = new Sheet(6, 3);
    sheet.put(0, 0, "日", "plain", 2);
    sheet.put(2, 0, "本", "plain", 2);
    sheet.put(1, 0, "x", "plain");
    expect(sheet.lineAt(0)).toBe(" x本");
    sheet.put(2, 0, "y", "plain");
    expect(sheet.lineAt(0)).toBe(" xy");
    sheet.put(5, 1, "日", "plain", 2);
    expect(sheetText(sheet)).toBe(" xy");
  });

  it("is cut where a line is too long, and covered where another is pasted", () => {
    const cells = cellsOf("abc日d").map((cell) => ({ ...cell, tone: "plain" as const }));
    const [small, large] = [new Sheet(4, 1), new Sheet(6, 2)];
    expect(small.write(0, 0, cells)).toBe(3);
    expect(small.lineAt(0)).toBe("abc");
    expect(large.write(0, 1, cells)).toBe(6);
    large.paste(small, 2, 1);
    expect(large.lineAt(1)).toBe("ababc");
  });
});
