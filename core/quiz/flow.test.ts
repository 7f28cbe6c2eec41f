import { describe, expect, it } from "vitest";
import { game, type Person, type QuizRoom } from "../../testing/quiz-room.ts";
import {
  COMMIT_EVERY_MS,
  COUNTDOWN_FIRST_MS,
  COUNTDOWN_NEXT_MS,
  OPENING_LEAD_MS,
  RETURN_GRACE_MS,
  REVEAL_MS,
  STANDINGS_MS,
  STANDINGS_ROWS,
} from "../protocol/index.ts";

async function lobby(options: Parameters<typeof game>[0] = {}) {
  const room = game(options);
  const host = await room.host();
  const anna = await room.player("Anna");
  const ben = await room.player("Ben");
  return { room, host, anna, ben };
}

async function running(options: Parameters<typeof game>[0] = {}) {
  const all = await lobby(options);
  await all.host.does({ t: "start" });
  all.room.passToOpening();
  return all;
}

function shownPhase({ state }: Person): string {
  return state.room.now.phase;
}

/** The phases that a game passes through by itself, with how long each lasts. */
function phasesOf(room: QuizRoom): string[] {
  const seen: string[] = [];
  while (room.phase !== "podium") {
    const index = "index" in room.state.phase ? room.state.phase.index : "";
    const sinceMs = room.nowMs;
    const { phase } = room.state;
    while (room.state.phase === phase) room.pass(10);
    seen.push(`${phase.phase} ${index}: ${Math.round((room.nowMs - sinceMs) / 100) / 10}`);
  }
  return seen;
}

describe("start", () => {
  it("[Q20] leads to a countdown of 2.5 s, and that to question 1", async () => {
    const { room, host, anna } = await lobby();
    const startMs = room.nowMs;
    await host.does({ t: "start" });
    expect(anna.state.room.now).toEqual({ phase: "countdown", index: 0, opensAt: startMs + COUNTDOWN_FIRST_MS });
    room.passToOpening();
    expect(room.nowMs - startMs).toBeLessThanOrEqual(2_500);
    expect(anna.state.room.now).toMatchObject({ phase: "question", question: { index: 0 } });
  });

  it("[Q20] shows nothing of the question during the countdown", async () => {
    const { room, host, anna } = await lobby();
    await host.does({ t: "start" });
    expect(anna.texts.join("")).not.toContain(JSON.stringify(room.question.stem));
  });

  it("[Q20] needs a player, and a lobby", async () => {
    const room = game();
    const host = await room.host();
    expect(await host.refused({ t: "start" })).toBe("NO_PLAYERS");
    const anna = await room.player("Anna");
    await anna.does({ t: "leave" });
    expect(await host.refused({ t: "start" })).toBe("NO_PLAYERS");
    await room.player("Ben");
    await host.does({ t: "start" });
    expect(await host.refused({ t: "start" })).toBe("WRONG_PHASE");
  });
});

describe("a question", () => {
  it("[Q21] is sent before it opens, with the moment at which it does, to everybody", async () => {
    const { room, host, anna, ben } = await lobby();
    const screen = await room.screen();
    await host.does({ t: "start" });
    const opensAt = room.nowMs - COMMIT_EVERY_MS + COUNTDOWN_FIRST_MS;
    room.passTo(opensAt - OPENING_LEAD_MS - 1);
    expect(shownPhase(anna)).toBe("countdown");
    room.passTo(opensAt - OPENING_LEAD_MS);
    for (const person of [host, anna, ben, screen]) {
      expect(person.state.at).toBe(opensAt - OPENING_LEAD_MS);
      expect(person.state.room.now).toMatchObject({ phase: "question", opensAt, closesAt: opensAt + 20_000 });
    }
    expect(anna.you.answer).toBeNull();
  });

  it("[Q21] opens with the same lead if the room was late itself", async () => {
    const { room, host } = await lobby();
    await host.does({ t: "start" });
    room.shell.time.nowMs += 60_000;
    room.shell.advance(0);
    expect(room.window.opensAtMs).toBe(room.nowMs + OPENING_LEAD_MS);
  });

  it("[Q21] has its four options in one order for everybody, and an id that stays", async () => {
    const { room, anna, ben } = await running();
    const [one, other] = [anna, ben].map(({ state }) => state.room.now);
    expect(one).toEqual(other);
    const { index, id, stem, options } = { index: 0, ...room.question };
    expect(one).toMatchObject({ question: { index, id, stem, options } });
    if (one?.phase === "question")
      expect(Object.keys(one.question).toSorted()).toEqual(["id", "index", "options", "stem"]);
  });

  it("[Q22] closes at its time, and the reveal says what was right, why, and what each one got", async () => {
    const { room, anna, ben } = await running();
    const question = room.question;
    const { closesAtMs } = room.window;
    await anna.answer("wrong");
    room.passTo(closesAtMs + 149);
    expect(shownPhase(anna)).toBe("question");
    room.passTo(closesAtMs + 150);
    const counts = [0, 0, 0, 0];
    counts[(question.right + 1) % 4] = 1;
    expect(ben.state.room.now).toEqual({
      phase: "reveal",
      question: { index: 0, id: question.id, stem: question.stem, options: question.options },
      right: question.right,
      because: question.because,
      counts,
      nextAt: closesAtMs + 150 + REVEAL_MS,
    });
    expect(anna.you.last).toMatchObject({ index: 0, option: (question.right + 1) % 4, right: false, points: 0 });
    expect(ben.you.last).toEqual({ index: 0, option: null, right: false, points: 0, ms: null, rawMs: null });
  });

  it("[Q23] closes early once everybody has answered", async () => {
    const { room, anna, ben } = await running();
    await anna.answer("right");
    expect(room.phase).toBe("question");
    await ben.answer("wrong");
    expect(room.phase).toBe("reveal");
    expect(room.nowMs).toBeLessThan(room.state.activeAtMs + 100);
  });

  it("[Q23] does not wait for who has dropped, left or been kicked", async () => {
    for (const go of [
      (ben: Person) => ben.drop(),
      (ben: Person) => ben.does({ t: "leave" }),
      (_: Person, host: Person) => host.does({ t: "kick", player: 1 }),
    ]) {
      const { room, host, anna, ben } = await running();
      await anna.answer("right");
      expect(room.phase).toBe("question");
      await go(ben, host);
      expect(room.phase).toBe("reveal");
    }
  });

  it("[Q23] does not wait for who had dropped before it opened", async () => {
    const { room, host, anna, ben } = await lobby();
    ben.drop();
    await host.does({ t: "start" });
    room.passToOpening();
    await anna.answer("right");
    expect(room.phase).toBe("reveal");
  });

  it("[Q23] waits again for who has come back", async () => {
    const { room, anna, ben } = await running();
    ben.drop();
    const again = await room.guest("ben");
    await anna.answer("right");
    expect(room.phase).toBe("question");
    await again.answer("right");
    expect(room.phase).toBe("reveal");
  });

  it("[Q23] does not close early if nobody has answered, be there anybody or not", async () => {
    const { room, anna, ben } = await running();
    await anna.does({ t: "leave" });
    ben.drop();
    room.pass(5_000);
    expect(room.phase).toBe("question");
    room.passUntil("reveal");
    expect(room.state.phase).toMatchObject({ counts: [0, 0, 0, 0] });
  });

  it("[Q23] an answer of somebody who left still counts as one", async () => {
    const { room, anna, ben } = await running();
    await anna.answer("right");
    anna.drop();
    expect(room.phase).toBe("question");
    ben.drop();
    expect(room.phase).toBe("reveal");
  });

  it("[Q23] after a restart the first to come back does not end it for the others", async () => {
    const { room } = await running();
    room.pass(1_000);
    room.shell.crash();
    const crashedMs = room.nowMs;
    const anna = await room.guest("anna");
    await anna.answer("right");
    expect(room.phase).toBe("question");
    room.passTo(crashedMs + 2_000);
    const ben = await room.guest("ben");
    room.passTo(crashedMs + RETURN_GRACE_MS + 100);
    expect(room.phase).toBe("question");
    await ben.answer("wrong");
    expect(room.phase).toBe("reveal");
  });

  it("[Q23] after a restart it is waited no longer than that for who does not come back", async () => {
    const { room } = await running();
    room.shell.crash();
    const crashedMs = room.nowMs;
    const anna = await room.guest("anna");
    await anna.answer("right");
    room.passTo(crashedMs + RETURN_GRACE_MS - 1);
    expect(room.phase).toBe("question");
    room.passTo(crashedMs + RETURN_GRACE_MS);
    expect(room.phase).toBe("reveal");
  });

  it("[Q23] in a room that was asleep it closes as early", async () => {
    const { room, anna, ben } = await running();
    await anna.answer("right");
    room.pass(1_000);
    room.shell.hibernate();
    await ben.answer("right");
    expect(room.phase).toBe("reveal");
  });
});

describe("a game", () => {
  it("[Q24] goes through its phases by itself, each for its time, to the podium", async () => {
    const { room, host, anna } = await lobby({ questions: 2, seconds: 10 });
    await host.does({ t: "start" });
    expect(phasesOf(room)).toEqual([
      `countdown 0: ${(COUNTDOWN_FIRST_MS - OPENING_LEAD_MS) / 1_000}`,
      "question 0: 10.5",
      `reveal 0: ${REVEAL_MS / 1_000}`,
      `standings 0: ${STANDINGS_MS / 1_000}`,
      `countdown 1: ${(COUNTDOWN_NEXT_MS - OPENING_LEAD_MS) / 1_000}`,
      "question 1: 10.5",
      `reveal 1: ${REVEAL_MS / 1_000}`,
    ]);
    expect(shownPhase(anna)).toBe("podium");
    room.pass(3_600_000);
    expect(room.phase).toBe("podium");
  });

  it("[Q24] of one question has no standings in between", async () => {
    const { room } = await running({ questions: 1 });
    room.passUntil("reveal");
    room.pass(REVEAL_MS);
    expect(room.phase).toBe("podium");
  });

  it("[Q24] shows in the standings the ten best, by rank and then by who came first", async () => {
    const { room, host, anna } = await lobby({ scoring: "accuracy" });
    const people = [];
    for (let i = 0; i < 12; i++) people.push(await room.player(`Player ${"abcdefghjkmn"[i]}`));
    await host.does({ t: "start" });
    room.passToOpening();
    await people[5]?.answer("right");
    await people[2]?.answer("right");
    room.passUntil("standings");
    const now = anna.state.room.now;
    expect(now.phase).toBe("standings");
    if (now.phase !== "standings") return;
    expect(now.top).toHaveLength(STANDINGS_ROWS);
    expect(now.top.slice(0, 4).map(({ player, score, rank }) => [player, score, rank])).toEqual([
      [4, 1_000, 1],
      [7, 1_000, 1],
      [0, 0, 3],
      [1, 0, 3],
    ]);
  });

  it("[Q24] ends with a podium that has everybody's own result with it", async () => {
    const { room, anna, ben } = await running({ questions: 1 });
    await anna.answer("right");
    await ben.answer("wrong");
    room.passUntil("podium");
    expect(ben.state).toMatchObject({
      room: { now: { phase: "podium", top: [{ name: "Anna", score: 1_000 }, { name: "Ben" }] } },
      you: { rank: 2, history: [0] },
    });
  });

  it("[Q24] is the same with nobody there to see it", async () => {
    const { room, host, anna, ben } = await running();
    for (const person of [host, anna, ben]) person.drop();
    room.pass(120_000);
    expect(room.phase).toBe("podium");
    expect(room.state.players.map(({ history }) => history)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });
});
