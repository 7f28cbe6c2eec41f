/** What became of words: asked for, told to their author as done or as refused, or not known. */
export type Fate = "asked" | "told" | "refused" | "unknown";

/** Words that somebody says. */
export interface Words {
  /** Said once in all the world. */
  word: string;
  by: string;
  fate: Fate;
}

/** The world keeps a hundred lines of each channel; so many of the newest words must be among them. */
const SURELY_KEPT = 60;

let said = 0;

/** One channel: what people said in it, and what of that the world has acknowledged. */
export class Talk {
  readonly #all: Words[] = [];

  /** Somebody is about to say something. */
  begin(by: string): Words {
    said += 1;
    const words: Words = { word: `w${said}x`, by, fate: "asked" };
    this.#all.push(words);
    return words;
  }

  /** How many words were acknowledged. */
  get told(): number {
    return this.#all.filter(({ fate }) => fate === "told").length;
  }

  /** Where what the world remembers differs from what was acknowledged. @param lines of its history */
  faults(lines: readonly string[]): string[] {
    const shown = lines.flatMap((line) => line.match(/\bw\d+x\b/g) ?? []);
    const kept = this.#all.slice(-SURELY_KEPT);
    const lost = kept.filter(({ word, fate }) => fate === "told" && !shown.includes(word));
    const unsaid = shown.filter((word) => !this.#all.some((words) => words.word === word && words.fate !== "refused"));
    const twice = shown.filter((word, place) => shown.indexOf(word) !== place);
    return [
      ...lost.map(({ word, by }) => `${by}: ${word} was told, and is not remembered`),
      ...unsaid.map((word) => `${word} is remembered, and was never said`),
      ...twice.map((word) => `${word} is remembered twice`),
      ...this.#disorder(shown),
    ];
  }

  /** Words of one person come in their order: each waits for the reply to the one before. */
  #disorder(shown: readonly string[]): string[] {
    const by = new Map(this.#all.map((words, place) => [words.word, { ...words, place }]));
    const newest = new Map<string, number>();
    return shown.flatMap((word) => {
      const known = by.get(word);
      if (!known) return [];
      const isLate = known.place < (newest.get(known.by) ?? -1);
      newest.set(known.by, known.place);
      return isLate ? [`${known.by}: ${word} is remembered out of its order`] : [];
    });
  }
}
