import { describe, expect, it } from "vitest";
import { type GameOptions, game, gameFrom, type Person, type QuizRoom } from "../../testing/quiz-room.ts";
import type { JournalEntry } from "../ports.ts";
import type { QuizFact } from "./facts.ts";

/** The journal of a new room in which another option of one question is the right one, and for another reason. */
function journalWith(
  entries: readonly JournalEntry<QuizFact>[],
  index: number,
  right: number,
): JournalEntry<QuizFact>[] {
  const patched = structuredClone(entries) as JournalEntry<QuizFact>[];
  const fact = patched[0]?.facts[0];
  const question = fact?.type === "created" ? fact.questions[index] : undefined;
  if (!question) throw new Error("a journal that does not begin with its questions");
  question.right = right;
  question.because = `Because it is ${right}. ${"x".repeat(right * 7)}`;
  return patched;
}

/** Plays until the question of this index has been revealed. */
type Play = (room: QuizRoom, index: number) => Promise<void>;

async function answer(person: Person, room: QuizRoom, option: number): Promise<void> {
  await person.say({ t: "answer", id: 1, question: room.question.id, option });
}

/** Everybody present plays every question up to this one in the same way. */
function playing(
  each: (room: QuizRoom, people: Record<"host" | "anna" | "ben" | "cleo", Person>) => Promise<void>,
): Play {
  return async (room, index) => {
    const host = await room.host();
    await room.screen();
    const anna = await room.player("Anna");
    const ben = await room.player("Ben");
    const cleo = await room.player("Cleo");
    await host.does({ t: "start" });
    for (let i = 0; i <= index; i++) {
      room.passToOpening();
      await room.acknowledge();
      await each(room, { host, anna, ben, cleo });
      room.passUntil("reveal");
    }
  };
}

const games: Record<string, Play> = {
  "where some answer, and time runs out": playing(async (room, { anna, ben }) => {
    room.pass(1_234);
    await answer(anna, room, 0);
    room.pass(3_000);
    await answer(ben, room, 1);
  }),
  "where everybody answers, each another option": playing(async (room, { anna, ben, cleo }) => {
    for (const [option, person] of [anna, ben, cleo].entries()) {
      room.pass(700);
      await answer(person, room, option);
    }
  }),
  "where everybody answers the same": playing(async (room, { anna, ben, cleo }) => {
    for (const person of [anna, ben, cleo]) await answer(person, room, 2);
  }),
  "with second answers, others' questions and nonsense": playing(async (room, { anna, ben }) => {
    await answer(anna, room, 0);
    for (const option of [0, 1, 2, 3]) await answer(anna, room, option);
    await ben.say({ t: "answer", id: 2, question: 77, option: 0 });
    await ben.say({ t: "answer", id: 3, question: room.question.id, option: 4 });
    await ben.say({ t: "right" });
  }),
  "with a pause in the middle": playing(async (room, { host, anna, ben }) => {
    await answer(anna, room, 1);
    await host.does({ t: "pause" });
    await answer(ben, room, 0);
    room.pass(9_000);
    await host.does({ t: "resume" });
    await answer(ben, room, 0);
  }),
  "with people who drop, come back and come late": playing(async (room, { anna, ben, cleo }) => {
    await answer(anna, room, 0);
    anna.drop();
    const again = await room.guest("anna");
    ben.drop();
    await (await room.guest(`late${room.nowMs}`)).say({ t: "join-drawn", id: 1 });
    await room.screen();
    await answer(again, room, 1);
    await answer(cleo, room, 3);
    again.drop();
    await room.guest("anna");
    await room.guest("ben");
  }),
  "with a room that sleeps and crashes": playing(async (room, { anna }) => {
    await answer(anna, room, 0);
    room.pass(2_000);
    room.shell.hibernate();
    room.pass(2_000);
    room.shell.crash();
    for (const subject of ["anna", "ben", "cleo"]) await room.guest(subject);
    await room.screen();
  }),
  "with people who are removed or leave": playing(async (room, { host, anna, ben }) => {
    await answer(anna, room, 0);
    await answer(ben, room, 1);
    if (!anna.closed) await host.does({ t: "kick", player: 0 });
    await ben.say({ t: "leave" });
  }),
};

const ways: GameOptions[] = [
  { scoring: "speed" },
  { scoring: "accuracy" },
  { scoring: "speed", auto: true, seconds: 60 },
];

function isReveal(text: string, index: number): boolean {
  return text.includes('"phase":"reveal"') && text.includes(`"question":{"index":${index},`);
}

/** Everything that each connection is sent, up to the reveal of this question, and when that was. */
function heardBefore(room: QuizRoom, index: number, roles: readonly Person["role"][]): Record<string, string[]> {
  const heard = room.people
    .filter(({ role }) => roles.includes(role))
    .map(({ id, role, texts, closed }) => {
      const reveal = texts.findIndex((text) => isReveal(text, index));
      const before = reveal < 0 ? [...texts, JSON.stringify(closed)] : texts.slice(0, reveal);
      const at = reveal < 0 ? "" : /"at":\d+/.exec(texts[reveal] ?? "")?.[0];
      const all: string[] = [...before, `reveal ${at}`];
      return [`${role} ${id}`, all] as const;
    });
  return Object.fromEntries(heard);
}

async function played(entries: readonly JournalEntry<QuizFact>[], index: number, right: number, play: Play) {
  const room = gameFrom(journalWith(entries, index, right));
  await play(room, index);
  expect(room.shell.reports).toEqual([]);
  return room;
}

describe.each(Object.entries(games))("in a game %s", (_, play) => {
  it.each(ways)(
    "[Q25] players and screens are sent the same bytes at the same time, whatever is right (%j)",
    async (way) => {
      const entries = [...game(way).shell.journal.all()];
      for (const index of [0, 2]) {
        const rooms = [];
        for (const right of [0, 1, 2, 3]) rooms.push(await played(entries, index, right, play));
        const [first, ...others] = rooms.map((room) => heardBefore(room, index, ["player", "screen"]));
        for (const other of others) expect(other).toEqual(first);
        // The rooms did differ, and this is where it shows.
        const reveals = rooms.map((room) =>
          room.people.flatMap(({ texts }) => texts.filter((text) => isReveal(text, index))),
        );
        expect(reveals[0]?.length).toBeGreaterThan(0);
        expect(new Set(reveals.map(String)).size).toBe(4);
      }
    },
  );
});

describe("a host", () => {
  it("[Q25] is told what is right before the start, and after it no sooner than everybody", async () => {
    const entries = [...game({ scoring: "speed" }).shell.journal.all()];
    for (const play of Object.values(games)) {
      const sent: string[][] = [];
      for (const right of [0, 1, 2, 3]) {
        const room = await played(entries, 2, right, play);
        const [host] = room.people.filter(({ role }) => role === "host");
        const texts = host?.texts ?? [];
        const started = texts.findIndex((text) => text.includes('"phase":"countdown"'));
        expect(texts.slice(0, started).join("")).toContain('"right":');
        const reveal = texts.findIndex((text) => isReveal(text, 2));
        const during = texts.slice(started, reveal < 0 ? texts.length : reveal);
        for (const text of during)
          if (!text.includes('"phase":"reveal"')) expect(text).not.toMatch(/"right"|"because"/);
        sent.push(during);
      }
      for (const other of sent) expect(other).toEqual(sent[0]);
    }
  });
});

describe("players and screens", () => {
  it("[Q25] are never sent the list of questions, nor what is right or why outside a reveal", async () => {
    const room = game({ questions: 5 });
    await games["with people who drop, come back and come late"]?.(room, 4);
    room.passUntil("podium");
    for (const { role, texts } of room.people) {
      if (role === "host") continue;
      for (const text of texts) {
        expect(text).not.toContain('"host":');
        expect(text).not.toContain('"list":');
        if (!text.includes('"phase":"reveal"')) expect(text).not.toContain('"because":');
      }
    }
  });

  it("[Q25] are sent nothing of questions to come, and nothing of those that were deleted or replaced", async () => {
    const room = game({ questions: 4, ai: true });
    const host = await room.host();
    const anna = await room.player("Anna");
    const screen = await room.screen();
    const gone = [...room.state.questions].slice(0, 2).map(({ stem }) => JSON.stringify(stem));
    await host.does({ t: "regenerate", question: 0 });
    await host.does({ t: "delete", question: 1 });
    await host.does({ t: "start" });
    room.passToOpening();
    const coming = room.state.questions.slice(1).map(({ stem }) => JSON.stringify(stem));
    for (const { texts } of [anna, screen]) {
      for (const stem of [...gone, ...coming]) expect(texts.join("")).not.toContain(stem);
    }
  });
});
