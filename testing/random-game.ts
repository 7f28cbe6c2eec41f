import { COMMIT_EVERY_MS } from "../core/protocol/index.ts";
import { drawBelow, type Random, randomFor } from "../core/random.ts";
import { type GameOptions, game, type Person, type QuizRoom } from "./quiz-room.ts";

/** What happens in a random game, and how often beside the others. */
type Happening = readonly [weight: number, name: string, run: (chaos: Chaos) => void | Promise<void>];

interface Chaos {
  room: QuizRoom;
  random: Random;
  /** Subjects of guests who have opened the room so far. */
  guests: string[];
}

const happenings: readonly Happening[] = [
  [8, "somebody new comes", newcomer],
  [4, "somebody known comes again", comeBack],
  [6, "somebody drops", ({ room, random }) => oneOf(random, room.people)?.drop()],
  [4, "a host comes", async ({ room }) => void (await room.host())],
  [30, "somebody answers", (chaos) => answer(chaos)],
  [8, "many speak at once", burst],
  [18, "a host commands", (chaos) => command(chaos)],
  [3, "a player leaves", ({ room, random }) => oneOf(random, open(room, "player"))?.say({ t: "leave" })],
  [6, "the AI replies", aiReplies],
  [14, "everybody acknowledges", ({ room }) => room.acknowledge()],
  [40, "time passes", ({ room, random }) => room.pass(oneOf(random, [1, 9, 150, 800, 2_600, 7_100, 21_000]) ?? 1)],
  [2, "time passes in silence", ({ room }) => room.shell.advance(46_000)],
  [3, "the disk breaks", brokenDisk],
  [2, "the process dies", ({ room }) => room.shell.crash()],
  [6, "the room hibernates", ({ room }) => (mayHibernate(room) ? room.shell.hibernate() : undefined)],
];

/**
 * Plays a game in which anything happens at any time; the same for the same seed.
 * @param after is called after each step, with what happened
 */
export async function randomGame(
  seed: string,
  steps: number,
  options: GameOptions,
  after: (room: QuizRoom, did: string) => void,
): Promise<QuizRoom> {
  const room = game({ seed, ...options });
  const chaos: Chaos = { room, random: randomFor(seed, "chaos"), guests: [] };
  await room.host();
  await room.screen();
  for (let i = 0; i < 3; i++) await newcomer(chaos);
  for (let i = 0; i < steps; i++) {
    const [, name, run] = draw(chaos.random);
    await run(chaos);
    after(room, name);
  }
  return room;
}

function draw(random: Random): Happening {
  let left = random() * happenings.reduce((sum, [weight]) => sum + weight, 0);
  for (const happening of happenings) {
    left -= happening[0];
    if (left < 0) return happening;
  }
  throw new Error("no weight was drawn");
}

function oneOf<T>(random: Random, all: readonly T[]): T | undefined {
  return all[drawBelow(random, all.length)];
}

function mayHibernate({ shell }: QuizRoom): boolean {
  return shell.time.timerMs === null && shell.asked.length === 0;
}

function open(room: QuizRoom, role: Person["role"]): Person[] {
  return room.people.filter((person) => person.role === role && !person.closed);
}

async function newcomer({ room, random, guests }: Chaos): Promise<void> {
  if (guests.length >= 12) return;
  const subject = `g${guests.length}`;
  guests.push(subject);
  const person = await room.guest(subject);
  await person.say(
    random() < 0.5 ? { t: "join-drawn" } : { t: "join", name: `Player ${"abcdefghjkmn"[guests.length]}` },
  );
}

async function comeBack({ room, random, guests }: Chaos): Promise<void> {
  const subject = oneOf(random, guests);
  if (subject) await room.guest(subject);
}

function answerFrame({ room, random }: Chaos): object {
  const { phase, questions } = room.state;
  const index = "index" in phase && random() < 0.9 ? phase.index : drawBelow(random, questions.length);
  return { t: "answer", id: 1, question: questions[index]?.id ?? 0, option: drawBelow(random, 4) };
}

function answer(chaos: Chaos): Promise<void> | undefined {
  return oneOf(chaos.random, open(chaos.room, "player"))?.say(answerFrame(chaos));
}

function commandFrame({ room, random }: Chaos): object {
  const question = oneOf(random, room.state.questions)?.id ?? 0;
  const on = random() < 0.3;
  const edited = {
    stem: `What is ${drawBelow(random, 900)} plus one?`,
    options: ["a", "b", "c", "d"],
    right: 1,
    because: "",
  };
  const frames: { t: string }[] = [
    ...["start", "start", "start", "next", "next", "skip", "pause", "resume", "resume"].map((t) => ({ t })),
    { t: "lock", on } as { t: string },
    { t: "kick", player: drawBelow(random, 12) } as { t: string },
    { t: "settings", auto: random() < 0.5 } as { t: string },
    { t: "settings", seconds: 10, scoring: on ? "speed" : "accuracy" } as { t: string },
    { t: "edit", question, ...edited } as { t: string },
    { t: "delete", question } as { t: string },
    { t: "move", question, to: drawBelow(random, 5) } as { t: string },
    { t: "regenerate", ...(on ? {} : { question }) } as { t: string },
  ];
  if (random() < 0.02) frames.push(...Array<{ t: string }>(20).fill({ t: "end" }));
  return { id: 1, ...oneOf(random, frames) };
}

function command(chaos: Chaos): Promise<void> | undefined {
  return oneOf(chaos.random, open(chaos.room, "host"))?.say(commandFrame(chaos));
}

/** Messages that arrive in the same millisecond, while others wait for their commit. */
async function burst(chaos: Chaos): Promise<void> {
  const { room, random } = chaos;
  const spoken: (Promise<void> | undefined)[] = [];
  for (let i = 0; i < 6; i++) {
    const person = oneOf(random, room.people);
    if (!person || person.closed || !room.shell.runner.state) continue;
    if (random() < 0.2) {
      person.drop();
      continue;
    }
    const frame = person.role === "host" ? commandFrame(chaos) : answerFrame(chaos);
    spoken.push(room.shell.runner.message(person.id, JSON.stringify(frame)));
  }
  await Promise.all(spoken);
  room.shell.advance(COMMIT_EVERY_MS);
}

async function aiReplies({ room, random }: Chaos): Promise<void> {
  if (room.shell.asked.length === 0) return;
  const chance = random();
  const again = chance < 0.2 ? room.shell.asked[0] : undefined;
  await room.aiWrites((reply) => {
    if (chance > 0.8) return { id: reply.id, ok: false, code: "AI_UNAVAILABLE", reason: "http_429" };
    return reply;
  });
  // The service may answer twice.
  if (again) room.shell.asked.push(again);
}

/** Whatever is said meanwhile is lost, and the room goes on. */
async function brokenDisk(chaos: Chaos): Promise<void> {
  const { journal } = chaos.room.shell;
  journal.broken = true;
  for (let i = 0; i < 3; i++) await (chaos.random() < 0.5 ? answer(chaos) : command(chaos));
  journal.broken = false;
  chaos.room.shell.advance(COMMIT_EVERY_MS);
}
