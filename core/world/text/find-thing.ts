/** Something that words may mean. */
export interface Named {
  /** A player's name, or a title. */
  name: string;
  /** Its map's name for it; `oak-door` may be called so as well. */
  id: string;
}

export type Found<T extends Named> = { found: T } | { found: null; several: readonly T[] };

/** The most alternatives that a question lists. */
const ALTERNATIVES_MAX = 6;

const ordinals: Record<string, number> = { first: 1, second: 2, third: 3, fourth: 4, fifth: 5 };

/**
 * The thing that words mean: every word is the beginning of a word of its name. `2.mug`, `mug 2` and `second mug`
 * choose among several alike; without a number, things that are called the same are the same to the player, and
 * the first is taken. What could be different things gives `several`; nothing gives none.
 */
export function findThing<T extends Named>(words: string, things: readonly T[]): Found<T> {
  // “Guest 7” is a name, and not the seventh guest.
  const whole = findCalled(words, things);
  if (whole) return { found: whole };
  const { wanted, nth } = readWords(words);
  if (wanted.length === 0) return { found: null, several: [] };
  const exact = things.filter((thing) => thing.name.toLowerCase() === wanted.join(" "));
  const fitting = exact.length > 0 ? exact : things.filter((thing) => fits(wanted, thing));
  if (nth !== null) {
    const chosen = fitting[nth - 1];
    return chosen ? { found: chosen } : { found: null, several: [] };
  }
  const [first] = fitting;
  if (!first) return { found: null, several: [] };
  const isOneKind = fitting.every(({ name }) => name === first.name);
  return isOneKind ? { found: first } : { found: null, several: distinct(fitting).slice(0, ALTERNATIVES_MAX) };
}

function readWords(words: string): { wanted: string[]; nth: number | null } {
  const wanted = words.toLowerCase().trim().split(/\s+/).filter(Boolean);
  const [head = "", tail = ""] = [wanted[0], wanted.at(-1)];
  const [, number, rest] = /^(\d{1,3})\.(.+)$/.exec(head) ?? [];
  if (number && rest) return { wanted: [rest, ...wanted.slice(1)], nth: Number(number) };
  const ordinal = Object.hasOwn(ordinals, head) ? ordinals[head] : undefined;
  if (ordinal !== undefined && wanted.length > 1) return { wanted: wanted.slice(1), nth: ordinal };
  if (wanted.length > 1 && /^\d{1,3}$/.test(tail)) return { wanted: wanted.slice(0, -1), nth: Number(tail) };
  return { wanted, nth: null };
}

function fits(wanted: readonly string[], { name, id }: Named): boolean {
  const own = [...name.toLowerCase().split(/[\s-]+/), ...id.toLowerCase().split("-")];
  return wanted.every((word) => own.some((part) => part.startsWith(word)));
}

function distinct<T extends Named>(things: readonly T[]): T[] {
  const seen = new Set<string>();
  return things.filter(({ name }) => !seen.has(name) && seen.add(name));
}

/** What is called exactly so, the first of several. */
export function findCalled<T extends Named>(name: string, things: readonly T[]): T | null {
  const wanted = folded(name);
  return things.find((thing) => folded(thing.name) === wanted) ?? null;
}

/** A name as it is compared: small letters, single spaces. */
export function folded(name: string): string {
  return name.toLowerCase().trim().replace(/\s+/g, " ");
}
