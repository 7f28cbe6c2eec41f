import { describe, expect, it } from "vitest";
import { EXPLANATION_MAX_CHARS, OPTION_MAX_CHARS, OPTIONS, STEM_MAX_CHARS } from "../../protocol/index.ts";
import { randomFor } from "../../random.ts";
import { checkDraft, isLongestRight, toQuestion } from "../check-question.ts";
import { isClean } from "../content-filter.ts";
import { areAlike, likenessOf } from "../likeness.ts";
import { optionKey } from "../question-text.ts";
import { fold } from "../text.ts";
import type { BankQuestion } from "./bank-topic.ts";
import { type BankLanguage, bank, GENERAL_KNOWLEDGE } from "./index.ts";

const languages = Object.keys(bank) as BankLanguage[];
const questionsOf = (language: BankLanguage) => bank[language].flatMap(({ questions }) => questions);
const first = () => 0;

function shareLongest(questions: readonly BankQuestion[]): number {
  return (
    questions.filter((question) => isLongestRight(toQuestion(question, 0, "bank", first))).length / questions.length
  );
}

describe("the bank", () => {
  it("has questions enough for quizzes without an AI", () => {
    expect(bank.en.length).toBeGreaterThanOrEqual(16);
    expect(questionsOf("en").length).toBeGreaterThanOrEqual(480);
    expect(questionsOf("de").length).toBeGreaterThanOrEqual(96);
    expect(questionsOf("es").length).toBeGreaterThanOrEqual(96);
  });
});

describe.each(languages)("the bank in %s", (language) => {
  const topics = bank[language];
  const questions = questionsOf(language);

  it("begins with general knowledge and has every topic once", () => {
    expect(topics[0]?.id).toBe(GENERAL_KNOWLEDGE);
    expect(new Set(topics.map(({ id }) => id)).size).toBe(topics.length);
    expect(new Set(topics.map(({ title }) => title)).size).toBe(topics.length);
  });

  it("names topics by kebab-case ids and lower-case words, none twice in a topic", () => {
    for (const { id, title, words } of topics) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(title.trim()).toBe(title);
      expect(words.length).toBeGreaterThan(0);
      expect(new Set(words).size, id).toBe(words.length);
      expect(words.filter((word) => word !== word.toLowerCase() || word.trim() !== word)).toEqual([]);
    }
  });

  it("has at least four questions of each level in every topic", () => {
    for (const { id, questions: own } of topics) {
      for (const level of ["easy", "medium", "hard"]) {
        expect(own.filter((question) => question.level === level).length, `${id} ${level}`).toBeGreaterThanOrEqual(4);
      }
    }
  });

  it("tags with lower-case words", () => {
    const tags = questions.flatMap((question) => question.tags ?? []);
    expect(tags.filter((tag) => tag !== tag.toLowerCase() || tag.trim() !== tag || tag === "")).toEqual([]);
  });

  it("keeps to the lengths of the protocol, and explains every answer", () => {
    for (const { stem, right, wrong, because } of questions) {
      expect(stem.length, stem).toBeLessThanOrEqual(STEM_MAX_CHARS);
      expect(because.length, stem).toBeLessThanOrEqual(EXPLANATION_MAX_CHARS);
      expect(because.length, stem).toBeGreaterThan(15);
      expect(Math.max(...[right, ...wrong].map(({ length }) => length)), stem).toBeLessThanOrEqual(OPTION_MAX_CHARS);
    }
  });

  it("writes questions and explanations as whole sentences, without stray spaces", () => {
    for (const { stem, right, wrong, because } of questions) {
      expect(stem).toMatch(/\?$/);
      expect(because, stem).toMatch(/[.!?”“»"]$/);
      const untidy = [stem, right, ...wrong, because].filter((text) => text !== text.trim() || /\s{2}/.test(text));
      expect(untidy).toEqual([]);
    }
  });

  it("has four different options in every question", () => {
    for (const { stem, right, wrong } of questions) {
      const keys = new Set([right, ...wrong].map(optionKey));
      expect(keys.size, stem).toBe(OPTIONS);
    }
  });

  it("asks nothing twice, in no topic and across topics", () => {
    const known = questions.map(({ stem, right }) => ({ stem, right, likeness: likenessOf(stem, right) }));
    const twice = known.flatMap((one, i) =>
      known
        .slice(i + 1)
        .filter((other) => areAlike(one.likeness, other.likeness))
        .map((other) => [one.stem, other.stem]),
    );
    expect(twice).toEqual([]);
    expect(new Set(questions.map(({ stem }) => fold(stem))).size).toBe(questions.length);
  });

  it("does not give the right option away by its length", () => {
    for (const { id, questions: own } of topics) expect(shareLongest(own), id).toBeLessThanOrEqual(0.4);
    expect(shareLongest(questions)).toBeLessThanOrEqual(0.35);
  });

  it("puts the right option everywhere alike once shuffled", () => {
    const random = randomFor("a seed of the test", language);
    const places = [0, 0, 0, 0];
    for (const question of questions) {
      const { right } = toQuestion(question, 0, "bank", random);
      places[right] = (places[right] ?? 0) + 1;
    }
    const mean = questions.length / OPTIONS;
    const chiSquare = places.reduce((sum, place) => sum + (place - mean) ** 2 / mean, 0);
    expect(chiSquare).toBeLessThan(16.3); // exceeded by chance once in a thousand seeds (three degrees of freedom)
  });

  it("passes the check of every question, content filter included", () => {
    const refused = questions.flatMap((question) => {
      const checked = checkDraft(question, [], isClean);
      return checked.ok ? [] : [`${checked.reason}: ${question.stem}`];
    });
    expect(refused).toEqual([]);
  });
});
