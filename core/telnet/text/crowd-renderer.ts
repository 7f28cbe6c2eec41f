import type { Terminal } from "../terminal.ts";
import type { Paragraph, Span } from "./paragraph.ts";
import { renderParagraphs } from "./render.ts";

/** A crowd is told a few things at a time, on a few kinds of terminal. */
const KEPT = 8;

/** All of a terminal that decides how text looks on it. */
type Look = Pick<Terminal, "columns" | "colours" | "utf8" | "screenReader">;

interface Rendered {
  paragraphs: readonly Paragraph[];
  look: Look;
  text: string;
}

/** Renders for many: what they all read at the same moment, on terminals alike, is rendered once. */
export class CrowdRenderer {
  readonly #lately: Rendered[] = [];
  #next = 0;

  /** As {@link renderParagraphs}. What is given must not be changed afterwards. */
  render(paragraphs: readonly Paragraph[], terminal: Terminal): string {
    for (const one of this.#lately)
      if (isSameLook(one.look, terminal) && isSame(one.paragraphs, paragraphs, isSameParagraph)) return one.text;
    const { columns, colours, utf8, screenReader } = terminal;
    const text = renderParagraphs(paragraphs, terminal);
    this.#lately[this.#next] = { paragraphs, look: { columns, colours, utf8, screenReader }, text };
    this.#next = (this.#next + 1) % KEPT;
    return text;
  }
}

function isSameLook(one: Look, other: Look): boolean {
  return (
    one.columns === other.columns &&
    one.colours === other.colours &&
    one.utf8 === other.utf8 &&
    one.screenReader === other.screenReader
  );
}

function isSameParagraph(one: Paragraph, other: Paragraph): boolean {
  return one.indent === other.indent && one.verbatim === other.verbatim && isSame(one.spans, other.spans, isSameSpan);
}

function isSameSpan(one: Span, other: Span): boolean {
  return one.text === other.text && one.tone === other.tone;
}

function isSame<Item>(
  one: readonly Item[],
  other: readonly Item[],
  isSameItem: (one: Item, other: Item) => boolean,
): boolean {
  if (one === other) return true;
  return one.length === other.length && one.every((item, i) => isSameItem(item, other[i] as Item));
}
