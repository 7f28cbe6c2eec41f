import { type BitModel, UNTOUCHED } from "./bit-model.ts";
import { BLOCK_WORDS, NO_LIST, type Shelves } from "./shelves.ts";

/** Contexts are kept by groups of so many: of those a client's frames touch a third. */
const GROUP = 16;
/** A block holds so many groups, after their numbers and how many they are. */
const BLOCK_GROUPS = BLOCK_WORDS / GROUP - 1;

/** Puts on shelves what a model has learnt. @returns the list */
export function keepModel(shelves: Shelves, { estimates }: BitModel): number {
  shelves.begin();
  let count = BLOCK_GROUPS;
  for (let first = 0; first < estimates.length; first += GROUP) {
    if (!isTouched(estimates, first)) continue;
    if (count === BLOCK_GROUPS) {
      shelves.add();
      count = 0;
    }
    const { words, at } = shelves;
    const start = at + ++count * GROUP;
    words[at] = count;
    words[at + count] = first;
    for (let i = 0; i < GROUP; i++) words[start + i] = estimates[first + i] ?? UNTOUCHED;
  }
  return shelves.finish();
}

/** Teaches a model of which nothing is touched what a list says. */
export function takeModel(shelves: Shelves, list: number, { estimates }: BitModel): void {
  if (list === NO_LIST) return;
  shelves.read(list);
  do {
    const { words, at } = shelves;
    const count = words[at] ?? 0;
    for (let group = 1; group <= count; group++) {
      const first = words[at + group] ?? 0;
      const start = at + group * GROUP;
      for (let i = 0; i < GROUP; i++) estimates[first + i] = words[start + i] ?? 0;
    }
  } while (shelves.next());
}

function isTouched(estimates: Int32Array, first: number): boolean {
  for (let i = 0; i < GROUP; i++) if (estimates[first + i] !== UNTOUCHED) return true;
  return false;
}
