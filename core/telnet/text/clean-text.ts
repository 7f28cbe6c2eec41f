/** Whatever ends a line somewhere, and the tab. */
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/**
 * Control characters (C0, DEL, C1), among them the ESC and CSI that begin control sequences; marks that turn the
 * direction of what follows; the byte order mark; and the anchors of annotations.
 */
const unwanted = /[\p{Cc}\p{Bidi_Control}\ufeff\ufff9-\ufffb]/gu;
/** Half of a pair: it is no character, and cannot be sent. */
const halves = /\p{Cs}/gu;

/** Text as it may reach a terminal: one line, and nothing in it that is more than text. Breaks become spaces. */
export function cleanText(text: string): string {
  return text.replace(breaks, " ").replace(unwanted, "").replace(halves, "\ufffd");
}
