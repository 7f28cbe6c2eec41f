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

/** Text that is wrapped to the window as one; a line break in it begins a new line. */
export interface Paragraph {
  spans: readonly Span[];
  /** Columns that every line but the first is set in. */
  indent?: number;
  /** Not wrapped, but cut at the window's edge: maps. */
  verbatim?: boolean;
}
