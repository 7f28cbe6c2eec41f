import { TOPIC_MAX_CHARS } from "../protocol/index.ts";
import type { BankQuestion, BankTopic } from "./bank/bank-topic.ts";
import { type BankLanguage, bank, GENERAL_KNOWLEDGE } from "./bank/index.ts";
import { singular, stopWords, wordsOf } from "./text.ts";
import { conceptOf, type TopicIndex, topicIndex } from "./topic-index.ts";
import { corrected, type Found, search } from "./topic-search.ts";
import { conjunctions, fillers, kin, wideWords } from "./topic-words.ts";

/** What a host's free text means in the bank of a language. */
export interface TopicMatch {
  /** Nearest first; never empty. */
  topics: BankTopic[];
  /** Tags, as the bank spells them, by which questions are nearer than others of the topics. */
  tags: string[];
  /** Whether the text was understood; if not, the topic is general knowledge. */
  exact: boolean;
  /** Whether the text names nothing but tags: what carries one is on the topic, wherever it stands. */
  byTag: boolean;
  /** How many of the things that the tags stand for a question has to be about to be on the topic. */
  enoughTags: number;
}

/** At least this share of the telling words has to be understood: a word picked out of a long text is a guess. */
const UNDERSTOOD_SHARE_MIN = 1 / 3;
/** A topic with this many questions of a tag is about it. */
const TAGGED_QUESTIONS_MIN = 3;

const languages: readonly BankLanguage[] = ["en", "de", "es"];

/** The topics and tags that a free text asks for: in its language first, then by the words of the others. */
export function matchTopics(topic: string, language: BankLanguage): TopicMatch {
  const words = topic.length > TOPIC_MAX_CHARS ? [] : wordsOf(topic);
  const own = matchWords(words, language, true);
  if (own) return own;
  for (const other of languages) {
    const match = other === language ? undefined : matchWords(words, other, false);
    const moved = match && moveTo(match, language, words);
    if (moved) return moved;
  }
  return { topics: bank[language].slice(0, 1), tags: [], exact: false, byTag: false, enoughTags: 0 };
}

function matchWords(words: readonly string[], language: BankLanguage, typos: boolean): TopicMatch | undefined {
  const index = topicIndex(language);
  const keys = words.map((word) => (typos ? corrected(word, index) : singular(word)));
  const found = find(words, keys, index);
  if (!isUnderstood(words, keys, found)) return undefined;
  const topics = found.scores.size > 0 ? bestOf(found.scores) : topicsTagged(found.tags, bank[language]);
  if (topics.length === 0) return undefined;
  const saidByTags = found.inTopic.every((hit, at) => !hit || found.inTag[at] || stopWords.has(words[at] ?? ""));
  return matchOf(topics, found.tags, words, saidByTags);
}

function matchOf(
  topics: BankTopic[],
  named: Iterable<string>,
  words: readonly string[],
  saidByTags: boolean,
): TopicMatch {
  const tags = [...named].filter((tag) => topics.some((topic) => countTagged(topic, new Set([tag])) > 0));
  const hits = topics.flatMap(({ questions }) => questions.map((question) => tagHits(question, tags)));
  const isEither = words.some((word) => conjunctions.has(word));
  const enoughTags = isEither ? Math.min(1, tags.length) : Math.max(0, ...hits);
  return { topics, tags, exact: true, byTag: saidByTags && tags.length > 0, enoughTags };
}

/** Of how many of the things that these tags stand for a question is. */
export function tagHits(question: BankQuestion, tags: readonly string[]): number {
  return new Set(tags.filter((tag) => question.tags?.includes(tag)).map(conceptOf)).size;
}

/** What the narrow words say; what the wide ones say only if there are no others. */
function find(words: readonly string[], keys: readonly string[], index: TopicIndex): Found {
  const narrow = search(words, keys, index, (phrase) => !wideWords.has(phrase));
  const isTelling = [...narrow.scores.keys()].some(({ id }) => id !== GENERAL_KNOWLEDGE);
  return isTelling ? narrow : search(words, keys, index, () => true);
}

function isUnderstood(words: readonly string[], keys: readonly string[], found: Found): boolean {
  const isHit = (at: number) => found.inTopic[at] === true || found.inTag[at] === true;
  const hits = words.filter((_, at) => isHit(at)).length;
  const telling = words.filter((word, at) => isHit(at) || !(stopWords.has(word) || isBeside(keys[at] ?? ""))).length;
  return hits > 0 && hits >= UNDERSTOOD_SHARE_MIN * telling;
}

/** Words that were left out as too wide still say nothing against the match. */
function isBeside(key: string): boolean {
  return fillers.has(key) || wideWords.has(key);
}

/** Best first; general knowledge only when nothing else is meant (“space trivia” is space). */
function bestOf(scores: ReadonlyMap<BankTopic, number>): BankTopic[] {
  const ordered = [...scores].sort(([, a], [, b]) => b - a).map(([topic]) => topic);
  const special = ordered.filter(({ id }) => id !== GENERAL_KNOWLEDGE);
  return special.length > 0 ? special : ordered;
}

/** The topics that have most of these tags' questions. */
function topicsTagged(tags: ReadonlySet<string>, topics: readonly BankTopic[]): BankTopic[] {
  const counted = topics.map((topic) => ({ topic, count: countTagged(topic, tags) }));
  const most = Math.max(...counted.map(({ count }) => count));
  const enough = Math.max(1, Math.min(most, TAGGED_QUESTIONS_MIN));
  return counted
    .filter(({ count }) => count >= enough)
    .sort((a, b) => b.count - a.count)
    .map(({ topic }) => topic);
}

function countTagged(topic: BankTopic, tags: ReadonlySet<string>): number {
  return topic.questions.filter((question) => question.tags?.some((tag) => tags.has(tag))).length;
}

/** A match in one language as topics and tags of another; nothing if there are none. */
function moveTo(match: TopicMatch, language: BankLanguage, words: readonly string[]): TopicMatch | undefined {
  const ids = match.topics.map(({ id }) => id);
  const near = new Set([...ids, ...kin.filter((group) => group.some((id) => ids.includes(id))).flat()]);
  const topics = bank[language].filter(({ id }) => near.has(id));
  const { tags } = search(words, words.map(singular), topicIndex(language), () => true);
  const moved = topics.length > 0 ? matchOf(topics, tags, words, match.byTag) : undefined;
  const isLost =
    match.tags.length > 0 && moved?.tags.length === 0 && topics.every(({ id }) => id === GENERAL_KNOWLEDGE);
  return isLost ? undefined : moved;
}
