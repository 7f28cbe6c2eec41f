import { describe, expect, it } from "vitest";
import { game } from "../../testing/quiz-room.ts";
import { resultsOf, summaryOf } from "./results.ts";

async function running(options: Parameters<typeof game>[0] = {}) {
  const room = game(options);
  const host = await room.host();
  const anna = await room.player("Anna");
  const ben = await room.player("Ben");
  await host.does({ t: "start" });
  room.passToOpening();
  return { room, host, anna, ben, results: () => resultsOf(room.shell.runner.entries()) };
}

describe("results", () => {
  it("[R2] are a fold over the journal: what was asked, and what everybody answered", async () => {
    const { room, anna, ben, results } = await running({ topic: "space", questions: 2 });
    const [first, second] = room.state.questions;
    room.passTo(room.window.opensAtMs + 5_000);
    await anna.answer("right");
    await ben.answer("wrong");
    room.passToOpening();
    await ben.answer("right");
    room.passUntil("podium");
    const wrong = ((first?.right ?? 0) + 1) % 4;
    expect(results()).toMatchObject({
      code: "22222C",
      topic: "space",
      language: "en",
      scoring: "speed",
      createdAt: room.state.createdAtMs,
      questions: [
        { index: 0, stem: first?.stem, options: first?.options, right: first?.right, origin: "bank" },
        { index: 1, stem: second?.stem, because: second?.because },
      ],
      players: [
        { player: 1, name: "Ben", rank: 1, score: 1_000, right: 1, left: false },
        { player: 0, name: "Anna", rank: 2, score: 875, right: 1, left: false },
      ],
    });
    const [benRow, annaRow] = results().players;
    expect(annaRow?.answers).toEqual([
      { option: first?.right, right: true, points: 875, ms: 5_000, rawMs: 5_000 },
      null,
    ]);
    expect(benRow?.answers[0]).toMatchObject({ option: wrong, right: false, points: 0 });
    const counts = [0, 0, 0, 0];
    counts[first?.right ?? 0] = 1;
    counts[wrong] = 1;
    expect(results().questions[0]?.counts).toEqual(counts);
  });

  it("[R2] are the same after a crash", async () => {
    const { room, anna, results } = await running();
    await anna.answer("right");
    room.passUntil("standings");
    const before = results();
    room.shell.crash();
    expect(results()).toEqual(before);
  });

  it("[R2] agree with the state that everybody saw", async () => {
    const { room, anna, ben, results } = await running();
    for (const how of ["right", "wrong", "right"] as const) {
      await anna.answer(how);
      await ben.answer("right");
      if (how !== "right" || room.phase !== "podium") room.passUntil("reveal");
      if (room.state.phase.phase === "reveal" && room.state.phase.index < 2) room.passToOpening();
    }
    room.passUntil("podium");
    expect(results().players.map(({ player, score, rank }) => ({ player, score, rank }))).toEqual(
      [anna, ben]
        .map(({ you }) => ({ player: you.player, score: you.score, rank: you.rank }))
        .toSorted((a, b) => a.rank - b.rank),
    );
  });

  it("are there before the first reveal, and while the game runs", async () => {
    const { room, anna, results } = await running();
    expect(results()).toMatchObject({ questions: [], players: [{ score: 0, answers: [] }, { score: 0 }] });
    await anna.answer("right");
    expect(results().questions).toEqual([]);
    room.passUntil("reveal");
    expect(results().questions).toHaveLength(1);
  });

  it("[Q33] know nothing of skipped questions", async () => {
    const { room, host, anna, results } = await running();
    await anna.answer("right");
    await host.does({ t: "skip" });
    room.passToOpening();
    await anna.answer("right");
    room.passUntil("podium");
    expect(results().questions.map(({ index }) => index)).toEqual([1, 2]);
    expect(results().players[0]).toMatchObject({ name: "Anna", score: 1_000, answers: [{ points: 1_000 }, null] });
  });

  it("[H4] leave out who was kicked, [P6] keep who left, with what they had", async () => {
    const { room, host, anna, ben, results } = await running({ questions: 1 });
    const cleo = await room.player("Cleo");
    await anna.answer("right");
    await anna.does({ t: "leave" });
    await host.does({ t: "kick", player: ben.number });
    room.passUntil("podium");
    expect(results().players.map(({ name, left, rank, score }) => ({ name, left, rank, score }))).toEqual([
      { name: "Anna", left: true, rank: 1, score: 1_000 },
      { name: "Cleo", left: false, rank: 2, score: 0 },
    ]);
    expect(cleo.you.rank).toBe(1);
  });

  it("[P5] have no answer of latecomers, where it did not count", async () => {
    const { room, results } = await running({ questions: 2 });
    await room.player("Cleo");
    room.passToOpening();
    await room.people.at(-1)?.answer("right");
    room.passUntil("podium");
    const cleo = results().players.find(({ name }) => name === "Cleo");
    expect(cleo).toMatchObject({ score: 1_000, rank: 1, right: 1, answers: [null, { points: 1_000 }] });
  });

  it("[A6] share a rank for equal scores, in the order of joining", async () => {
    const { room, anna, ben, results } = await running({ scoring: "accuracy", questions: 1 });
    const cleo = await room.player("Cleo");
    await ben.answer("right");
    await anna.answer("right");
    room.passUntil("podium");
    expect(results().players.map(({ name, rank }) => [name, rank])).toEqual([
      ["Anna", 1],
      ["Ben", 1],
      ["Cleo", 3],
    ]);
    expect(cleo.you.rank).toBe(3);
  });

  it("have the questions in the order in which they were asked, as they were", async () => {
    const room = game({ questions: 3 });
    const host = await room.host();
    await room.player("Anna");
    await host.does({ t: "move", question: 2, to: 0 });
    await host.does({ t: "delete", question: 0 });
    await host.does({
      t: "edit",
      question: 1,
      stem: "Which animal says moo?",
      options: ["Horse", "Cow", "Goat", "Fish"],
      right: 1,
      because: "Cattle moo.",
    });
    const asked = room.state.questions.map(({ stem }) => stem);
    await host.does({ t: "start" });
    room.passUntil("podium");
    const { questions } = resultsOf(room.shell.runner.entries());
    expect(questions.map(({ stem }) => stem)).toEqual(asked);
    expect(questions.map(({ origin }) => origin)).toEqual(["bank", "host"]);
  });
});

describe("the summary", () => {
  it("counts who is in, and follows the phase", async () => {
    const { room, anna, ben } = await running();
    await anna.does({ t: "leave" });
    ben.drop();
    expect(summaryOf(room.state)).toMatchObject({ phase: "question", players: 1, questions: 3 });
    room.passUntil("podium");
    expect(summaryOf(room.state)).toMatchObject({ phase: "podium" });
  });
});
