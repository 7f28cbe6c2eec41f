import { describe, expect, it } from "vitest";
import { game, type Person, type QuizRoom } from "../../testing/quiz-room.ts";
import {
  closeCodes,
  type ErrorCode,
  HOST_CHECK_MS,
  HOST_GRACE_MS,
  REVEAL_MS,
  SILENT_AFTER_MS,
  STANDINGS_MS,
} from "../protocol/index.ts";
import type { Phase } from "./state.ts";

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

const cow = {
  t: "edit",
  stem: "Which animal says moo?",
  options: ["Horse", "Cow", "Goat", "Fish"],
  right: 1,
  because: "Cattle moo, and everybody hears it.",
};

type Standing = Phase["phase"] | "paused";

/** A game that stands there. */
async function at(standing: Standing): Promise<{ room: QuizRoom; host: Person }> {
  const { room, host } = await lobby();
  if (standing === "lobby") return { room, host };
  await host.does({ t: "start" });
  if (standing === "paused") {
    room.passToOpening();
    await host.does({ t: "pause" });
  } else if (standing === "closed") {
    await host.does({ t: "end" });
    await host.does({ t: "end" });
  } else {
    room.passUntil(standing);
  }
  await host.acknowledge();
  return { room, host };
}

describe("what a host may do when", () => {
  const frames: Record<string, { t: string } & Record<string, unknown>> = {
    start: { t: "start" },
    next: { t: "next" },
    skip: { t: "skip" },
    pause: { t: "pause" },
    resume: { t: "resume" },
    end: { t: "end" },
    lock: { t: "lock", on: true },
    kick: { t: "kick", player: 0 },
    "kick nobody": { t: "kick", player: 7 },
    "settings: auto": { t: "settings", auto: false },
    "settings: seconds": { t: "settings", seconds: 30 },
    "settings: scoring and auto": { t: "settings", scoring: "accuracy", auto: false },
    edit: { ...cow, question: 0 },
    "edit nothing": { ...cow, question: 77 },
    delete: { t: "delete", question: 0 },
    "delete nothing": { t: "delete", question: 77 },
    move: { t: "move", question: 0, to: 2 },
    "move nothing": { t: "move", question: 77, to: 2 },
    regenerate: { t: "regenerate" },
    "regenerate nothing": { t: "regenerate", question: 77 },
  };
  const wrong = (standings: string, code: ErrorCode = "WRONG_PHASE") =>
    Object.fromEntries(standings.split(" ").map((standing) => [standing, code]));
  const outsideLobby = wrong("countdown question reveal standings podium closed paused");
  const refusals: Record<string, Record<string, ErrorCode>> = {
    start: outsideLobby,
    next: { ...wrong("lobby countdown podium closed"), ...wrong("paused", "PAUSED") },
    skip: { ...wrong("lobby reveal standings podium closed"), ...wrong("paused", "PAUSED") },
    pause: { ...wrong("lobby podium closed"), ...wrong("paused", "PAUSED") },
    resume: wrong("lobby countdown question reveal standings podium closed", "NOT_PAUSED"),
    end: wrong("closed", "ROOM_CLOSED"),
    "kick nobody": wrong("lobby countdown question reveal standings podium closed paused", "NO_SUCH_PLAYER"),
    "settings: seconds": outsideLobby,
    "settings: scoring and auto": outsideLobby,
    edit: outsideLobby,
    "edit nothing": { ...outsideLobby, ...wrong("lobby", "NO_SUCH_QUESTION") },
    delete: outsideLobby,
    "delete nothing": { ...outsideLobby, ...wrong("lobby", "NO_SUCH_QUESTION") },
    move: outsideLobby,
    "move nothing": { ...outsideLobby, ...wrong("lobby", "NO_SUCH_QUESTION") },
    regenerate: outsideLobby,
    "regenerate nothing": { ...outsideLobby, ...wrong("lobby", "NO_SUCH_QUESTION") },
  };
  const standings: Standing[] = ["lobby", "countdown", "question", "reveal", "standings", "podium", "closed", "paused"];

  it.each(standings)("[H1] in %s: refused with a code and nothing changed, or carried out", async (standing) => {
    for (const [name, frame] of Object.entries(frames)) {
      const { room, host } = await at(standing);
      const hash = room.hash();
      const facts = room.facts.length;
      const refused = await host.refused(frame);
      expect(refused, `${name} in ${standing}`).toBe(refusals[name]?.[standing]);
      expect(room.facts.length > facts, `facts of ${name} in ${standing}`).toBe(refused === undefined);
      if (refused) expect(room.hash(), `${name} in ${standing}`).toBe(hash);
    }
  });

  it("[H1] nothing of it is for players and screens", async () => {
    const { room, anna } = await lobby();
    const screen = await room.screen();
    const hash = room.hash();
    for (const frame of Object.values(frames)) {
      for (const person of [anna, screen]) {
        room.pass(150);
        await person.say({ ...frame, id: 1 });
        expect(person.socket.last("error")?.error.code).toBe("UNKNOWN_FRAME");
      }
    }
    expect(room.hash()).toBe(hash);
  });

  it("[H1] the answer says which request it is for", async () => {
    const { host } = await lobby();
    await host.say({ t: "resume", id: 41 });
    await host.say({ t: "lock", id: 42, on: true });
    await host.say({ t: "resume" });
    expect(host.frames.filter(({ t }) => t === "ok" || t === "error")).toMatchObject([
      { t: "error", id: 41, error: { code: "NOT_PAUSED" } },
      { t: "ok", id: 42 },
      { t: "error", error: { code: "NOT_PAUSED" } },
    ]);
    expect(host.socket.last("error")).not.toHaveProperty("id");
  });

  it("[H1] settings out of their bounds, or unknown ones, are bad frames", async () => {
    const { room, host } = await lobby();
    const hash = room.hash();
    for (const change of [
      { seconds: 4 },
      { seconds: 121 },
      { seconds: 7.5 },
      { scoring: "luck" },
      { auto: 1 },
      { x: 1 },
    ]) {
      await host.say({ t: "settings", ...change });
      expect(host.socket.last("error")?.error.code).toBe("BAD_FRAME");
    }
    expect(room.hash()).toBe(hash);
    await host.does({ t: "settings", seconds: 5, scoring: "accuracy" });
    expect(room.state.options).toMatchObject({ seconds: 5, scoring: "accuracy", auto: true });
    expect(host.state.room).toMatchObject({ seconds: 5, scoring: "accuracy", auto: true });
  });
});

describe("a host who comes and goes", () => {
  it("[H2] drops in the middle of a game, and takes it up on another device", async () => {
    const { room, host } = await running({ auto: false });
    host.drop();
    expect(room.state.hostHere).toBe(false);
    room.pass(3_000);
    const again = await room.host();
    expect(room.state.hostHere).toBe(true);
    expect(again.state.room.now.phase).toBe("question");
    expect(again.socket.last("roster")).toMatchObject({ whole: true, rows: [{ name: "Anna" }, { name: "Ben" }] });
    await again.does({ t: "next" });
    expect(room.phase).toBe("reveal");
  });

  it("[H2] is still here while one of their devices is", async () => {
    const { room, host } = await lobby();
    const laptop = await room.host();
    host.drop();
    expect(room.state.hostHere).toBe(true);
    laptop.drop();
    expect(room.state.hostHere).toBe(false);
    expect(room.facts.filter(({ type }) => type === "host-here")).toHaveLength(1);
  });

  it("[H2] is known to be gone after a crash, and back when they are", async () => {
    const { room } = await running({ auto: false });
    room.shell.crash();
    expect(room.state.hostHere).toBe(false);
    await room.host();
    expect(room.state.hostHere).toBe(true);
  });
});

describe("skip", () => {
  it("[Q33] drops the open question: it scores nobody, and the next one comes", async () => {
    const { room, host, anna, ben } = await running();
    await anna.answer("right");
    const skipped = room.question.stem;
    await host.does({ t: "skip" });
    expect(anna.state.room.now).toMatchObject({ phase: "countdown", index: 1 });
    room.passToOpening();
    expect(room.question.stem).not.toBe(skipped);
    await anna.answer("right");
    await ben.answer("wrong");
    room.passUntil("podium");
    expect(anna.you).toMatchObject({ score: 1_000, history: [-1, 1_000, 0] });
    expect(ben.you.history).toEqual([-1, 0, 0]);
    expect(room.facts.filter(({ type }) => type === "revealed")).toHaveLength(2);
  });

  it("[Q33] keeps the streak: nobody was asked", async () => {
    const { room, host, anna } = await running();
    await anna.answer("right");
    room.passToOpening();
    await host.does({ t: "skip" });
    room.passToOpening();
    await anna.answer("right");
    room.passUntil("podium");
    expect(anna.you.history).toEqual([1_000, -1, 1_100]);
  });

  it("[Q33] drops a question before it was shown, and says nothing of it", async () => {
    const { room, host, anna } = await lobby();
    await host.does({ t: "start" });
    const skipped = JSON.stringify(room.question.stem);
    await host.does({ t: "skip" });
    room.passUntil("podium");
    expect(anna.texts.join("")).not.toContain(skipped);
    expect(anna.you.history).toEqual([-1, 0, 0]);
  });

  it("[Q33] of the last question leads to the podium", async () => {
    const { host, anna } = await running({ questions: 1 });
    await anna.answer("right");
    await host.does({ t: "skip" });
    expect(anna.state).toMatchObject({ room: { now: { phase: "podium" } }, you: { score: 0, history: [-1] } });
  });

  it("[Q33] of every question leaves a game without points", async () => {
    const { room, host } = await running();
    for (let i = 0; i < 3; i++) await host.does({ t: "skip" });
    expect(room.phase).toBe("podium");
    expect(room.state.players.map(({ score }) => score)).toEqual([0, 0]);
  });
});

describe("pause", () => {
  it("[Q34] stops every clock, and resume moves every moment by as long as the game stood", async () => {
    for (const phase of ["countdown", "question", "reveal", "standings"] as const) {
      const { room, host, anna } = await lobby();
      await host.does({ t: "start" });
      room.passUntil(phase);
      room.pass(200);
      const pausedAtMs = room.nowMs;
      const before = { ...room.state.phase } as Record<string, unknown>;
      await host.does({ t: "pause" });
      expect(anna.state.room.pausedAt).toBe(pausedAtMs);
      room.pass(40_000);
      expect(room.phase).toBe(phase);
      const resumedAtMs = room.nowMs;
      await host.does({ t: "resume" });
      expect(anna.state.room).not.toHaveProperty("pausedAt");
      const stoodMs = resumedAtMs - pausedAtMs;
      for (const [name, value] of Object.entries({ ...room.state.phase } as Record<string, unknown>)) {
        const isMoment = name.endsWith("Ms") && typeof value === "number";
        expect(value, `${name} of ${phase}`).toEqual(isMoment ? Number(before[name]) + stoodMs : before[name]);
      }
      const rest = { countdown: 1_900, question: 20_000, reveal: 6_750, standings: 4_750 }[phase];
      room.pass(rest);
      expect(room.phase).toBe(phase);
      room.passUntil(
        { countdown: "question", question: "reveal", reveal: "standings", standings: "countdown" }[phase] as "reveal",
      );
      expect(room.nowMs - resumedAtMs).toBeLessThan(rest + 600);
    }
  });

  it("[Q34] twice in one question counts both times", async () => {
    const { room, host, anna } = await running();
    const { opensAtMs } = room.window;
    let stoodMs = 0;
    for (const ms of [10_000, 25_000]) {
      room.pass(1_000);
      const sinceMs = room.nowMs;
      await host.does({ t: "pause" });
      room.pass(ms);
      stoodMs += room.nowMs - sinceMs;
      await host.does({ t: "resume" });
    }
    expect(room.window.opensAtMs).toBe(opensAtMs + stoodMs);
    room.passTo(room.window.opensAtMs + 5_000);
    expect(await anna.answer("right")).toMatchObject({ ms: 5_000 });
  });

  it("[Q34] holds through hibernation, a crash and a host who comes back", async () => {
    const { room, host } = await running();
    room.pass(2_000);
    await host.does({ t: "pause" });
    room.pass(5_000);
    room.shell.hibernate();
    room.pass(5_000);
    room.shell.crash();
    const again = await room.host();
    room.pass(5_000);
    await again.does({ t: "resume" });
    expect(room.phase).toBe("question");
    expect(room.nowMs - room.window.opensAtMs).toBeLessThan(2_100);
  });

  it("[Q34] who drops in it is not waited for after it", async () => {
    const { room, host, anna, ben } = await running();
    await anna.answer("right");
    await host.does({ t: "pause" });
    ben.drop();
    expect(room.phase).toBe("question");
    await host.does({ t: "resume" });
    expect(room.phase).toBe("reveal");
  });

  it("[Q34] auto-advance that is switched on in it begins when it ends", async () => {
    const { room, host } = await running({ auto: false });
    await host.does({ t: "next" });
    await host.does({ t: "pause" });
    room.pass(600_000);
    await host.does({ t: "settings", auto: true });
    room.pass(60_000);
    const resumedAtMs = room.nowMs;
    await host.does({ t: "resume" });
    expect(room.state.phase).toMatchObject({ phase: "reveal", nextAtMs: resumedAtMs + REVEAL_MS });
  });

  it("[Q34] ends with the game", async () => {
    const { room, host, anna } = await running();
    await host.does({ t: "pause" });
    await host.does({ t: "end" });
    expect(room.phase).toBe("podium");
    expect(anna.state.room).not.toHaveProperty("pausedAt");
    expect(room.state.lookAtMs).toBeNull();
  });
});

describe("end", () => {
  it("[Q24] in the middle of a question drops it, and shows what was scored before", async () => {
    const { room, host, anna } = await running();
    await anna.answer("right");
    room.passToOpening();
    await anna.answer("right");
    await host.does({ t: "end" });
    expect(anna.state).toMatchObject({
      room: { now: { phase: "podium", top: [{ name: "Anna", score: 1_000 }, {}] } },
      you: { score: 1_000, history: [1_000, -1] },
    });
    await host.does({ t: "end" });
    expect(anna.state.room.now).toEqual({ phase: "closed" });
    expect(anna.closed).toBeNull();
  });
});

describe("order in the room", () => {
  it("[H4] kick removes a player, bars their token, and keeps newcomers' places", async () => {
    const { room, host, anna, ben } = await running();
    await host.does({ t: "kick", player: 0 });
    expect(anna.closed).toEqual({ code: closeCodes.KICKED, reason: "KICKED" });
    expect((await room.guest("anna")).closed?.code).toBe(closeCodes.KICKED);
    expect(await host.refused({ t: "kick", player: 0 })).toBe("NO_SUCH_PLAYER");
    room.passUntil("standings");
    expect(ben.state.room).toMatchObject({ players: 1, now: { top: [{ player: 1 }] } });
    const cleo = await room.player("Cleo");
    expect(cleo.number).toBe(2);
  });

  it("[H4] kick takes who is not there now, and then they do not come back", async () => {
    const { room, host, anna } = await lobby();
    anna.drop();
    await host.does({ t: "kick", player: 0 });
    expect((await room.guest("anna")).closed?.code).toBe(closeCodes.KICKED);
  });

  it("[H4] lock keeps newcomers out until it is lifted, and is told to everybody", async () => {
    const { room, host, anna } = await lobby();
    await host.does({ t: "lock", on: true });
    expect(anna.state.room.locked).toBe(true);
    const cleo = await room.guest("cleo");
    expect(await cleo.refused({ t: "join-drawn" })).toBe("ROOM_LOCKED");
    await host.does({ t: "start" });
    expect(await cleo.refused({ t: "join-drawn" })).toBe("ROOM_LOCKED");
    await host.does({ t: "lock", on: false });
    await cleo.does({ t: "join-drawn" });
  });
});

describe("a host's own words", () => {
  it("[H5] take a question's place, with the right option right wherever it stands", async () => {
    const { room, host } = await lobby();
    await host.does({ ...cow, question: 1 });
    const edited = room.state.questions[1];
    expect(edited).toMatchObject({ id: 1, origin: "host", stem: cow.stem, because: cow.because });
    expect(edited?.options.toSorted()).toEqual(cow.options.toSorted());
    expect(edited?.options[edited.right]).toBe("Cow");
    expect(host.hostView.list?.[1]).toEqual(edited);
  });

  it.each([
    ["no text", { stem: " " }, "empty"],
    ["two equal options", { options: ["Cow", "cow ", "Goat", "Fish"] }, "options-alike"],
    [
      "the answer in the question",
      { stem: "Why does a cow moo?", options: ["a", "a cow", "b", "c"] },
      "answer-in-stem",
    ],
    ["bad words", { because: "Shit happens to cattle." }, "not-clean"],
    ["markup", { stem: "Which <script>alert(1)</script> animal moos?" }, "markup"],
    ["text that turns round", { stem: "Which animal \u202Esays moo?" }, "characters"],
    ["an option about the others", { options: ["a", "b", "c", "All of the above"], right: 0 }, "about-options"],
  ])("[H5] pass the same check as every question: %s", async (_, change, reason) => {
    const { room, host } = await lobby();
    const hash = room.hash();
    const reply = await host.ask({ ...cow, ...change, question: 1 });
    expect(reply).toMatchObject({ t: "error", error: { code: "QUESTION_REJECTED", details: { reason } } });
    expect(room.hash()).toBe(hash);
  });

  it("[H5] may be much like the question whose place they take, but not like another", async () => {
    const { host } = await lobby();
    await host.does({ ...cow, question: 1 });
    await host.does({ ...cow, question: 1, because: "It is the cow that moos." });
    const reply = await host.ask({ ...cow, question: 2 });
    expect(reply).toMatchObject({ t: "error", error: { code: "QUESTION_REJECTED", details: { reason: "duplicate" } } });
  });

  it("[H5] that are too long for a frame are bad frames", async () => {
    const { host } = await lobby();
    await host.say({ ...cow, id: 5, question: 1, stem: "x".repeat(201) });
    expect(host.socket.last("error")?.error.code).toBe("BAD_FRAME");
    await host.say({ ...cow, id: 6, question: 1, options: ["a", "b", "c"] });
    expect(host.socket.last("error")?.error.code).toBe("BAD_FRAME");
  });
});

describe("the list of questions", () => {
  const ids = (room: QuizRoom) => room.state.questions.map(({ id }) => id);

  it("is put in order, and shortened, and asked in that order", async () => {
    const { room, host, anna } = await lobby({ questions: 5 });
    await host.does({ t: "move", question: 0, to: 3 });
    expect(ids(room)).toEqual([1, 2, 3, 0, 4]);
    await host.does({ t: "move", question: 4, to: 0 });
    expect(ids(room)).toEqual([4, 1, 2, 3, 0]);
    await host.does({ t: "move", question: 4, to: 49 });
    expect(ids(room)).toEqual([1, 2, 3, 0, 4]);
    await host.does({ t: "delete", question: 2 });
    expect(ids(room)).toEqual([1, 3, 0, 4]);
    expect(host.hostView.list?.map(({ id }) => id)).toEqual([1, 3, 0, 4]);
    expect(anna.state.room.questions).toBe(4);
    await host.does({ t: "start" });
    room.passToOpening();
    expect(room.question.id).toBe(1);
  });

  it("keeps one question at least", async () => {
    const { room, host } = await lobby({ questions: 2 });
    await host.does({ t: "delete", question: 0 });
    expect(await host.refused({ t: "delete", question: 1 })).toBe("LAST_QUESTION");
    expect(room.state.options.questions).toBe(1);
  });

  it("[H6] regenerating it brings other questions of the bank, in the same places, but for the host's own", async () => {
    const { room, host } = await lobby({ questions: 6 });
    await host.does({ ...cow, question: 2 });
    const before = [...room.state.questions];
    await host.does({ t: "regenerate" });
    const after = [...room.state.questions];
    expect(ids(room)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(after[2]).toEqual(before[2]);
    const stems = new Set(before.map(({ stem }) => stem));
    expect(after.filter(({ stem }) => stems.has(stem))).toHaveLength(1);
    await host.does({ t: "regenerate" });
    expect(room.state.questions[0]?.stem).not.toBe(after[0]?.stem);
  });

  it("[H6] regenerating one leaves the others, and the host may give up what they wrote", async () => {
    const { room, host } = await lobby();
    await host.does({ ...cow, question: 1 });
    const [first, , third] = room.state.questions;
    await host.does({ t: "regenerate", question: 1 });
    expect(room.state.questions[1]).toMatchObject({ id: 1, origin: "bank" });
    expect(room.state.questions[1]?.stem).not.toBe(cow.stem);
    expect([room.state.questions[0], room.state.questions[2]]).toEqual([first, third]);
  });

  it("[H6] with nothing but the host's own there is nothing to regenerate", async () => {
    const { host } = await lobby({ questions: 1 });
    await host.does({ ...cow, question: 0 });
    expect(await host.refused({ t: "regenerate" })).toBe("NO_SUCH_QUESTION");
  });

  it("[H6] regenerating again and again never runs dry, and never doubles a question", async () => {
    const { room, host } = await lobby({ questions: 10, topic: "space" });
    for (let i = 0; i < 30; i++) {
      await host.does({ t: "regenerate" });
      await host.acknowledge();
      room.pass(300);
      expect(new Set(room.state.questions.map(({ stem }) => stem)).size).toBe(10);
      expect(room.state.questions).toHaveLength(10);
    }
  });
});

describe("moving on", () => {
  it("[Q60] without auto-advance the host says when", async () => {
    const { room, host, anna } = await running({ auto: false });
    await anna.answer("right");
    room.passUntil("reveal");
    expect(anna.state.room.now).toMatchObject({ phase: "reveal", nextAt: null });
    room.pass(10 * 60_000);
    expect(room.phase).toBe("reveal");
    await host.does({ t: "next" });
    expect(anna.state.room.now).toMatchObject({ phase: "standings", nextAt: null });
    room.pass(10 * 60_000);
    await host.does({ t: "next" });
    expect(room.phase).toBe("countdown");
    room.passUntil("question");
    await host.does({ t: "next" });
    expect(room.phase).toBe("reveal");
  });

  it("[Q60] a question still closes at its time", async () => {
    const { room } = await running({ auto: false });
    room.passUntil("reveal");
    expect(room.nowMs).toBe(room.state.activeAtMs);
  });

  it("[Q60] with auto-advance the host may be faster", async () => {
    const { room, host } = await running();
    await host.does({ t: "next" });
    expect(room.phase).toBe("reveal");
    await host.does({ t: "next" });
    expect(room.phase).toBe("standings");
    await host.does({ t: "next" });
    expect(room.phase).toBe("countdown");
  });

  it("[Q60] switching it over takes effect in the phase that is on", async () => {
    const { room, host, anna } = await running();
    room.passUntil("reveal");
    room.pass(5_000);
    await host.does({ t: "settings", auto: false });
    expect(anna.state.room).toMatchObject({ auto: false, now: { nextAt: null } });
    room.pass(60_000);
    expect(room.phase).toBe("reveal");
    const switchedMs = room.nowMs;
    await host.does({ t: "settings", auto: true });
    expect(anna.state.room.now).toMatchObject({ nextAt: switchedMs + REVEAL_MS });
    room.pass(REVEAL_MS);
    expect(room.phase).toBe("standings");
    room.pass(STANDINGS_MS);
    expect(room.phase).toBe("countdown");
  });
});

describe("a game that waits for its host", () => {
  it("[Q61] goes on 15 s after the host has gone, to the end", async () => {
    const { room, host, anna } = await running({ auto: false });
    await host.does({ t: "next" });
    host.drop();
    room.pass(HOST_GRACE_MS - 100);
    expect(room.phase).toBe("reveal");
    room.pass(200);
    expect(anna.state.room.now.phase).toBe("standings");
    room.pass(HOST_GRACE_MS);
    expect(room.phase).toBe("countdown");
    room.pass(5 * 60_000);
    expect(room.phase).toBe("podium");
    expect(room.shell.counts["games_continued_without_host"]).toBeGreaterThanOrEqual(4);
  });

  it("[Q61] waits on for one who comes back in time", async () => {
    const { room, host } = await running({ auto: false });
    await host.does({ t: "next" });
    host.drop();
    room.pass(HOST_GRACE_MS - 1_000);
    await room.host();
    room.pass(30 * 60_000);
    expect(room.phase).toBe("reveal");
  });

  it("[Q61] waits for as long as the host is there", async () => {
    const { room, host } = await running({ auto: false });
    await host.does({ t: "next" });
    room.pass(3 * 3_600_000);
    expect(room.phase).toBe("reveal");
    expect(host.closed).toBeNull();
  });

  it("[Q61] goes on from a pause too, in auto-advance as without it", async () => {
    for (const auto of [true, false]) {
      const { room, host, anna } = await running({ auto });
      await host.does({ t: "pause" });
      host.drop();
      room.pass(HOST_GRACE_MS - 100);
      expect(room.state.pausedAtMs).not.toBeNull();
      room.pass(200);
      expect(room.state.pausedAtMs).toBeNull();
      expect(room.phase).toBe("question");
      expect(anna.state.room).not.toHaveProperty("pausedAt");
      expect(await anna.answer("right")).toMatchObject({ t: "accepted" });
    }
  });

  it("[Q61] finds a host whose device has gone dark: the socket is open, and nobody is there", async () => {
    const { room, host } = await running({ auto: false });
    await host.does({ t: "next" });
    // Time passes in which nobody pings.
    room.shell.advance(HOST_CHECK_MS);
    expect(host.socket.keepsake?.present).toBe(false);
    expect(host.closed).toBeNull();
    expect(room.phase).toBe("reveal");
    room.shell.advance(HOST_GRACE_MS + 100);
    expect(room.phase).not.toBe("reveal");
    expect(SILENT_AFTER_MS).toBeLessThan(HOST_CHECK_MS);
  });

  it("[Q61] finds them though the room sleeps in between", async () => {
    const { room, host } = await running({ auto: false });
    await host.does({ t: "next" });
    room.pass(30_000);
    for (const person of room.people) person.ping();
    room.shell.hibernate();
    room.shell.advance(HOST_CHECK_MS);
    room.shell.hibernate();
    room.shell.advance(HOST_CHECK_MS);
    if (room.shell.time.timerMs === null) room.shell.hibernate();
    room.shell.advance(HOST_GRACE_MS);
    expect(room.phase).not.toBe("reveal");
  });

  it("[Q61] goes on after a crash in which everybody was lost", async () => {
    const { room, host } = await running({ auto: false });
    await host.does({ t: "next" });
    room.shell.crash();
    room.pass(10 * 60_000);
    expect(room.phase).toBe("podium");
  });

  it("[Q61] a host who is back finds the game where it is, and it waits for them again", async () => {
    const { room, host } = await running({ auto: false });
    await host.does({ t: "next" });
    host.drop();
    room.pass(HOST_GRACE_MS + 100);
    expect(room.phase).toBe("standings");
    const again = await room.host();
    room.pass(10 * 60_000);
    expect(room.phase).toBe("standings");
    await again.does({ t: "next" });
    expect(room.phase).toBe("countdown");
  });

  it("[Q61] no such look is planned while the game runs by itself", async () => {
    const { room, host } = await running();
    host.drop();
    expect(room.state.lookAtMs).toBeNull();
    room.passUntil("podium");
    expect(room.shell.counts["games_continued_without_host"]).toBeUndefined();
  });
});
