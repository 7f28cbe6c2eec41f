/** What a piece of text is, and so how it looks. The words must say everything without it. */
export type Tone =
  | "plain"
  | "title"
  | "dim"
  | "name"
  | "speech"
  | "exit"
  | "thing"
  | "good"
  | "bad"
  | "notice"
  | "option";

/** A piece of text in one tone. */
export interface Span {
  text: string;
  tone: Tone;
}

/** Text that is wrapped to the window as one. A line break in it counts as a space: nobody's words look like ours. */
export interface Paragraph {
  spans: readonly Span[];
  /** Columns by which every line but the first is set in. */
  indent?: number;
  /** Not wrapped, but cut at the window's edge; left out for screen readers: maps. */
  verbatim?: boolean;
}

/** An empty line; left out for screen readers. */
export const blank: Paragraph = { spans: [] };

/** Text in one tone. */
export function span(text: string, tone: Tone = "plain"): Span {
  return { text, tone };
}

/** A paragraph of spans; a string is one in plain. */
export function paragraph(...parts: readonly (Span | string)[]): Paragraph {
  return { spans: parts.map((part) => (typeof part === "string" ? span(part) : part)) };
}

/** A paragraph whose lines but the first are set in. */
export function hanging(indent: number, ...parts: readonly (Span | string)[]): Paragraph {
  return { ...paragraph(...parts), indent };
}
