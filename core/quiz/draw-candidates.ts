import type { BankQuestion, BankTopic } from "./bank/bank-topic.ts";
import { type BankLanguage, bank, GENERAL_KNOWLEDGE } from "./bank/index.ts";
import { matchTopics, type TopicMatch, tagHits } from "./topics.ts";

/** A question of the bank as one request sees it. */
export interface Candidate {
  question: BankQuestion;
  /** The smaller, the nearer to what was asked for; see {@link near}. */
  nearness: number;
  /** Whether it is what the host asked for, and not a filler. */
  isOnTopic: boolean;
  /** Whether it is in English because its own language ran out. */
  isForeign: boolean;
}

/**
 * How near a question is: with tags of the request in its topics (nearer with each tag, a little less so in
 * other topics), in the topics, with a tag that is only a part of the request, general knowledge, anything.
 */
const near = { tagged: 10, elsewhere: 0.5, topic: 20, strayTag: 22, general: 30, other: 40, foreign: 100 };

/** The language whose bank serves a language tag; nothing if there is none. */
export function bankLanguage(tag: string): BankLanguage | undefined {
  const primary = tag.toLowerCase().split("-")[0];
  return primary === "en" || primary === "de" || primary === "es" ? primary : undefined;
}

/** Every question that a request for this topic and language (BCP 47) can be served with, in no order. */
export function candidatesFor(topic: string, language: string): Candidate[] {
  const own = bankLanguage(language) ?? "en";
  const candidates = candidatesIn(own, topic, false);
  return own === "en" ? candidates : [...candidates, ...candidatesIn("en", topic, true)];
}

function candidatesIn(language: BankLanguage, text: string, isForeign: boolean): Candidate[] {
  const match = matchTopics(text, language);
  const isGeneral = match.topics[0]?.id === GENERAL_KNOWLEDGE && match.tags.length === 0;
  const isAnything = isGeneral && (match.exact || text.trim() === "");
  const candidateOf = isAnything ? anything : (q: BankQuestion, t: BankTopic) => matched(q, t, match);
  const away = isForeign ? near.foreign : 0;
  return bank[language].flatMap((topic) =>
    topic.questions.map((question) => {
      const { nearness, isOnTopic } = candidateOf(question, topic);
      return { question, nearness: nearness + away, isOnTopic, isForeign };
    }),
  );
}

/** No topic, or “a bit of everything”: all topics alike, so that not every such quiz has the same questions. */
function anything(): Pick<Candidate, "nearness" | "isOnTopic"> {
  return { nearness: near.general, isOnTopic: true };
}

function matched(
  question: BankQuestion,
  topic: BankTopic,
  match: TopicMatch,
): Pick<Candidate, "nearness" | "isOnTopic"> {
  const hits = tagHits(question, match.tags);
  const isInTopic = match.exact && match.topics.includes(topic);
  const isOnTopic = (isInTopic || match.byTag) && hits >= match.enoughTags;
  if (hits > 0 && isInTopic) return { nearness: near.tagged - hits, isOnTopic };
  if (hits > 0 && match.byTag) return { nearness: near.tagged - hits + near.elsewhere, isOnTopic };
  if (isInTopic) return { nearness: near.topic, isOnTopic };
  if (hits > 0) return { nearness: near.strayTag, isOnTopic };
  return { nearness: topic.id === GENERAL_KNOWLEDGE ? near.general : near.other, isOnTopic };
}
