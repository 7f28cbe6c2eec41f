import { describe, expect, it } from "vitest";
import { CODE, game, type Person, type QuizRoom, setupOf } from "../../testing/quiz-room.ts";
import {
  COMMIT_EVERY_MS,
  closeCodes,
  PING_EVERY_MS,
  QUESTIONS_MAX,
  ROOM_IDLE_MS,
  ROOM_IDLE_STEP_MS,
  ROOM_MAX_PLAYERS,
  ROSTER_ROWS_MAX,
} from "../protocol/index.ts";
import { quizMachine } from "./quiz-machine.ts";
import { summaryOf } from "./results.ts";

const DAY_MS = ROOM_IDLE_MS + ROOM_IDLE_STEP_MS;

async function running(options: Parameters<typeof game>[0] = {}) {
  const room = game(options);
  const host = await room.host();
  const anna = await room.player("Anna");
  const ben = await room.player("Ben");
  await host.does({ t: "start" });
  room.passToOpening();
  return { room, host, anna, ben };
}

describe("a new room", () => {
  it.each([
    [1, "en", ""],
    [10, "de", "Weltraum"],
    [3, "es", "historia"],
    [QUESTIONS_MAX, "en", "space"],
    [QUESTIONS_MAX, "fr", "the history of a village that nobody knows"],
    [25, "tr", "😀"],
  ] as const)("[R1] has %i questions from the bank at once (%s, %j)", (questions, language, topic) => {
    const { state, facts } = game({ questions, language, topic });
    expect(state.questions).toHaveLength(questions);
    expect(state.questions.map(({ id }) => id)).toEqual(state.questions.map((_, i) => i));
    expect(new Set(state.questions.map(({ stem }) => stem)).size).toBe(questions);
    for (const { origin, options, right } of state.questions) {
      expect(origin).toBe("bank");
      expect(new Set(options).size).toBe(4);
      expect(options[right]).toBeDefined();
    }
    expect(state.options.questions).toBe(questions);
    expect(facts.map(({ type }) => type)).toEqual(["created"]);
  });

  it("[R1] can start the moment it exists", async () => {
    const room = game({ ai: true });
    const host = await room.host();
    const anna = await room.player("Anna");
    await host.does({ t: "start" });
    expect(anna.state.room.now.phase).toBe("countdown");
  });

  it("[R1] is the same for the same seed, and another for another", () => {
    const stems = (seed: string) => game({ seed, questions: 10 }).state.questions;
    expect(stems("one")).toEqual(stems("one"));
    expect(stems("one")).not.toEqual(stems("two"));
  });

  it("says nothing of its seed to anybody", async () => {
    const room = game({ seed: "do-not-tell-this-seed" });
    const people = [await room.host(), await room.screen(), await room.player("Anna")];
    await people[0]?.does({ t: "start" });
    while (room.phase !== "podium") room.pass(5_000);
    for (const { texts } of people) expect(texts.join("")).not.toContain("do-not-tell-this-seed");
  });

  it("tells who asks what anybody may know, and no more", async () => {
    const { room } = await running({ topic: "space" });
    expect(summaryOf(room.state)).toEqual({
      code: CODE,
      topic: "space",
      language: "en",
      phase: "question",
      players: 2,
      questions: 3,
      locked: false,
    });
  });

  it("is made once", () => {
    const room = game();
    expect(room.shell.runner.create(setupOf({ seed: "other" }))).toBe(false);
    expect(room.state.seed).toBe("seed");
  });

  it("is not taken over from rules that this version does not know", () => {
    const room = game();
    expect(() => quizMachine.restore(room.state, quizMachine.rules + 1)).toThrow("rules");
  });
});

describe("deletion", () => {
  it("[R4] comes a day after the last activity, with everything stored and everybody closed", async () => {
    const room = game();
    const anna = await room.player("Anna");
    room.pass(ROOM_IDLE_MS - ROOM_IDLE_STEP_MS);
    const ben = await room.player("Ben");
    room.pass(ROOM_IDLE_MS);
    expect(room.phase).toBe("lobby");
    room.pass(ROOM_IDLE_STEP_MS);
    expect(room.shell.runner.state).toBeNull();
    expect(room.shell.journal.recover()).toBeNull();
    for (const { closed } of [anna, ben])
      expect(closed).toEqual({ code: closeCodes.ROOM_CLOSED, reason: "ROOM_CLOSED" });
    expect(room.shell.counts["rooms_idle_deleted"]).toBe(1);
    expect(room.shell.time.alarmMs).toBeNull();
  });

  it("[R4] comes to an empty room too, also after a crash", () => {
    const room = game();
    room.shell.crash();
    room.shell.advance(DAY_MS);
    expect(room.shell.runner.state).toBeNull();
    expect(room.shell.journal.recover()).toBeNull();
  });

  it("[R4] comes at once at the host's word, in the middle of a game", async () => {
    const { room, anna } = await running();
    room.shell.runner.delete();
    expect(anna.state.room.now.phase).toBe("closed");
    expect(anna.closed?.code).toBe(closeCodes.ROOM_CLOSED);
    expect(room.shell.journal.recover()).toBeNull();
  });

  it("[R4] is not put off by a host who waits and does nothing", async () => {
    const { room } = await running({ auto: false });
    room.pass(2 * DAY_MS);
    expect(room.shell.runner.state).toBeNull();
  });
});

describe("time", () => {
  it("[R5] goes on in a game whose clock is put back", async () => {
    const { room, anna } = await running();
    const { opensAtMs } = room.window;
    room.pass(1_000);
    await room.screen();
    room.shell.time.nowMs -= 3_600_000;
    expect(await anna.answer("right")).toMatchObject({ t: "accepted" });
    // The clock was put back 8 ms after the room had last read it.
    expect(room.state.players[0]?.answer?.rawMs).toBe(1_000);
    expect(room.window.opensAtMs).toBe(opensAtMs);
    const moments = [...room.shell.journal.all()].map(({ atMs }) => atMs);
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
  });

  it("[R6] deadlines that have passed come before whatever happens next", async () => {
    const { room, anna } = await running();
    // The process slept, and the answer is what wakes it.
    room.shell.time.nowMs = room.window.closesAtMs + 150;
    expect(await anna.refused({ t: "answer", question: room.question.id, option: 0 })).toBe("TOO_LATE");
    expect(room.phase).toBe("reveal");
    expect(room.facts.map(({ type }) => type).at(-1)).toBe("revealed");
  });

  it("[R6] one after the other, each at the time of its own", async () => {
    const { room, host } = await running();
    room.shell.crash();
    // A phase's length counts from when it could begin.
    room.shell.advance(600_000);
    expect(room.phase).toBe("podium");
    expect(host.closed?.code).toBe(1006);
    expect(room.facts.filter(({ type }) => type === "revealed")).toHaveLength(3);
  });
});

describe("people who read or wait", () => {
  function expectAsleep({ shell }: QuizRoom): void {
    expect(shell.time.timerMs).toBeNull();
    expect(shell.asked).toEqual([]);
    shell.hibernate();
    expect(shell.time.timerMs).toBeNull();
  }

  it("[D6] in the lobby the room holds no timer, and one alarm, for its deletion", async () => {
    const room = game();
    await room.host();
    await room.screen();
    await room.player("Anna");
    room.pass(2_000);
    expectAsleep(room);
    expect((room.shell.time.alarmMs ?? 0) - room.nowMs).toBeGreaterThan(ROOM_IDLE_MS - 60_000);
  });

  it("[D6] nor in the middle of a question, more than 10 s before its end", async () => {
    const { room, anna } = await running();
    await anna.answer("right");
    room.pass(1_000);
    expectAsleep(room);
    expect(room.shell.time.alarmMs).toBe(room.window.closesAtMs + 150);
    room.passTo(room.window.closesAtMs - 9_000);
    await anna.say({ t: "leave" });
    expect(room.shell.time.timerMs).not.toBeNull();
  });

  it("[D6] a room that slept through most of a question ends it in time", async () => {
    const { room } = await running();
    room.pass(1_000);
    const { closesAtMs } = room.window;
    expectAsleep(room);
    room.passTo(closesAtMs + 149);
    expect(room.phase).toBe("question");
    room.passTo(closesAtMs + 150);
    expect(room.phase).toBe("reveal");
  });

  it("[D6] nor on the podium, nor while the game waits for its host", async () => {
    const { room, host } = await running({ auto: false });
    await host.does({ t: "next" });
    expect(room.phase).toBe("reveal");
    room.pass(1_000);
    expectAsleep(room);
    await host.does({ t: "end" });
    room.pass(1_000);
    expectAsleep(room);
    expect(room.phase).toBe("podium");
  });

  it("[D6] nor for the silent: nobody is woken to find them", async () => {
    const room = game();
    const anna = await room.player("Anna");
    room.pass(2_000);
    let woken = 0;
    room.shell.time.advance(12 * 3_600_000, { timer: () => woken++, alarm: () => woken++ });
    expect(woken).toBe(0);
    expect(anna.closed).toBeNull();
  });

  it("[D5] a phone that has gone dark is not waited for", async () => {
    const { room, host, anna, ben } = await running({ seconds: 120 });
    // Only Anna and the host still ping.
    const wait = (ms: number) => {
      room.shell.advance(ms);
      for (const person of [anna, host]) person.ping();
    };
    wait(2 * PING_EVERY_MS);
    await anna.answer("right");
    wait(PING_EVERY_MS - 3_000);
    await host.does({ t: "lock", on: true });
    expect(room.phase).toBe("question");
    wait(5_000);
    await host.does({ t: "lock", on: false });
    expect(ben.socket.keepsake?.present).toBe(false);
    expect(ben.closed).toBeNull();
    expect(room.phase).toBe("reveal");
    expect(anna.you.last).toMatchObject({ right: true });
  });
});

describe("the biggest room", () => {
  it("takes 9,000 players, tells its staff of them in chunks, and nobody else of each", async () => {
    const startedMs = performance.now();
    const room = game();
    const host = await room.host();
    const people: Person[] = [];
    for (let i = 0; i < ROOM_MAX_PLAYERS; i++) {
      const id = room.shell.open();
      await room.shell.runner.message(id, JSON.stringify({ t: "hello", v: 1, role: "player", token: `guest:g${i}` }));
      void room.shell.runner.message(id, '{"t":"join-drawn","id":1}');
      if (i % 9 === 8) room.shell.advance(3);
      if (i % 500 === 499) await host.acknowledge();
    }
    room.shell.advance(1_000);
    expect(room.state.players).toHaveLength(ROOM_MAX_PLAYERS);
    expect(new Set(room.state.players.map(({ name }) => name)).size).toBe(ROOM_MAX_PLAYERS);
    expect(room.shell.reports).toEqual([]);
    expect(room.shell.counts["messages_sent"]).toBeLessThan(12 * ROOM_MAX_PLAYERS);
    const told = host.frames.flatMap((frame) => (frame.t === "roster" ? [frame.rows] : []));
    expect(told.flat()).toHaveLength(ROOM_MAX_PLAYERS);
    expect(told.length).toBeLessThan(60);
    for (const rows of told) expect(rows.length).toBeLessThanOrEqual(ROSTER_ROWS_MAX);

    const late = await room.guest("late");
    expect(await late.refused({ t: "join-drawn" })).toBe("ROOM_FULL");
    const screen = await room.screen();
    const whole = screen.frames.flatMap((frame) => (frame.t === "roster" ? [frame] : []));
    expect(whole.map((frame) => frame.whole ?? false)).toEqual([true, ...Array<boolean>(17).fill(false)]);
    expect(new Set(whole.flatMap(({ rows }) => rows.map(({ player }) => player))).size).toBe(ROOM_MAX_PLAYERS);
    people.push(late, screen);

    await host.acknowledge();
    await host.does({ t: "start" });
    room.passToOpening();
    const { id, right } = room.question;
    for (let i = 0; i < ROOM_MAX_PLAYERS; i++) {
      const answer = { t: "answer", id: 2, question: id, option: i % 2 === 0 ? right : (right + 1) % 4 };
      // Connections count from the host's on.
      void room.shell.runner.message(`c${i + 2}`, JSON.stringify(answer));
      if (i % 18 === 17) room.shell.advance(COMMIT_EVERY_MS);
    }
    room.shell.advance(COMMIT_EVERY_MS);
    expect(room.phase).toBe("reveal");
    expect(room.state.players.filter(({ score }) => score > 0)).toHaveLength(ROOM_MAX_PLAYERS / 2);
    expect(room.shell.counts["answers_accepted"]).toBe(ROOM_MAX_PLAYERS);
    expect(room.shell.reports).toEqual([]);
    expect(JSON.stringify(room.state).length).toBeLessThan(4_000_000);
    expect(performance.now() - startedMs).toBeLessThan(20_000);
  }, 60_000);
});
