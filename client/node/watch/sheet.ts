import type { Tone } from "../../../core/telnet/text/paragraph.ts";
import type { TonedCell } from "../../../core/telnet/text/wrap-cells.ts";

/** A field of characters in tones, as a terminal shows it. What is put beside it is left out. */
export class Sheet {
  readonly columns: number;
  readonly rows: number;
  /** Row by row. Behind a character that is two columns wide comes an empty text. */
  readonly #texts: string[];
  readonly #tones: Tone[];

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.#texts = Array<string>(columns * rows).fill(" ");
    this.#tones = Array<Tone>(columns * rows).fill("plain");
  }

  /** The character in a column, a space where nothing was put, empty in the second column of a wide one. */
  textAt(column: number, row: number): string {
    return this.#texts[row * this.columns + column] ?? " ";
  }

  toneAt(column: number, row: number): Tone {
    return this.#tones[row * this.columns + column] ?? "plain";
  }

  /** Puts one character, of one column or two. */
  put(column: number, row: number, text: string, tone: Tone, width = 1): void {
    if (column < 0 || row < 0 || row >= this.rows || column + width > this.columns) return;
    const at = row * this.columns + column;
    // Half of a wide character cannot be shown.
    if (this.#texts[at] === "" && column > 0) this.#texts[at - 1] = " ";
    if (this.#texts[at + width] === "" && column + width < this.columns) this.#texts[at + width] = " ";
    this.#texts[at] = text;
    this.#tones[at] = tone;
    if (width < 2) return;
    this.#texts[at + 1] = "";
    this.#tones[at + 1] = tone;
  }

  /** Writes a line; what goes beyond `end` (a column, not reached itself) is cut off. @returns the column behind it */
  write(column: number, row: number, cells: readonly TonedCell[], end = this.columns): number {
    let at = column;
    for (const { text, tone, width } of cells) {
      if (at + width > end) break;
      if (width > 0) this.put(at, row, text, tone, width);
      at += width;
    }
    return at;
  }

  /** Puts another sheet on this one, all of it. */
  paste(sheet: Sheet, column: number, row: number): void {
    for (let y = 0; y < sheet.rows; y++)
      for (let x = 0; x < sheet.columns; x++) {
        const text = sheet.textAt(x, y);
        const width = sheet.textAt(x + 1, y) === "" && x + 1 < sheet.columns ? 2 : 1;
        if (text !== "") this.put(column + x, row + y, text, sheet.toneAt(x, y), width);
      }
  }

  /** A row without its tones, and without spaces at its end. */
  lineAt(row: number): string {
    const start = row * this.columns;
    return this.#texts
      .slice(start, start + this.columns)
      .join("")
      .trimEnd();
  }
}
