/** The newest events are told when something goes wrong. */
const TOLD = 30;

/** What happened in a room, in order. */
export class Story {
  readonly #lines: string[] = [];
  readonly #log: (line: string) => void;

  constructor(log: (line: string) => void = () => undefined) {
    this.#log = log;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#log(line);
  }

  /** The last of it. */
  toString(): string {
    const first = Math.max(0, this.#lines.length - TOLD);
    return this.#lines
      .slice(first)
      .map((line, i) => `  ${first + i + 1}. ${line.slice(0, 300)}`)
      .join("\n");
  }
}
