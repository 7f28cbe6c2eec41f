import { type BitModel, UNTOUCHED } from "./bit-model.ts";

/** A packed model says for so many contexts in one word which of them were touched. */
const GROUP = 32;

/** So many words a packed model of so many contexts takes at most. */
export function packedWordsMax(contexts: number): number {
  return Math.ceil(contexts / GROUP) + contexts;
}

/**
 * Packs a model: which contexts were touched, one in seven or so, and their estimates.
 * @param words with room for {@link packedWordsMax} @returns how many words it takes
 */
export function packModel({ estimates }: BitModel, words: Uint32Array): number {
  const groups = Math.ceil(estimates.length / GROUP);
  let end = groups;
  for (let group = 0; group < groups; group++) {
    const first = group * GROUP;
    const last = Math.min(estimates.length, first + GROUP);
    let touched = 0;
    for (let context = first; context < last; context++) {
      const both = estimates[context] ?? 0;
      if (both === UNTOUCHED) continue;
      touched |= 1 << (context - first);
      words[end++] = both;
    }
    words[group] = touched;
  }
  return end;
}

/** Makes a model of which nothing is touched the one that was packed. */
export function unpackModel(words: Uint32Array, { estimates }: BitModel): void {
  const groups = Math.ceil(estimates.length / GROUP);
  let from = groups;
  for (let group = 0; group < groups; group++) {
    const first = group * GROUP;
    for (let touched = words[group] ?? 0; touched !== 0; touched &= touched - 1) {
      estimates[first + 31 - Math.clz32(touched & -touched)] = words[from++] ?? 0;
    }
  }
}
