/** What is known of the screen at the other end; whatever was not negotiated stands as a plain old terminal. */
export interface Terminal {
  /** Characters in a line; 80 where the client did not say. */
  columns: number;
  /** Lines of the window; 24 where the client did not say. */
  rows: number;
  /** How many colours it shows; 0: none. */
  colours: 0 | 16 | 256 | "true";
  /** It takes UTF-8. Where it does not, ASCII stands in for what is beyond ASCII. */
  utf8: boolean;
  /** Somebody listens to it: nothing is to be drawn. */
  screenReader: boolean;
  /** What the client calls itself, in upper case; empty where it did not say. */
  name: string;
}

/** What somebody sets by hand; `null` or nothing: as the client tells. */
export type TerminalWishes = { [Name in "colours" | "utf8" | "screenReader"]?: Terminal[Name] | null };

/** A terminal of which nothing is known. */
export const plainTerminal: Terminal = {
  columns: 80,
  rows: 24,
  colours: 0,
  utf8: false,
  screenReader: false,
  name: "",
};
