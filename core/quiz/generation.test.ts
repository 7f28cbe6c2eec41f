import { describe, expect, it } from "vitest";
import { game, type QuizRoom } from "../../testing/quiz-room.ts";
import { scriptedAi } from "../../testing/scripted-ai.ts";
import { GENERATION_BATCH, GENERATION_FIRST, GENERATION_MS } from "../protocol/index.ts";
import type { Draft, QuestionRequest } from "./question.ts";

async function lobby(options: Parameters<typeof game>[0] = {}) {
  const room = game({ ai: true, ...options });
  const host = await room.host();
  const anna = await room.player("Anna");
  return { room, host, anna };
}

/** The questions that are out, oldest first. */
function asked(room: QuizRoom): QuestionRequest[] {
  return room.shell.asked.map(({ request }) => request as QuestionRequest);
}

function origins(room: QuizRoom): string {
  return room.state.questions.map(({ origin }) => origin).join(" ");
}

/** Replies to the question that is out, whatever it is; it stays out. */
async function reply(room: QuizRoom, answer: unknown): Promise<void> {
  const [waiting] = room.shell.asked;
  if (!waiting) throw new Error("the AI was not asked");
  waiting.resolve(answer);
  await room.settle();
}

function drafts(room: QuizRoom): Draft[] {
  const [request] = asked(room);
  const written = request ? scriptedAi(request) : undefined;
  if (!written?.ok) throw new Error("the AI was not asked");
  return written.drafts;
}

describe("asking the AI", () => {
  it("[G1] happens for three first, and for the rest behind them, for 20 s in all", async () => {
    const { room } = await lobby({ questions: 50, topic: "space", difficulty: "hard", language: "en", seconds: 30 });
    const startedMs = room.state.createdAtMs;
    const counts: number[] = [];
    while (asked(room).length > 0) {
      const [request] = asked(room);
      if (!request) break;
      expect(request).toMatchObject({ topic: "space", difficulty: "hard", language: "en" });
      expect(request.withinMs).toBeLessThanOrEqual(GENERATION_MS);
      expect(request.withinMs).toBeGreaterThan(GENERATION_MS - (room.nowMs - startedMs) - 20);
      counts.push(request.count);
      room.pass(500);
      await room.aiWrites();
    }
    expect(counts[0]).toBe(GENERATION_FIRST);
    expect(Math.max(...counts)).toBe(GENERATION_BATCH);
    expect(counts).toEqual([3, 10, 10, 10, 10, 7]);
    expect(origins(room)).toBe(Array(50).fill("ai").join(" "));
    expect(room.state.wrote).toEqual({ questions: 50, of: 50 });
  });

  it("[G1] happens for no more than there are", async () => {
    const { room } = await lobby({ questions: 2 });
    expect(asked(room).map(({ count }) => count)).toEqual([2]);
  });

  it("[G1] says which questions are there already", async () => {
    const { room } = await lobby({ questions: 5 });
    expect(asked(room)[0]?.avoid).toEqual([]);
    await room.aiWrites();
    expect(asked(room)[0]?.avoid).toEqual(room.state.questions.slice(0, 3).map(({ stem }) => stem));
  });

  it("[G1] does not happen where there is none, and the host is told so", async () => {
    const room = game({ ai: false });
    const host = await room.host();
    expect(room.shell.asked).toEqual([]);
    expect(host.hostView).toMatchObject({ notices: ["NO_AI"] });
    await host.does({ t: "regenerate" });
    expect(room.shell.asked).toEqual([]);
    expect(room.state.generation).toBeNull();
  });

  it("[G1] is shown to the host as it goes, and to nobody else", async () => {
    const { room, host, anna } = await lobby({ questions: 5 });
    const until = room.state.createdAtMs + GENERATION_MS;
    expect(host.hostView.writing).toEqual({ left: 5, until });
    const before = anna.frames.length;
    await room.aiWrites();
    expect(host.hostView.writing).toEqual({ left: 2, until });
    expect(host.hostView.list?.map(({ origin }) => origin)).toEqual(["ai", "ai", "ai", "bank", "bank"]);
    await room.aiWrites();
    expect(host.hostView).not.toHaveProperty("writing");
    expect(host.hostView.wrote).toEqual({ questions: 5, of: 5 });
    expect(anna.frames).toHaveLength(before);
    expect(anna.texts.join("")).not.toContain("added together");
  });
});

describe("a reply", () => {
  it("[G2] counts only for the ask that is out", async () => {
    const { room } = await lobby({ questions: 8 });
    const first = scriptedAi(asked(room)[0] as QuestionRequest);
    await room.aiWrites();
    const hash = room.hash();
    await reply(room, first);
    expect(room.hash()).toBe(hash);
    expect(room.shell.counts["ai_replies_dropped"]).toBe(1);
  });

  it("[G2] to what was given up is dropped: the host has asked anew", async () => {
    const { room, host } = await lobby({ questions: 4 });
    const old = room.shell.asked.shift();
    await host.does({ t: "regenerate" });
    old?.resolve(scriptedAi(old.request as QuestionRequest));
    await room.settle();
    expect(origins(room)).toBe("bank bank bank bank");
    await room.aiWrites();
    await room.aiWrites();
    expect(origins(room)).toBe("ai ai ai ai");
    expect(room.state.wrote).toEqual({ questions: 4, of: 4 });
  });

  it("[G2] what had come before the host asked anew is not counted again", async () => {
    const { room, host } = await lobby({ questions: 5 });
    await room.aiWrites();
    await host.does({ t: "regenerate" });
    room.shell.asked.splice(0, room.shell.asked.length - 1);
    while (asked(room).length > 0) await room.aiWrites();
    expect(host.hostView.wrote).toEqual({ questions: 5, of: 5 });
  });

  it("[G2] that comes after the deadline is dropped", async () => {
    const { room } = await lobby();
    room.pass(GENERATION_MS + 100);
    const hash = room.hash();
    await room.aiWrites();
    expect(room.hash()).toBe(hash);
    expect(origins(room)).toBe("bank bank bank");
  });

  it.each([
    undefined,
    null,
    1,
    "yes",
    [],
    {},
    { id: 1 },
    { id: "1", ok: true, drafts: [] },
    { id: 1.5, ok: true, drafts: [] },
    { id: 1, ok: "true", drafts: [] },
    { id: 1, ok: true },
    { id: 1, ok: true, drafts: {} },
    { id: 1, ok: false },
    { id: 1, ok: false, code: "INTERNAL", reason: "x" },
    { id: 1, ok: false, code: "AI_TIMEOUT", reason: 5 },
    { id: 0, ok: true, drafts: [] },
    { id: 2, ok: true, drafts: [] },
  ])("[G2] that is none is dropped: %j", async (answer) => {
    const { room } = await lobby();
    const hash = room.hash();
    await reply(room, answer);
    expect(room.hash()).toBe(hash);
    expect(room.shell.counts["ai_replies_dropped"]).toBe(1);
    expect(room.shell.reports).toEqual([]);
    room.pass(GENERATION_MS);
    expect(room.state.wrote?.failed?.code).toBe("AI_TIMEOUT");
  });

  it("[G2] in a room that was deleted or closed is dropped", async () => {
    const { room, host } = await lobby();
    await host.does({ t: "end" });
    await room.aiWrites();
    expect(room.phase).toBe("closed");
    expect(origins(room)).toBe("bank bank bank");
    const other = await lobby();
    other.room.shell.runner.delete();
    await other.room.aiWrites();
    expect(other.room.shell.journal.recover()).toBeNull();
  });

  it("[G4] that it cannot be done ends the generation at once, and the host is told why", async () => {
    for (const code of ["AI_UNAVAILABLE", "AI_TIMEOUT"]) {
      const { room, host } = await lobby();
      await room.aiWrites(({ id }) => ({ id, ok: false, code, reason: "HTTP 429; drop table" }));
      expect(host.hostView.wrote).toMatchObject({ questions: 0, of: 3, failed: { code } });
      expect(room.state.generation).toBeNull();
      expect(room.shell.asked).toEqual([]);
      expect(Object.keys(room.shell.counts)).toContain("ai_failed______429__drop_table");
      expect(origins(room)).toBe("bank bank bank");
    }
  });

  it("[G4] with nothing of use ends it as well: it is not asked for ever", async () => {
    const { room, host } = await lobby({ questions: 5 });
    await room.aiWrites(({ id }) => ({ id, ok: true, drafts: [{}, null, "What?"] }));
    expect(host.hostView.wrote).toMatchObject({ questions: 0, of: 5, failed: { code: "AI_UNAVAILABLE" } });
    expect(room.shell.asked).toEqual([]);
  });

  it("[G1] with some of what was asked for is followed by a question for the rest", async () => {
    const { room } = await lobby({ questions: 5 });
    await room.aiWrites((full) => (full.ok ? { ...full, drafts: full.drafts.slice(0, 1) } : full));
    expect(asked(room)[0]?.count).toBe(4);
    await room.aiWrites();
    expect(origins(room)).toBe("ai ai ai ai ai");
  });

  it("[G1] with more than was asked for fills the places there are", async () => {
    const { room } = await lobby({ questions: 3 });
    await room.aiWrites(({ id }) => scriptedAi({ id, count: 12 } as QuestionRequest));
    expect(origins(room)).toBe("ai ai ai");
    expect(room.state.questions).toHaveLength(3);
    expect(room.state.wrote).toEqual({ questions: 3, of: 3 });
  });

  it("[G4] too late for another question ends it with what has come", async () => {
    const { room, host } = await lobby({ questions: 5 });
    room.pass(GENERATION_MS - 1_000);
    await room.aiWrites();
    expect(host.hostView.wrote).toMatchObject({ questions: 3, of: 5 });
    expect(room.shell.asked).toEqual([]);
    expect(origins(room)).toBe("ai ai ai bank bank");
  });
});

describe("a draft", () => {
  it("[G3] that fails the check is dropped, and the others take the places", async () => {
    const { room } = await lobby({ questions: 3 });
    const [one, two, three] = drafts(room);
    const bad = { ...one, stem: "Which of these was <script>alert(1)</script>?" };
    await reply(room, { id: 1, ok: true, drafts: [bad, one, one, { ...two, wrong: [] }, two] });
    expect(origins(room)).toBe("ai ai bank");
    expect(room.state.questions.slice(0, 2).map(({ stem }) => stem)).toEqual([one?.stem, two?.stem]);
    expect(room.shell.counts).toMatchObject({
      ai_questions: 2,
      ai_dropped_markup: 1,
      ai_dropped_duplicate: 1,
      ai_dropped_option_count: 1,
    });
    expect(three).toBeDefined();
  });

  it("[G3] that is like a question of the room is dropped", async () => {
    const { room } = await lobby({ questions: 4 });
    const kept = room.state.questions[3];
    const wrong = kept?.options.filter((_, i) => i !== kept.right);
    const { stem, because, level } = kept ?? {};
    const again = { stem, because, level, wrong, right: kept?.options[kept.right] };
    await reply(room, { id: 1, ok: true, drafts: [again, ...drafts(room)] });
    expect(room.shell.counts["ai_dropped_duplicate"]).toBe(1);
    expect(origins(room)).toBe("ai ai ai bank");
  });

  it("[G3] has its options in an order of chance, and the right one known", async () => {
    const places = new Set<number>();
    for (let seed = 0; seed < 12; seed++) {
      const { room } = await lobby({ questions: 3, seed: `order:${seed}` });
      await room.aiWrites();
      for (const { options, right, stem } of room.state.questions) {
        const [a = 0, b = 0] = (stem.match(/\d+/g) ?? []).map(Number);
        expect(options[right]).toBe(String(a + b));
        places.add(right);
      }
    }
    expect(places.size).toBe(4);
  });

  it("[G3] does not take the place of what the host wrote, deleted or moved meanwhile", async () => {
    const { room, host } = await lobby({ questions: 4 });
    await host.does({
      t: "edit",
      question: 0,
      stem: "Which animal says moo?",
      options: ["Horse", "Cow", "Goat", "Fish"],
      right: 1,
      because: "Cattle moo.",
    });
    await host.does({ t: "delete", question: 1 });
    await host.does({ t: "move", question: 3, to: 0 });
    await room.aiWrites();
    expect(room.state.questions.map(({ id, origin }) => [id, origin])).toEqual([
      [3, "ai"],
      [0, "host"],
      [2, "ai"],
    ]);
    expect(room.state.questions[1]?.stem).toBe("Which animal says moo?");
    expect(room.state.generation).toBeNull();
    expect(host.hostView.wrote?.questions).toBe(2);
  });

  it("[G3] where every place is gone the generation ends", async () => {
    const { room, host } = await lobby({ questions: 2 });
    const edit = { t: "edit", options: ["Horse", "Cow", "Goat", "Fish"], right: 1, because: "Cattle moo." };
    await host.does({ ...edit, question: 0, stem: "Which animal says moo?" });
    await host.does({ ...edit, question: 1, stem: "Which of these gives most milk?", options: ["A", "B", "C", "D"] });
    await room.aiWrites();
    expect(origins(room)).toBe("host host");
    expect(room.state.generation).toBeNull();
    expect(room.shell.asked).toEqual([]);
  });

  it("[G3] does not take the place of a question that players have seen", async () => {
    const { room, host } = await lobby({ questions: 4 });
    await host.does({ t: "start" });
    room.passToOpening();
    const shown = { ...room.question };
    await room.aiWrites();
    expect(room.question).toEqual(shown);
    expect(origins(room)).toBe("bank ai ai ai");
  });

  it("[G3] takes the place of a question that is counted down to, and that is the one which opens", async () => {
    const { room, host, anna } = await lobby({ questions: 2 });
    await host.does({ t: "start" });
    await room.aiWrites();
    room.passToOpening();
    expect(anna.state.room.now).toMatchObject({ phase: "question", question: { id: 0, stem: room.question.stem } });
    expect(room.question.origin).toBe("ai");
  });
});

describe("the deadline", () => {
  it("[G4] ends the generation; the bank's questions stand, and the host is told", async () => {
    const { room, host } = await lobby();
    const questions = [...room.state.questions];
    room.passTo(room.state.createdAtMs + GENERATION_MS - 1);
    expect(room.state.generation).not.toBeNull();
    room.pass(1);
    expect(room.state.generation).toBeNull();
    expect(room.state.questions).toEqual(questions);
    expect(host.hostView.wrote).toMatchObject({ questions: 0, of: 3, failed: { code: "AI_TIMEOUT" } });
  });

  it("[G4] comes after a crash too: nothing is asked again, and nothing is waited for longer", async () => {
    const { room } = await lobby({ questions: 5 });
    await room.aiWrites();
    const deadlineAtMs = room.state.createdAtMs + GENERATION_MS;
    room.shell.crash();
    expect(room.shell.asked).toEqual([]);
    expect(origins(room)).toBe("ai ai ai bank bank");
    room.passTo(deadlineAtMs - 1);
    expect(room.state.generation).not.toBeNull();
    room.passTo(deadlineAtMs);
    expect(room.state.generation).toBeNull();
    expect(room.state.wrote).toMatchObject({ questions: 3, of: 5, failed: { code: "AI_TIMEOUT" } });
  });

  it("[G4] that passed while nothing ran ends it on waking", async () => {
    const { room } = await lobby();
    room.shell.time.nowMs += 60_000;
    room.shell.crash();
    room.shell.advance(0);
    expect(room.state.generation).toBeNull();
  });

  it("[G4] a service that fails without a word is reported, and the deadline ends the rest", async () => {
    const { room } = await lobby();
    room.shell.asked.shift()?.reject(new Error("the service is away"));
    await room.settle();
    expect(room.shell.reports).toMatchObject([{ where: "ask" }]);
    room.pass(GENERATION_MS);
    expect(room.state.wrote?.failed?.code).toBe("AI_TIMEOUT");
  });
});

describe("the game", () => {
  it("[G5] is played to its end while the AI says nothing", async () => {
    const { room, host, anna } = await lobby();
    await host.does({ t: "start" });
    const startedMs = room.nowMs;
    room.passToOpening();
    expect(room.nowMs - startedMs).toBeLessThanOrEqual(2_500);
    await anna.answer("right");
    room.passUntil("podium");
    expect(anna.you.history).toEqual([1_000, 0, 0]);
    expect(room.shell.asked).toHaveLength(1);
  });

  it("[G5] goes on as it did when the AI replies in the middle of it", async () => {
    const { room, host, anna } = await lobby({ questions: 4 });
    await host.does({ t: "start" });
    room.passToOpening();
    const { closesAtMs } = room.window;
    const before = anna.frames.length;
    await room.aiWrites();
    expect(anna.frames).toHaveLength(before);
    expect(room.window.closesAtMs).toBe(closesAtMs);
    room.passToOpening();
    expect(room.question.origin).toBe("ai");
    expect(await anna.answer("right")).toMatchObject({ t: "accepted" });
  });
});
