import { constant, contextTable } from "./page-tables.ts";
import type { Layout } from "./schema.ts";

const certainty = constant("CERTAINTY");
const fastShift = constant("FAST_SHIFT");
const slowShift = constant("SLOW_SHIFT");

/** Where the contexts of each name are; see “Contexts”. */
export class Contexts {
  readonly length: number;
  readonly #places = new Map<string, { start: number; lengths: number[] }>();

  constructor({ kinds, fieldCount }: Layout) {
    let length = 0;
    for (const [name, lengths] of contextTable(kinds.length, fieldCount)) {
      this.#places.set(name, { start: length, lengths });
      length += lengths.reduce((product, factor) => product * factor, 1);
    }
    this.length = length;
  }

  /** The place of a context, or of the first one of a list: `at("touched", 1)` is that of `touched[1][0][0]`. */
  at(name: string, ...indices: number[]): number {
    const known = this.#places.get(name);
    if (!known) throw new Error(`the page has no contexts ${name}`);
    let place = 0;
    known.lengths.forEach((length, i) => {
      const index = indices[i] ?? 0;
      if (index >= length) throw new Error(`${name} has no ${indices.join(", ")}`);
      place = place * length + index;
    });
    return known.start + place;
  }
}

/** What a decoder has learnt: two estimates and a count for each context; see “Learning”. */
export class Model {
  readonly #fast: Uint16Array;
  readonly #slow: Uint16Array;
  readonly #seen: Uint8Array;

  private constructor(fast: Uint16Array, slow: Uint16Array, seen: Uint8Array) {
    this.#fast = fast;
    this.#slow = slow;
    this.#seen = seen;
  }

  static blank(contexts: number): Model {
    return new Model(
      new Uint16Array(contexts).fill(2_048),
      new Uint16Array(contexts).fill(32_768),
      new Uint8Array(contexts),
    );
  }

  copy(): Model {
    return new Model(this.#fast.slice(), this.#slow.slice(), this.#seen.slice());
  }

  /** How probable a 1 is, of 32,768. */
  probability(context: number): number {
    const [fast, slow] = [this.#fast[context] ?? 0, this.#slow[context] ?? 0];
    const mean = Math.floor((fast * 8 + Math.floor(slow / 2)) / 2);
    return Math.min(Math.max(mean, certainty), 32_768 - certainty);
  }

  learn(context: number, bit: number): void {
    const [fast, slow, seen] = [this.#fast[context] ?? 0, this.#slow[context] ?? 0, this.#seen[context] ?? 0];
    const f = Math.min(seen + 1, fastShift);
    const s = Math.min(seen + 1, slowShift);
    this.#fast[context] = bit ? fast + ((4_095 - fast) >> f) : fast - (fast >> f);
    this.#slow[context] = bit ? slow + ((65_535 - slow) >> s) : slow - (slow >> s);
    this.#seen[context] = Math.min(seen + 1, 15);
  }
}
