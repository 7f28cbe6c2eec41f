import { note } from "../simulation/tally.ts";
import { checkRest } from "./checks.ts";
import type { Act, EventTable } from "./event.ts";
import type { SimulatedWorld } from "./simulated-world.ts";

const HOUR_MS = 3_600_000;
/** Nobody moves any more, NPCs have had their minute, and everything is put away. */
const REST_MS = 110_000;

const breath: Act = (world) => pass(world, world.dice.between(10, 300));
const moment: Act = (world) => pass(world, world.dice.between(300, 2_500));
const while_: Act = (world) => pass(world, world.dice.between(2_500, 12_000));

async function pass(world: SimulatedWorld, ms: number): Promise<string> {
  await world.pass(ms);
  return `${ms} ms`;
}

/** Everybody lets go of the controls, until the world has come to rest. */
const quiet: Act = async (world) => (await comeToRest(world)) + (checkRest(world) ?? "");

/** @returns how long it took */
export async function comeToRest(world: SimulatedWorld): Promise<string> {
  world.wishes.clear();
  // What was thrown in is no wish of any page.
  const stop = { t: "move", n: 0, x: 0, z: 0, facing: 0 };
  for (const client of world.clients) if (client.person.isWild) client.send(world.elapsedMs, stop);
  let passed = 0;
  const isAtRest = () => world.shell.time.timerMs === null && world.clients.every((one) => !one.isOpen || one.isQuiet);
  // Late ones may still be stalled.
  for (; passed < REST_MS && !isAtRest(); passed += 1_000) await world.pass(1_000, 50);
  await world.pass(1_000, 50);
  note(world.tally, isAtRest() ? "came to rest" : "did not come to rest");
  return `${passed} ms`;
}

const crash: Act = (world) => {
  const downMs = world.dice.pick([0, 0, 100, 5_000, 120_000]);
  world.crash(downMs);
  note(world.tally, "crash");
  return `for ${downMs} ms`;
};

const powerCut: Act = (world) => {
  world.losePower();
  note(world.tally, "power cut");
  return "with the next row of the log";
};

const hibernate: Act = (world) => {
  if (world.shell.time.timerMs !== null || world.shell.isDead) return null;
  world.hibernate();
  return "";
};

const fullDisk: Act = async (world) => {
  world.shell.isFull = true;
  return `until ${await broken(world, () => (world.shell.isFull = false))}`;
};

const unreadableDisk: Act = async (world) => {
  world.shell.isUnreadable = true;
  return `until ${await broken(world, () => (world.shell.isUnreadable = false))}`;
};

/** Something goes on meanwhile. */
async function broken(world: SimulatedWorld, mend: () => void): Promise<string> {
  world.bodies.moved();
  const ms = world.dice.between(1, world.dice.pick([200, 3_000, 9_000]));
  await world.pass(ms / 2);
  for (const { client } of world.people) {
    if (!client?.isIn || world.dice.chance(0.5)) continue;
    if (world.dice.chance(0.2)) world.drop(client, true);
    else
      client.send(world.elapsedMs, { t: "command", id: client.nextId++, line: world.dice.pick(["get mug", "north"]) });
  }
  await world.pass(ms / 2);
  mend();
  world.bodies.moved();
  return `${ms} ms later`;
}

const lostParts: Act = (world) => {
  world.shell.losesParts = !world.shell.losesParts;
  return world.shell.losesParts ? "from now on" : "no more";
};

const jump: Act = (world) => {
  const size = world.dice.pick([500, 2_000, 60_000, 2 * HOUR_MS]);
  const ms = world.dice.between(1, size) * (world.dice.chance(0.5) ? 1 : -1);
  world.jump(ms);
  return `${ms} ms`;
};

export const shellEvents: EventTable = [
  [22, { name: "a breath", act: breath }],
  [16, { name: "a moment", act: moment }],
  [3, { name: "a while", act: while_ }],
  [0.7, { name: "quiet", act: quiet }],
  [1.2, { name: "crash", act: crash }],
  [0.6, { name: "power cut", act: powerCut }],
  [2, { name: "hibernation", act: hibernate }],
  [0.8, { name: "full disk", act: fullDisk }],
  [0.4, { name: "unreadable disk", act: unreadableDisk }],
  [0.7, { name: "lost parts", act: lostParts }],
  [1, { name: "clock jump", act: jump }],
];
