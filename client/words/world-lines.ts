import { hanging, type Paragraph, type Span, span, type Tone } from "../../core/telnet/text/paragraph.ts";
import type { WorldLineOfText } from "../world-client.ts";

/** Lines that are longer than the window go on a little to the right, so that one sees where the next begins. */
const INDENT = 2;

/** Events that only say who comes and goes, or how things change by themselves. */
const quiet = new Set(["left", "arrived", "woke", "slept", "lit", "darkened"]);

/** Somebody's words, as the world tells them. */
export interface Speech {
  /** `null`: oneself. */
  talker: string | null;
  /** `Anna says` */
  head: string;
  /** With its quotes. */
  words: string;
}

/** What a line of the world's looks like. */
export function worldParagraph(line: WorldLineOfText): Paragraph {
  if (line.from === "reply") return line.ok ? replyParagraph(line.text) : hanging(INDENT, span(line.text, "notice"));
  const speech = speechIn(line.text);
  if (isTalk(line.type) && speech) return hanging(INDENT, ...speechSpans(speech));
  return hanging(INDENT, span(line.text, toneOf(line.type)));
}

/** A line that was missed: `08:05 Anna says: “hello”`. */
export function missedParagraph(text: string): Paragraph {
  return replyParagraph(text);
}

/** Whether events of this type are people's own words. */
export function isTalk(type: string): boolean {
  return type === "said" || type === "called" || type === "told" || type === "emoted";
}

/** What somebody said, taken apart; `null` if the line is no speech. */
export function speechIn(text: string): Speech | null {
  const [, head = "", words = ""] = /^(.+?): (“.*”)$/su.exec(text) ?? [];
  const [, who] = /^(.+?) (?:says?|asks?|exclaims?|calls?|tells?)(?:$|[ ,])/u.exec(head) ?? [];
  return who === undefined ? null : { talker: who === "You" ? null : who, head, words };
}

function replyParagraph(text: string): Paragraph {
  const [, clock, rest = text] = /^(\d\d:\d\d) (.+)$/su.exec(text) ?? [];
  const speech = clock === undefined ? null : speechIn(rest);
  const time = clock === undefined ? [] : [span(`${clock} `, "dim")];
  return hanging(INDENT, ...time, ...(speech ? speechSpans(speech) : [span(rest)]));
}

function speechSpans({ talker, head, words }: Speech): Span[] {
  const name = talker === null ? [span(head)] : [span(talker, "name"), span(head.slice(talker.length))];
  return [...name, span(": "), span(words, "speech")];
}

function toneOf(type: string): Tone {
  if (type === "dawned" || type === "dusked") return "notice";
  return quiet.has(type) ? "dim" : "plain";
}
