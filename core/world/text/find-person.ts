import { findCalled, findThing, folded, type Named } from "./find-thing.ts";

/** Whom words are for, and the words; `several`: which of them is not clear. */
export type Addressed<T extends Named> = { to: T; text: string } | { to: null; name: string; several: readonly T[] };

/** Names of players have at most so many words. */
const NAME_WORDS_MAX = 12;

/**
 * Cuts a line into a name and what is said to whoever it names: `Old Tom hello`, `"Old Tom" hello`, `Old Tom, hello`.
 * Among those who are called exactly as it begins the longest name wins; else whole words of one name count, and at last
 * the first word as the beginning of one, as for things. A message never loses a word to a name in short.
 */
export function addressed<T extends Named>(line: string, people: readonly T[]): Addressed<T> {
  const quoted = /^(?:"([^"]*)"|“([^”]*)”|'([^']*)'(?=[\s,:]|$))\s*[,:]?\s*([\s\S]*)$/.exec(line);
  if (quoted) {
    const name = (quoted[1] ?? quoted[2] ?? quoted[3] ?? "").trim();
    return meant(name, quoted[4] ?? "", people);
  }
  const heads = headsOf(line);
  for (const { name, text } of heads) {
    const exact = findCalled(name, people);
    if (exact) return { to: exact, text };
  }
  for (const { name, text } of heads) {
    const fitting = people.filter((person) => hasWords(person, name));
    const [only] = fitting;
    if (only && fitting.length === 1) return { to: only, text };
    if (only) return { to: null, name, several: fitting };
  }
  const first = heads.at(-1);
  return first ? meant(first.name, first.text, people) : { to: null, name: "", several: [] };
}

function meant<T extends Named>(name: string, text: string, people: readonly T[]): Addressed<T> {
  const exact = findCalled(name, people);
  if (exact) return { to: exact, text };
  const result = findThing(name, people);
  return "several" in result ? { to: null, name, several: result.several } : { to: result.found, text };
}

/** The beginnings of a line that may be a name, longest first; a comma or a colon ends every name. */
function headsOf(line: string): { name: string; text: string }[] {
  const heads: { name: string; text: string }[] = [];
  const words = /(\S+)(?:\s+|$)/g;
  for (let word = words.exec(line); word && heads.length < NAME_WORDS_MAX; word = words.exec(line)) {
    const name = line.slice(0, word.index) + (word[1] ?? "");
    const isEnded = /[,:]$/.test(name);
    heads.unshift({ name: isEnded ? name.slice(0, -1) : name, text: line.slice(words.lastIndex) });
    if (isEnded) break;
  }
  return heads.filter(({ name }) => name !== "");
}

/** Whether these words stand in a name, whole and side by side. */
function hasWords({ name }: Named, words: string): boolean {
  return ` ${folded(name)} `.includes(` ${folded(words)} `);
}
