import type { BankTopic } from "./bank/bank-topic.ts";
import { type BankLanguage, bank } from "./bank/index.ts";
import { singular, wordsOf } from "./text.ts";
import { synonyms } from "./topic-words.ts";

/** How a language's topics and tags are found; every key is a phrase of folded singular words. */
export interface TopicIndex {
  topics: ReadonlyMap<string, readonly BankTopic[]>;
  /** The tags, as the bank spells them. */
  tags: ReadonlyMap<string, readonly string[]>;
  /** Every word that occurs in a key. */
  words: ReadonlySet<string>;
  /** Words of the longest key. */
  longest: number;
}

/** The form in which phrases are compared. */
export function keyOf(text: string): string {
  return wordsOf(text).map(singular).join(" ");
}

const indexes = new Map<BankLanguage, TopicIndex>();

/** The index of a language, made when it is first needed. */
export function topicIndex(language: BankLanguage): TopicIndex {
  const made = indexes.get(language) ?? makeIndex(bank[language]);
  indexes.set(language, made);
  return made;
}

function makeIndex(all: readonly BankTopic[]): TopicIndex {
  const topics = new Map<string, BankTopic[]>();
  const tags = new Map<string, string[]>();
  for (const topic of all) {
    for (const phrase of [topic.id, topic.title, ...topic.words]) add(topics, keyOf(phrase), topic);
    for (const tag of topic.questions.flatMap((question) => question.tags ?? [])) add(tags, keyOf(tag), tag);
  }
  for (const group of synonyms) {
    const keys = group.map(keyOf);
    share(topics, keys);
    share(tags, keys);
  }
  const keys = [...topics.keys(), ...tags.keys()].map((key) => key.split(" "));
  return { topics, tags, words: new Set(keys.flat()), longest: Math.max(...keys.map(({ length }) => length)) };
}

/** What one name of a thing finds, all its names find. */
function share<T>(map: Map<string, T[]>, keys: readonly string[]): void {
  const found = new Set(keys.flatMap((key) => map.get(key) ?? []));
  for (const key of keys) for (const value of found) add(map, key, value);
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key) ?? [];
  if (!values.includes(value)) values.push(value);
  if (key !== "") map.set(key, values);
}

const groups = synonyms.map((group) => group.map(keyOf));

/** One name for all names of a thing, so that two of them are not counted as two things. */
export function conceptOf(tag: string): string {
  const key = keyOf(tag);
  return groups.find((group) => group.includes(key))?.[0] ?? key;
}
