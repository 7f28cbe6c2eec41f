import type { BankTopic } from "./bank/bank-topic.ts";
import { singular, stopWords } from "./text.ts";
import type { TopicIndex } from "./topic-index.ts";
import { onlyAlone } from "./topic-words.ts";

/** Words from this length on may have one typing error. */
const TYPO_MIN_CHARS = 6;

/** What was found in a text: how well each topic fits, which tags it names, and which of its words said so. */
export interface Found {
  scores: Map<BankTopic, number>;
  tags: Set<string>;
  /** By position of the word. */
  inTopic: boolean[];
  inTag: boolean[];
  /** Words of a phrase that was found: what is shorter says less (“latin” in “latin america”). */
  claimed: boolean[];
}

/**
 * Looks every phrase of a text up: longest first, each word for one topic phrase and one tag at most.
 * @param words  the words as typed, folded
 * @param keys   the same words as the index spells them
 * @param counts which phrases to look up at all
 */
export function search(
  words: readonly string[],
  keys: readonly string[],
  index: TopicIndex,
  counts: (phrase: string) => boolean,
): Found {
  const none = keys.map(() => false);
  const found: Found = { scores: new Map(), tags: new Set(), inTopic: [...none], inTag: [...none], claimed: [...none] };
  for (let size = Math.min(index.longest, keys.length); size > 0; size--) {
    for (let at = 0; at + size <= keys.length; at++) {
      const phrase = keys.slice(at, at + size).join(" ");
      const isLoose = size === 1 && keys.length > 1 && (onlyAlone.has(phrase) || stopWords.has(words[at] ?? ""));
      if (!isLoose && counts(phrase)) take(found, index, phrase, at, size);
    }
  }
  return found;
}

function take(found: Found, index: TopicIndex, phrase: string, at: number, size: number): void {
  const isInLongerTag = !found.inTag.slice(at, at + size).includes(false);
  const tags = isInLongerTag ? [] : (index.tags.get(phrase) ?? []);
  const topics = index.topics.get(phrase) ?? [];
  for (const tag of tags) found.tags.add(tag);
  if (tags.length > 0) found.inTag.fill(true, at, at + size);
  const isFree = !found.claimed.slice(at, at + size).includes(true);
  if (tags.length > 0 || topics.length > 0) found.claimed.fill(true, at, at + size);
  if (!isFree || topics.length === 0) return;
  for (const topic of topics) found.scores.set(topic, (found.scores.get(topic) ?? 0) + size);
  found.inTopic.fill(true, at, at + size);
}

/** A word as the index spells it, one typing error forgiven; otherwise as it is. */
export function corrected(word: string, index: TopicIndex): string {
  const key = singular(word);
  const isLong = key.length >= TYPO_MIN_CHARS || word.length > TYPO_MIN_CHARS;
  if (index.words.has(key) || !isLong || stopWords.has(word) || !/^\p{L}+$/u.test(word)) return key;
  const near = [...index.words].filter((known) => known[0] === key[0] && isOneErrorAway(known, key));
  return near.find(({ length }) => length === key.length) ?? near[0] ?? key;
}

/** Whether one letter wrong, missing, too many, or swapped with its neighbour is all the difference. */
export function isOneErrorAway(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  const [left, right] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
