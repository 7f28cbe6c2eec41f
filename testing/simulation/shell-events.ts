import type { Act, Event, EventTable } from "./event.ts";
import type { DiskFault } from "./journal-tap.ts";
import { checkStored } from "./room-checks.ts";
import type { SimulatedRoom } from "./simulated-room.ts";

const HOUR_MS = 3_600_000;

const breath: Act = async (room) => pass(room, room.dice.between(1, 400));
const moment: Act = async (room) => pass(room, room.dice.between(400, 5_000));
const while_: Act = async (room) => pass(room, room.dice.between(5_000, room.dice.pick([12_000, 30_000, 100_000])));

/** To the very millisecond of the next deadline, or just beside it. */
const deadline: Act = async (room) => {
  const { alarmMs, nowMs } = room.shell.time;
  if (alarmMs === null || alarmMs - nowMs > 5 * 60_000) return null;
  return pass(room, Math.max(0, alarmMs - nowMs) + room.dice.pick([-1, 0, 0, 0, 1]));
};

/** Everybody's device sleeps. */
const hours: Act = async (room) => {
  for (const tab of room.tabs) tab.everSilent = true;
  const ms = room.dice.between(1, 20) * HOUR_MS;
  room.shell.advance(ms);
  return `${ms} ms`;
};

const jump: Act = async (room) => {
  const size = room.dice.weighted([
    [4, 2_000],
    [3, 60_000],
    [2, 2 * HOUR_MS],
    [0.1, 72 * HOUR_MS],
  ]);
  const ms = room.dice.between(1, size) * (room.dice.chance(0.5) ? 1 : -1);
  room.jump(ms);
  if (room.dice.chance(0.7)) room.ping();
  else for (const tab of room.tabs) tab.everSilent = true;
  return `${ms} ms`;
};

const crash: Act = async (room) => {
  const downMs = room.dice.pick([0, 0, 100, 5_000, 120_000]);
  room.arrive();
  room.crash(downMs);
  room.arrive();
  checkStored(room);
  return `for ${downMs} ms`;
};

const hibernate: Act = async (room) => {
  room.arrive();
  if (room.shell.time.timerMs !== null || room.askers.waiting > 0 || !room.state) return null;
  room.hibernate();
  return "";
};

const askAnswered: Act = async (room) => room.askers.answer(room.dice);
const lateAsks: Act = async (room) => {
  const count = room.askers.answerLate();
  return count > 0 ? `${count} replies` : null;
};

/** Somebody reads the results; whether or not the room should be made again. */
const readResults: Act = async (room) => {
  if (!room.state) return null;
  const entries = [...room.shell.runner.entries()].length;
  const setup = { code: "22222C", options: room.state.options, seed: "another", ai: false };
  if (room.shell.runner.create(setup)) throw new Error("the room was made twice");
  return `${entries} entries`;
};

/** The host's browser asks over HTTP for the room to be deleted. */
const remove: Act = async (room) => {
  room.shell.runner.delete();
  return "";
};

/** The disk breaks at the next commit, whatever that is for. */
function brokenDisk(others: EventTable): Act {
  return async (room) => {
    const fault = room.dice.pick<DiskFault>(["append", "append", "checkpoint", "power"]);
    let did = "";
    await room.withBrokenDisk(fault, async () => {
      for (let i = 0; i < 3; i++) {
        const event = room.dice.weighted<Event>(others);
        did += ` ${event.name}: ${await event.act(room)};`;
      }
    });
    return `${fault}:${did}`;
  };
}

export const shellEvents: EventTable = [
  [10, { name: "a breath", act: breath }],
  [8, { name: "a moment", act: moment }],
  [3, { name: "a while", act: while_ }],
  [6, { name: "to the deadline", act: deadline }],
  [0.3, { name: "hours", act: hours }],
  [1.5, { name: "clock jump", act: jump }],
  [2, { name: "crash", act: crash }],
  [2, { name: "hibernation", act: hibernate }],
  [5, { name: "AI replies", act: askAnswered }],
  [2, { name: "late AI replies", act: lateAsks }],
  [1, { name: "results", act: readResults }],
  [0.1, { name: "delete", act: remove }],
];

/** All of them, with a disk that may break under any of the others. */
export function withBrokenDisk(others: EventTable): EventTable {
  return [...others, [2.5, { name: "broken disk", act: brokenDisk(others) }]];
}

function pass(room: SimulatedRoom, ms: number): string {
  room.pass(ms);
  return `${ms} ms`;
}
