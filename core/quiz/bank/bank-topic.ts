/** How hard a question is. */
export type Level = "easy" | "medium" | "hard";

/** One question of the built-in bank, as its author wrote it: the right option is named, not numbered. */
export interface BankQuestion {
  level: Level;
  stem: string;
  right: string;
  wrong: readonly [string, string, string];
  /** Shown at the reveal: why the right option is right. */
  because: string;
  /** Lower-case words for sub-topics ("ww2", "80s") by which a host's topic prefers this question. */
  tags?: readonly string[];
}

/** The questions of one topic in one language. */
export interface BankTopic {
  id: string;
  title: string;
  /** Lower-case words and short phrases by which a host's free-text topic finds this one. */
  words: readonly string[];
  questions: readonly BankQuestion[];
}
