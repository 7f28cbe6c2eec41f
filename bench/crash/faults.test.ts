import { describe, expect, it } from "vitest";
import type { QuizResults } from "../../core/protocol/index.ts";
import { resultsCsv } from "../../core/quiz/results-csv.ts";
import { csvFaults, type KnownPlayer, resultFaults } from "./faults.ts";

const question = {
  stem: "Which, of these?",
  options: ['a "b", c', "-2", "x", "y"],
  right: 0,
  because: "So.",
  origin: "bank",
};
const answer = { option: 1, right: false, points: 0, ms: 900, rawMs: 900 };
const results: QuizResults = {
  code: "22222C",
  topic: "",
  language: "en",
  scoring: "speed",
  createdAt: 0,
  questions: [0, 1].map((index) => ({ ...question, origin: "bank", index, counts: [1, 1, 0, 0] })),
  players: [
    {
      player: 0,
      name: "Anna",
      rank: 1,
      score: 900,
      right: 1,
      left: false,
      answers: [{ ...answer, option: 0 }, answer],
    },
    { player: 1, name: "Ben", rank: 2, score: 0, right: 0, left: false, answers: [null, answer] },
  ],
};
const anna: KnownPlayer = {
  name: "Anna",
  sent: [
    { index: 0, option: 0 },
    { index: 1, option: 1 },
  ],
  acknowledged: new Map([[0, 0]]),
  score: 900,
};
const ben: KnownPlayer = { name: "Ben", sent: [{ index: 1, option: 1 }], acknowledged: new Map([[1, 1]]), score: 0 };

describe("results after a crash", () => {
  it("are whole where everything acknowledged stands", () => {
    expect(resultFaults(results, [anna, ben], 2)).toEqual([]);
  });

  it.each([
    ["an answer is lost", [anna, { ...ben, acknowledged: new Map([[0, 2]]) }], 2, "2 was acknowledged, nothing stands"],
    ["an answer has changed", [{ ...anna, acknowledged: new Map([[1, 0]]) }, ben], 2, "0 was acknowledged, 1 stands"],
    ["an answer came from nowhere", [{ ...anna, sent: [{ index: 0, option: 0 }] }, ben], 2, "was never sent"],
    ["a player is lost", [anna, ben, { ...ben, name: "Cleo" }], 2, "Cleo: joined, and is not in the results"],
    ["points differ", [{ ...anna, score: 1_000 }, ben], 2, "1000 points on the podium, 900 in the results"],
    ["a question is missing", [anna, ben], 3, "2 of 3 questions"],
  ])("are not where %s", (_, players, questions, fault) => {
    expect(resultFaults(results, players, questions).join()).toContain(fault);
  });
});

describe("the CSV", () => {
  it("says the same, quotes, commas and formulas included", () => {
    expect(csvFaults(resultsCsv(results), results)).toEqual([]);
  });

  it("is found out where it does not", () => {
    const csv = resultsCsv(results);
    expect(csvFaults(csv.replace(",'-2,no,0,0.9\r\n2,", ",x,no,0,0.9\r\n2,"), results)).toHaveLength(1);
    expect(csvFaults(csv.split("\r\n").slice(0, 2).join("\r\n"), results)).toEqual(["the CSV has 1 players"]);
  });
});
