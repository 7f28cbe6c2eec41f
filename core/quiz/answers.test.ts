import { describe, expect, it } from "vitest";
import { game, type Person, type QuizRoom } from "../../testing/quiz-room.ts";
import { COMMIT_EVERY_MS, COMPENSATION_MAX_MS, OPENING_TOLERANCE_MS } from "../protocol/index.ts";

async function running(options: Parameters<typeof game>[0] = {}) {
  const room = game(options);
  const host = await room.host();
  const anna = await room.player("Anna");
  const ben = await room.player("Ben");
  await host.does({ t: "start" });
  room.passToOpening();
  return { room, host, anna, ben };
}

/** An answer to the open question that arrives so long after its opening. */
async function answerAt(room: QuizRoom, person: Person, rawMs: number, how: "right" | "wrong" = "right") {
  room.passTo(room.window.opensAtMs + rawMs);
  return person.answer(how);
}

/** Makes the server measure this time there and back. */
async function measured(room: QuizRoom, person: Person, rttMs: number): Promise<void> {
  const probe = person.frames.findLast((frame) => frame.t === "state" && frame.probe);
  if (probe?.t !== "state") throw new Error("there is no probe out");
  room.passTo(probe.at + rttMs);
  await person.say({ t: "ack", seq: probe.seq });
  expect(person.socket.keepsake?.rttMs).toBe(rttMs);
}

/** A game at whose first question a player's round trip is known. */
async function runningAt(rttMs: number, options: Parameters<typeof game>[0] = {}) {
  const room = game(options);
  const host = await room.host();
  await room.player("Ben");
  const anna = await room.player("Anna");
  await measured(room, anna, rttMs);
  await host.does({ t: "start" });
  room.passToOpening();
  return { room, host, anna };
}

describe("an answer", () => {
  it("[A1] counts by the server's clock, and its acknowledgement says for how much time", async () => {
    const { room, anna } = await running();
    const accepted = await answerAt(room, anna, 5_000);
    expect(accepted).toEqual({
      t: "accepted",
      id: 2,
      question: room.question.id,
      option: room.question.right,
      ms: 5_000,
    });
    expect(room.facts.at(-1)).toEqual({
      type: "answered",
      player: 0,
      option: room.question.right,
      right: true,
      points: 875,
      ms: 5_000,
      rawMs: 5_000,
    });
  });

  it("[A1] changes no score before the reveal", async () => {
    const { room, anna } = await running();
    await anna.answer("right");
    expect(room.state.players[0]).toMatchObject({ score: 0, streak: 0, last: null, history: [] });
    const again = await room.guest("anna");
    expect(again.you).toMatchObject({ score: 0, streak: 0, last: null, history: [], rank: 1 });
  });

  it("[A1] is acknowledged to who gave it, and shown to nobody else", async () => {
    const { anna, ben } = await running();
    const before = ben.frames.length;
    await anna.answer("right");
    expect(anna.frames.filter(({ t }) => t === "accepted")).toHaveLength(1);
    expect(ben.frames).toHaveLength(before);
  });

  it("[A1] needs no request id, and takes one that is 0", async () => {
    const { room, anna, ben } = await running();
    await anna.say({ t: "answer", question: room.question.id, option: 1 });
    expect(anna.socket.last("accepted")).not.toHaveProperty("id");
    await ben.say({ t: "answer", id: 0, question: room.question.id, option: 1 });
    expect(ben.socket.last("accepted")).toMatchObject({ id: 0 });
  });

  it("[A1] of everybody at the same moment: each counts once, for each of them", async () => {
    const { room, host, anna, ben } = await running();
    const { id } = room.question;
    for (const person of [anna, ben, anna, ben]) {
      void room.shell.runner.message(person.id, JSON.stringify({ t: "answer", question: id, option: 0 }));
    }
    room.shell.advance(COMMIT_EVERY_MS);
    expect(room.phase).toBe("reveal");
    expect(room.state.phase).toMatchObject({ counts: [2, 0, 0, 0] });
    expect(host.state.room.now).toMatchObject({ counts: [2, 0, 0, 0] });
  });
});

describe("refused is", () => {
  it("[A2] a second answer, also the same one again", async () => {
    const { room, anna } = await running();
    await anna.answer("wrong");
    const hash = room.hash();
    for (const option of [0, 1, 2, 3]) {
      expect(await anna.refused({ t: "answer", question: room.question.id, option })).toBe("ALREADY_ANSWERED");
    }
    expect(room.hash()).toBe(hash);
  });

  it("[A2] another question's", async () => {
    const { room, anna } = await running();
    for (const question of [1, 2, 999_999]) {
      expect(await anna.refused({ t: "answer", question, option: 0 })).toBe("WRONG_QUESTION");
    }
    room.passToOpening();
    expect(await anna.refused({ t: "answer", question: 0, option: 0 })).toBe("WRONG_QUESTION");
  });

  it("[A2] one before the opening, to the millisecond", async () => {
    const room = game();
    const host = await room.host();
    const [anna, ben] = [await room.player("Anna"), await room.player("Ben")];
    expect(await anna.refused({ t: "answer", question: 0, option: 0 })).toBe("WRONG_PHASE");
    await host.does({ t: "start" });
    expect(await anna.refused({ t: "answer", question: 0, option: 0 })).toBe("WRONG_PHASE");
    room.passUntil("question");
    const earliestMs = room.window.opensAtMs - OPENING_TOLERANCE_MS;
    room.passTo(earliestMs - 1);
    expect(await anna.refused({ t: "answer", question: 0, option: 0 })).toBe("TOO_EARLY");
    // A clock that is a little ahead gains nothing by it.
    expect(await ben.answer("right")).toMatchObject({ t: "accepted", ms: 150 });
  });

  it("[A2] one before the opening is not helped by a slow connection", async () => {
    const room = game();
    const host = await room.host();
    const anna = await room.player("Anna");
    await measured(room, anna, 300);
    await host.does({ t: "start" });
    room.passUntil("question");
    room.passTo(room.window.opensAtMs - OPENING_TOLERANCE_MS - 1);
    expect(await anna.refused({ t: "answer", question: 0, option: 0 })).toBe("TOO_EARLY");
  });

  it("[A2] one after the close, to the millisecond, where nothing is known of the way here", async () => {
    const { room, anna, ben } = await running();
    const { opensAtMs, closesAtMs } = room.window;
    expect(await answerAt(room, anna, closesAtMs - opensAtMs)).toMatchObject({ t: "accepted", ms: 20_000 });
    expect(room.state.players[0]?.answer?.points).toBe(500);
    expect(await ben.refused({ t: "answer", question: 0, option: 0 })).toBe("TOO_LATE");
  });

  it.each([
    [20_041, 80, "TOO_LATE"],
    [20_040, 80, 20_000],
    [20_149, 298, 20_000],
    [20_149, 296, "TOO_LATE"],
    [20_149, 300, 19_999],
    [20_149, 5_000, 19_999],
    [20_150, 300, "TOO_LATE"],
    [20_150, 5_000, "TOO_LATE"],
    [20_151, 5_000, "TOO_LATE"],
  ])("[A2] one after the close that arrives at %i ms with a round trip of %i ms: %s", async (rawMs, rttMs, outcome) => {
    const { room, anna } = await runningAt(rttMs);
    const reply = await answerAt(room, anna, rawMs);
    if (outcome === "TOO_LATE") expect(reply).toMatchObject({ t: "error", error: { code: "TOO_LATE" } });
    else expect(reply).toMatchObject({ t: "accepted", ms: outcome });
  });

  it("[A2] one to the question whose answer is on the screen", async () => {
    const { room, anna } = await running();
    room.passUntil("reveal");
    expect(await anna.refused({ t: "answer", question: 0, option: 0 })).toBe("TOO_LATE");
    room.passUntil("standings");
    expect(await anna.refused({ t: "answer", question: 0, option: 0 })).toBe("WRONG_PHASE");
    room.passUntil("podium");
    expect(await anna.refused({ t: "answer", question: 0, option: 0 })).toBe("WRONG_PHASE");
  });

  it("[A2] one while the game is paused, and none is lost by it", async () => {
    const { room, host, anna, ben } = await running();
    room.pass(1_000);
    await host.does({ t: "pause" });
    expect(await anna.refused({ t: "answer", question: 0, option: 0 })).toBe("PAUSED");
    room.pass(30_000);
    await host.does({ t: "resume" });
    expect(await anna.answer("right")).toMatchObject({ t: "accepted" });
    expect(room.state.players[0]?.answer?.rawMs).toBeLessThan(1_100);
    expect(await ben.answer("right")).toMatchObject({ t: "accepted" });
  });

  it("[A2] one before it counts, and one of nobody", async () => {
    const { room, ben } = await running();
    const cleo = await room.player("Cleo");
    expect(await cleo.refused({ t: "answer", question: 0, option: 0 })).toBe("NOT_SCORED_YET");
    const guest = await room.guest("guest");
    expect(await guest.refused({ t: "answer", question: 0, option: 0 })).toBe("NOT_A_PLAYER");
    expect(await ben.answer("right")).toMatchObject({ t: "accepted" });
  });

  it("[A2] and counted, by code", async () => {
    const { room, anna } = await running();
    await anna.answer("right");
    await anna.answer("right");
    expect(room.shell.counts).toMatchObject({ answers_accepted: 1, answers_refused_already_answered: 1 });
  });

  it("[A2] in nobody's favour: a refused answer is given again with the time it has then", async () => {
    const { room, anna } = await running();
    await anna.refused({ t: "answer", question: 1, option: 0 });
    expect(await answerAt(room, anna, 9_000)).toMatchObject({ t: "accepted", ms: 9_000 });
  });
});

describe("the way here", () => {
  it("[A3] is given back: half the round trip", async () => {
    const { room, anna } = await runningAt(80);
    expect(await answerAt(room, anna, 1_040)).toMatchObject({ ms: 1_000 });
    room.passUntil("reveal");
    expect(anna.you.last).toMatchObject({ ms: 1_000, rawMs: 1_040, points: 975 });
  });

  it("[A3] is the smallest that was measured", async () => {
    const { room, host, anna } = await runningAt(40);
    room.passUntil("standings");
    room.passUntil("countdown");
    const probe = anna.state;
    expect(probe.probe).toBe(true);
    room.pass(900);
    await anna.say({ t: "ack", seq: probe.seq });
    expect(anna.socket.keepsake?.rttMs).toBe(40);
    await host.does({ t: "lock", on: true });
    room.passToOpening();
    expect(await answerAt(room, anna, 1_020)).toMatchObject({ ms: 1_000 });
  });

  it("[A3] is measured by a sequence number in an answer too", async () => {
    const room = game();
    const host = await room.host();
    await room.player("Ben");
    const anna = await room.player("Anna");
    await host.does({ t: "start" });
    const probe = anna.state;
    room.passToOpening();
    room.passTo(room.window.opensAtMs + 700);
    await anna.say({ t: "answer", id: 9, question: 0, option: 0, seq: probe.seq });
    expect(anna.socket.keepsake?.rttMs).toBe(room.nowMs - COMMIT_EVERY_MS - probe.at);
    expect(anna.socket.last("accepted")?.ms).toBe(550);
  });

  it("[A3] survives hibernation", async () => {
    const { room, anna } = await runningAt(80, { seconds: 60 });
    room.pass(1_000);
    room.shell.hibernate();
    expect(await answerAt(room, anna, 5_040)).toMatchObject({ ms: 5_000 });
  });

  it.each([300, 301, 3_000, 30_000])(
    "[A3] a forger who acknowledges %i ms late gains no more than 150 ms",
    async (rttMs) => {
      const { room, anna } = await runningAt(rttMs);
      expect(await answerAt(room, anna, 2_000)).toMatchObject({ ms: 2_000 - COMPENSATION_MAX_MS });
    },
  );

  it("[A3] a forger who acknowledges what has not been sent gains nothing", async () => {
    const room = game();
    const host = await room.host();
    const anna = await room.player("Anna");
    await anna.say({ t: "ack", seq: Number.MAX_SAFE_INTEGER });
    await host.does({ t: "start" });
    await anna.say({ t: "ack", seq: Number.MAX_SAFE_INTEGER });
    room.passToOpening();
    const reply = await answerAt(room, anna, 2_000);
    expect(reply?.t === "accepted" ? reply.ms : 0).toBeGreaterThanOrEqual(2_000 - COMMIT_EVERY_MS / 2);
  });

  it("[A3] nobody is faster than 150 ms, however near or far", async () => {
    for (const rttMs of [COMMIT_EVERY_MS, 250, 9_000]) {
      const { room, anna } = await runningAt(rttMs);
      expect(await answerAt(room, anna, 0)).toMatchObject({ t: "accepted", ms: 150 });
    }
  });

  it("[A3] clients' clocks play no part: nothing that a player sends has a time in it", async () => {
    const { room, anna } = await running();
    await anna.say({ t: "answer", id: 1, question: room.question.id, option: 0, ms: 1 });
    expect(anna.socket.last("error")?.error.code).toBe("BAD_FRAME");
  });
});

describe("points in a game", () => {
  it("[A4] follow the clock in speed scoring, and not in accuracy scoring", async () => {
    for (const [scoring, points] of [
      ["speed", 750],
      ["accuracy", 1_000],
    ] as const) {
      const { room, anna } = await running({ scoring });
      await answerAt(room, anna, 10_000);
      room.passUntil("reveal");
      expect(anna.you).toMatchObject({ score: points, last: { points } });
    }
  });

  it("[A4] follow the time that the question had", async () => {
    const { room, anna } = await running({ seconds: 120 });
    await answerAt(room, anna, 60_000);
    room.passUntil("reveal");
    expect(anna.you.score).toBe(750);
  });

  it("[A5] grow with the streak, in speed scoring, to 500 more", async () => {
    const { room, anna } = await running({ questions: 8 });
    for (let i = 0; i < 8; i++) {
      if (i > 0) room.passToOpening();
      await anna.answer("right");
      await room.acknowledge();
    }
    room.passUntil("podium");
    expect(anna.you.history).toEqual([1_000, 1_100, 1_200, 1_300, 1_400, 1_500, 1_500, 1_500]);
    expect(anna.you.streak).toBe(8);
  });

  it("[A5] do not, in accuracy scoring", async () => {
    const { room, anna } = await running({ scoring: "accuracy" });
    for (let i = 0; i < 3; i++) {
      if (i > 0) room.passToOpening();
      await anna.answer("right");
    }
    room.passUntil("podium");
    expect(anna.you.history).toEqual([1_000, 1_000, 1_000]);
  });

  it("[A5] begin anew after a wrong answer", async () => {
    const { room, anna } = await running({ questions: 4 });
    for (const [i, how] of (["right", "right", "wrong", "right"] as const).entries()) {
      if (i > 0) room.passToOpening();
      await anna.answer(how);
    }
    room.passUntil("podium");
    expect(anna.you.history).toEqual([1_000, 1_100, 0, 1_000]);
    expect(anna.you.streak).toBe(1);
  });

  it("[A7] are none without an answer, which ends the streak as well", async () => {
    const { room, anna } = await running();
    await anna.answer("right");
    room.passToOpening();
    expect(anna.you.streak).toBe(1);
    room.passToOpening();
    expect(anna.you).toMatchObject({ streak: 0, score: 1_000, last: { index: 1, option: null, points: 0 } });
    await anna.answer("right");
    room.passUntil("podium");
    expect(anna.you.history).toEqual([1_000, 0, 1_000]);
  });

  it("[A6] give equal scores one rank, in what everybody and in what each one sees", async () => {
    const { room, host, anna, ben } = await running({ scoring: "accuracy", questions: 1 });
    const [cleo, dora] = [await room.player("Cleo"), await room.player("Dora")];
    await host.does({ t: "skip" });
    expect(room.phase).toBe("podium");
    expect([anna, ben, cleo, dora].map(({ you }) => you.rank)).toEqual([1, 1, 1, 1]);
    const again = await running({ scoring: "accuracy", questions: 2 });
    const eve = await again.room.player("Eve");
    again.room.passToOpening();
    await again.anna.answer("right");
    await again.ben.answer("right");
    await eve.answer("wrong");
    again.room.passUntil("podium");
    expect([again.anna, again.ben, eve].map(({ you }) => you.rank)).toEqual([1, 1, 3]);
    expect(eve.state.room.now).toMatchObject({ top: [{ rank: 1 }, { rank: 1 }, { rank: 3 }] });
  });
});
