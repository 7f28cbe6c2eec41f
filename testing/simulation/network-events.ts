import type { Act, EventTable } from "./event.ts";
import type { SimulatedRoom } from "./simulated-room.ts";
import type { Manners, Tab } from "./tab.ts";

const drop: Act = async (room) => {
  const tab = anyTab(room);
  if (!tab) return null;
  room.shell.drop(tab.connection);
  return `${tab}`;
};

/** A tunnel: everybody's connection is cut at once. */
const dropAll: Act = async (room) => {
  for (const tab of room.tabs) room.shell.drop(tab.connection);
  return `${room.tabs.length} connections`;
};

const silence: Act = async (room) => {
  const tab = anyTab(room);
  if (!tab) return null;
  tab.pings = !tab.pings;
  if (!tab.pings) tab.everSilent = true;
  return `${tab} ${tab.pings ? "pings again" : "pings no more"}`;
};

const changeManners: Act = async (room) => {
  const tab = anyTab(room);
  if (!tab) return null;
  tab.manners = room.dice.weighted<Manners>([
    [2, "prompt"],
    [1, "lazy"],
    [2, "stalled"],
  ]);
  return `${tab} is ${tab.manners}`;
};

/** Who lagged behind reads it all at last. */
const catchUp: Act = async (room) => {
  const behind = room
    .seated("player")
    .concat(room.seated("host"), room.seated("screen"))
    .filter(({ manners }) => manners !== "prompt");
  for (const tab of behind) {
    tab.manners = "prompt";
    room.acknowledge(tab);
  }
  return behind.length > 0 ? behind.join() : null;
};

const oddAcknowledgement: Act = async (room) => {
  const tab = anyTab(room);
  if (!tab?.isSeated) return null;
  const seq = room.dice.pick([0, Math.max(0, tab.newestSeq - 3), tab.newestSeq, tab.newestSeq + 1_000]);
  room.acknowledge(tab, seq);
  return `${tab} up to ${seq} of ${tab.newestSeq}`;
};

const repeat: Act = async (room) => {
  const tab = anyTab(room);
  if (!tab?.lastText) return null;
  room.resend(tab, tab.lastText);
  return `${tab} ${tab.lastText}`;
};

/** None of these is a frame that its sender may send. */
const garbage: readonly (string | ArrayBuffer)[] = [
  "",
  "{",
  "null",
  "[]",
  "7",
  '"join"',
  "{}",
  '{"t":"nonsense","id":1}',
  '{"t":7}',
  '{"t":"hello"}',
  '{"t":"hello","v":1,"role":"player","token":"guest:somebody"}',
  '{"t":"ack"}',
  '{"t":"ack","seq":-1}',
  '{"t":"ack","seq":1e400}',
  '{"t":"__proto__"}',
  '{"t":"constructor","constructor":{}}',
  '{"t":"answer","question":0,"option":4}',
  '{"t":"answer","question":0,"option":1.5}',
  '{"t":"answer","question":0,"option":0,"right":true}',
  '{"t":"join","name":7}',
  '{"t":"join"}',
  '{"t":"kick","player":-1}',
  '{"t":"settings","seconds":0}',
  '{"t":"settings","seconds":1e9}',
  '{"t":"edit","question":0}',
  '{"t":"move","question":0,"to":50}',
  '{"t":"join","name":"\ud800"',
  "x".repeat(5_000),
  new ArrayBuffer(8),
];

const sendGarbage: Act = async (room) => {
  const tab = anyTab(room);
  if (!tab?.isSeated) return null;
  const count = room.dice.chance(0.05) ? 60 : room.dice.between(1, 3);
  for (let i = 0; i < count; i++) await room.garbage(tab, room.dice.pick(garbage));
  return `${tab} ${count} times`;
};

/** A player's client that tries the host's commands. */
const overreach: Act = async (room) => {
  const tab = room.dice.chance(0.5) ? room.seated("player")[0] : room.seated("screen")[0];
  if (!tab) return null;
  await room.garbage(tab, room.dice.pick(['{"t":"start"}', '{"t":"kick","player":0}', '{"t":"end"}', '{"t":"pause"}']));
  return `${tab}`;
};

/** A first frame that lets nobody in, or none at all. */
const badHello: Act = async (room) => {
  const tab = room.open(room.dice.pick(room.people));
  const { role, token } = tab.person;
  const hello = { t: "hello", v: 1, role, token };
  const text = room.dice.pick([
    null,
    "",
    '{"t":"start","id":1}',
    JSON.stringify({ ...hello, token: "bad:token" }),
    JSON.stringify({ ...hello, token: "host:h1:OTHER1" }),
    JSON.stringify({ ...hello, role: role === "player" ? "host" : "player" }),
    JSON.stringify({ ...hello, v: 2 }),
    JSON.stringify({ ...hello, more: true }),
  ]);
  if (text !== null) await room.garbage(tab, text);
  return `${tab} ${text}`;
};

const peek: Act = async (room) => `${await room.peek(room.dice.pick(room.people))}`;

export const networkEvents: EventTable = [
  [6, { name: "drop", act: drop }],
  [0.5, { name: "all drop", act: dropAll }],
  [2, { name: "silence", act: silence }],
  [2, { name: "manners", act: changeManners }],
  [2, { name: "catch up", act: catchUp }],
  [1.5, { name: "odd acknowledgement", act: oddAcknowledgement }],
  [2, { name: "repeat", act: repeat }],
  [2, { name: "garbage", act: sendGarbage }],
  [1, { name: "overreach", act: overreach }],
  [1.5, { name: "bad hello", act: badHello }],
  [0.5, { name: "peek", act: peek }],
];

function anyTab({ dice, tabs }: SimulatedRoom): Tab | null {
  return tabs.length > 0 ? dice.pick(tabs) : null;
}
