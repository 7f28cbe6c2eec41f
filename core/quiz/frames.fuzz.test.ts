import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { game, type Person, type QuizRoom } from "../../testing/quiz-room.ts";
import {
  ackFrame,
  COMMIT_EVERY_MS,
  errorCodes,
  FRAME_MAX_CHARS,
  hostFrame,
  playerFrame,
  type Role,
} from "../protocol/index.ts";
import type { Phase } from "./state.ts";

/** Frames that would be good in the right role, phase and moment: what the mutations start from. */
const good: Record<string, unknown>[] = [
  { t: "join", id: 1, name: "Zoe" },
  { t: "join-drawn", id: 1 },
  { t: "answer", id: 1, question: 0, option: 1, seq: 3 },
  { t: "leave", id: 1 },
  { t: "start", id: 1 },
  { t: "next", id: 1 },
  { t: "skip", id: 1 },
  { t: "pause", id: 1 },
  { t: "resume", id: 1 },
  { t: "end", id: 1 },
  { t: "lock", id: 1, on: true },
  { t: "kick", id: 1, player: 0 },
  { t: "settings", id: 1, seconds: 30, scoring: "accuracy", auto: true },
  { t: "edit", id: 1, question: 0, stem: "Which animal moos?", options: ["a", "b", "c", "d"], right: 1, because: "" },
  { t: "delete", id: 1, question: 0 },
  { t: "move", id: 1, question: 0, to: 1 },
  { t: "regenerate", id: 1, question: 0 },
  { t: "hello", v: 1, role: "host", token: "host:h" },
  { t: "ack", seq: 3 },
];

const keys = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "t",
  "id",
  "seq",
  "right",
  "member",
];
const strange = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 1.5, 1e300, 2 ** 53, "", " ", "1", "\0", "\u202e", "x".repeat(500), [], {}),
  fc.jsonValue({ maxDepth: 3 }),
);

/** JSON text in which a value may stand under any key, `__proto__` among them, as an attacker would write it. */
function textOf(fields: readonly (readonly [string, unknown])[]): string {
  return `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`;
}

const mutated = fc
  .tuple(fc.constantFrom(...good), fc.constantFrom("change", "add", "drop", "twice", "swap"), fc.nat(9), strange)
  .chain(([frame, how, at, value]) =>
    fc.constantFrom(...keys).map((key) => {
      const fields = Object.entries(frame);
      const place = at % fields.length;
      const name = fields[place]?.[0] ?? "t";
      if (how === "drop") return textOf(fields.filter((_, i) => i !== place));
      if (how === "add") return textOf([...fields, [key, value]]);
      if (how === "twice") return textOf([...fields, [name, value]]);
      if (how === "swap") return textOf(fields.map(([own, old], i) => [i === place ? key : own, old]));
      return textOf(fields.map(([own, old]) => [own, own === name ? value : old]));
    }),
  );

const deep = fc
  .tuple(fc.constantFrom("[", '{"t":', '{"a":['), fc.integer({ min: 1, max: 5_000 }))
  .map(([open, depth]) => open.repeat(depth));

const hostile = fc.oneof(
  { weight: 6, arbitrary: mutated },
  { weight: 2, arbitrary: fc.json({ maxDepth: 5 }) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  { weight: 1, arbitrary: deep },
  { weight: 1, arbitrary: fc.integer({ min: 3_900, max: 9_000 }).map((n) => `{"t":"join","name":"${"n".repeat(n)}"}`) },
  { weight: 1, arbitrary: fc.constantFrom(...good).map((frame) => JSON.stringify(frame)) },
);

/** Whether a frame is one that this role may send: what is then done with it other tests say. */
function isGood(role: Role, text: string): boolean {
  if (text.length > FRAME_MAX_CHARS) return false;
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return false;
  }
  if (ackFrame.safeParse(frame).success) return true;
  if (role === "screen") return false;
  return (role === "host" ? hostFrame : playerFrame).safeParse(frame).success;
}

const standings = ["lobby", "countdown", "question", "reveal", "standings", "podium", "closed"] as const;

/** A room that stands there for as long as nobody says anything that counts. */
async function roomAt(phase: Phase["phase"]): Promise<QuizRoom> {
  const room = game({ seconds: 120 });
  const host = await room.host();
  await room.player("Anna");
  if (phase === "lobby") return room;
  await host.does({ t: "start" });
  if (phase === "closed") {
    await host.does({ t: "end" });
    await host.does({ t: "end" });
  } else {
    room.passUntil(phase);
    // Half of the phases fuzzed stand in a pause, so that time may pass.
    if (phase !== "podium" && phase !== "question") await host.does({ t: "pause" });
  }
  return room;
}

/** Somebody new in this role, who is a player already if they are one. */
async function someone(room: QuizRoom, role: Role, n: number): Promise<Person> {
  if (role === "player") return n % 2 === 0 ? room.guest("anna") : room.guest(`guest${n}`);
  return room.enter(role, `${role}:x${n}`);
}

describe.each(["player", "host", "screen"] as const)("hostile frames of a %s", (role) => {
  it.each(standings)("[D3] in %s never throw, change nothing, and are refused with a code", async (phase) => {
    const room = await roomAt(phase);
    let said = 0;
    let sender = await someone(room, role, 0);
    const hash = room.hash();
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        fc.pre(!isGood(role, text));
        said += 1;
        // A connection has a budget, and is closed after too many of these.
        if (said % 15 === 0) {
          room.people.splice(room.people.indexOf(sender), 1);
          sender = await someone(room, role, said);
        }
        const before = sender.frames.length;
        await room.shell.runner.message(sender.id, text);
        const answers = sender.frames.slice(before);
        expect(answers.map(({ t }) => t)).toEqual(["error"]);
        const [answer] = answers;
        if (answer?.t === "error") expect(errorCodes).toContain(answer.error.code);
        expect(sender.closed).toBeNull();
        expect(room.hash()).toBe(hash);
        expect(room.shell.reports).toEqual([]);
      }),
      { numRuns: 150 },
    );
    expect(({} as Record<string, unknown>)["member"]).toBeUndefined();
  });
});

describe("hostile frames before hello", () => {
  it("[D3] are refused, and let nobody in", async () => {
    const room = await roomAt("lobby");
    const hash = room.hash();
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        fc.pre(!text.includes('"hello"'));
        const id = room.shell.open();
        await room.shell.runner.message(id, text);
        expect(room.shell.socket(id).frames.map(({ t }) => t)).toEqual(["error"]);
        expect(room.hash()).toBe(hash);
        room.shell.drop(id);
      }),
      { numRuns: 300 },
    );
    expect(room.shell.runner.connections).toBe(2);
  });
});

describe("good frames at any time", () => {
  it("[D3] [H1] are answered, and never throw, whoever sends them in whatever phase", async () => {
    for (const phase of standings) {
      for (const role of ["player", "host"] as const) {
        for (const frame of good) {
          const room = await roomAt(phase);
          const sender = await someone(room, role, 0);
          const before = sender.frames.length;
          await room.shell.runner.message(sender.id, JSON.stringify(frame));
          room.shell.advance(COMMIT_EVERY_MS);
          expect(room.shell.reports).toEqual([]);
          if (frame["t"] !== "ack") expect(sender.frames.length).toBeGreaterThan(before);
        }
      }
    }
  });
});
