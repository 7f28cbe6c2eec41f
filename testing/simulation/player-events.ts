import type { Dice } from "./dice.ts";
import type { Act, EventTable } from "./event.ts";
import type { SimulatedRoom } from "./simulated-room.ts";
import type { Person, Tab } from "./tab.ts";

const badNames = [
  "",
  "   ",
  "x".repeat(30),
  "admin",
  "a\u202eb",
  "\u200b",
  "e\u0301\u0301\u0301\u0301\u0301",
  "y".repeat(201),
];

const arrive: Act = async (room) => {
  const person = pickOf(room.dice, room.absent("player"));
  if (!person) return null;
  if (room.dice.chance(0.5)) return `${await room.enter(person, joinFrame(room, person))} with join at once`;
  return `${await room.enter(person)}`;
};

/** Everybody who was here, as after a crash. */
const allArrive: Act = async (room) => {
  const absent = room.absent("player");
  for (const person of absent) await room.enter(person, ...(isKnown(room, person) ? [] : [joinFrame(room, person)]));
  return absent.length > 0 ? `${absent.length} players` : null;
};

const secondTab: Act = async (room) => {
  const tab = pickOf(room.dice, room.seated("player"));
  if (!tab) return null;
  return `${await room.enter(tab.person, ...(room.dice.chance(0.5) ? [joinFrame(room, tab.person)] : []))} beside ${tab}`;
};

const join: Act = async (room) => {
  const tab = pickOf(room.dice, room.seated("player"));
  if (!tab) return null;
  const frame = joinFrame(room, tab.person);
  room.request(tab, frame);
  return `${tab} ${JSON.stringify(frame)}`;
};

const answer: Act = async (room) => {
  const tab = pickOf(room.dice, room.seated("player"));
  const frame = answerFrame(room);
  if (!tab || !frame) return null;
  room.request(tab, frame);
  if (!room.dice.chance(0.1)) return `${tab} ${JSON.stringify(frame)}`;
  room.request(tab, { ...frame, option: room.dice.below(4) });
  return `${tab} ${JSON.stringify(frame)} and another`;
};

const allAnswer: Act = async (room) => {
  const likely = room.dice.pick([0.5, 0.9, 1]);
  const tabs = room.seated("player").filter(() => room.dice.chance(likely));
  let frame: object | null = null;
  for (const tab of tabs) {
    frame = answerFrame(room);
    if (frame) room.request(tab, frame);
  }
  return frame ? `${tabs.length} players` : null;
};

/** An answer that stays on its way, and comes when the client is connected again, or far too late. */
const answerLate: Act = async (room) => {
  const tab = pickOf(room.dice, room.seated("player"));
  const frame = answerFrame(room);
  if (!tab || !frame) return null;
  tab.person.late.push(JSON.stringify({ ...frame, id: tab.ledger.nextId() }));
  return `${tab} ${JSON.stringify(frame)}`;
};

const lateArrives: Act = async (room) => {
  const tab = pickOf(
    room.dice,
    room.tabs.filter(({ isSeated, person }) => isSeated && person.late.length > 0),
  );
  if (!tab) return null;
  const texts = tab.person.late.splice(0);
  for (const text of room.dice.chance(0.5) ? texts : texts.reverse()) room.resend(tab, text);
  return `${tab} ${texts}`;
};

const leave: Act = async (room) => {
  const tab = pickOf(room.dice, room.seated("player"));
  if (!tab) return null;
  room.request(tab, { t: "leave" });
  if (room.dice.chance(0.2)) room.request(tab, room.dice.chance(0.5) ? { t: "leave" } : joinFrame(room, tab.person));
  return `${tab}`;
};

/** Hello and more frames behind it, before anybody has looked at the token. */
const rushIn: Act = async (room) => {
  const person = pickOf(
    room.dice,
    room.people.filter(({ role }) => role === "player"),
  );
  if (!person) return null;
  const frames = Array.from({ length: room.dice.between(1, 6) }, () => rushedFrame(room, person));
  return `${await room.enter(person, ...frames)} ${frames.map(({ t }) => t)}`;
};

export const playerEvents: EventTable = [
  [10, { name: "arrive", act: arrive }],
  [4, { name: "all arrive", act: allArrive }],
  [3, { name: "second tab", act: secondTab }],
  [4, { name: "join", act: join, mostlyIn: ["lobby"] }],
  [20, { name: "answer", act: answer, mostlyIn: ["question"] }],
  [12, { name: "all answer", act: allAnswer, mostlyIn: ["question"] }],
  [2, { name: "answer on its way", act: answerLate }],
  [2, { name: "late frames arrive", act: lateArrives }],
  [1.5, { name: "leave", act: leave }],
  [1.5, { name: "rush in", act: rushIn }],
];

function rushedFrame(room: SimulatedRoom, person: Person): { t: string } {
  const { dice } = room;
  return dice.weighted<{ t: string }>([
    [4, joinFrame(room, person)],
    [3, answerFrame(room) ?? { t: "leave" }],
    [1, { t: "leave" }],
  ]);
}

function joinFrame({ dice, people }: SimulatedRoom, person: Person): { t: string; name?: string } {
  return dice.weighted<{ t: string; name?: string }>([
    [10, { t: "join", name: person.name }],
    [3, { t: "join-drawn" }],
    [1, { t: "join", name: dice.pick(people).name.toUpperCase() }],
    [1, { t: "join", name: dice.pick(badNames) }],
  ]);
}

/** An answer to the question that is on, was, or will be; mostly the right one. */
function answerFrame({ dice, state }: SimulatedRoom): { t: "answer"; question: number; option: number } | null {
  if (!state) return null;
  const index = "index" in state.phase ? state.phase.index : 0;
  const at = dice.weighted([
    [20, index],
    [1, index - 1],
    [1, index + 1],
  ]);
  const { id, right } = state.questions[at] ?? { id: dice.below(50), right: 0 };
  return { t: "answer", question: id, option: dice.chance(0.6) ? right : dice.below(4) };
}

function isKnown({ model }: SimulatedRoom, person: Person): boolean {
  return model.byGuest.has(person.subject);
}

function pickOf<T extends Person | Tab>(dice: Dice, from: readonly T[]): T | undefined {
  return from.length > 0 ? dice.pick(from) : undefined;
}
