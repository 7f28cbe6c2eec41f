/** COMMAND_LINE_MAX_CHARS of the protocol, whose module would bring its schemas into the browser. A test compares them. */
export const LINE_MAX_CHARS = 500;

const KEPT = 50;

/** Lines that were typed, and where among them somebody is looking. `draft` is what stood there before looking. */
export interface TypedLines {
  readonly lines: readonly string[];
  /** Index into `lines`; their number: at the draft. */
  readonly at: number;
  readonly draft: string;
}

export const noTypedLines: TypedLines = { lines: [], at: 0, draft: "" };

/** With a line that was just sent. The same line twice in a row is kept once. */
export function typed({ lines }: TypedLines, line: string): TypedLines {
  const kept = lines.at(-1) === line ? lines : [...lines, line].slice(-KEPT);
  return { lines: kept, at: kept.length, draft: "" };
}

/** One line back (`-1`) or forth (`1`), and what stands at the prompt then; `null` where there is no further line. */
export function turned(all: TypedLines, by: -1 | 1, prompt: string): { all: TypedLines; prompt: string } | null {
  const { lines, at } = all;
  const to = at + by;
  if (to < 0 || to > lines.length) return null;
  const draft = at === lines.length ? prompt : all.draft;
  return { all: { lines, at: to, draft }, prompt: lines[to] ?? draft };
}
