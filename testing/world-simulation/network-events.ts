import type { Act, EventTable } from "./event.ts";

const arrive: Act = (world) => {
  const away = world.people.filter(({ client }) => !client?.isOpen);
  return away.length > 0 ? `${world.connect(world.dice.pick(away))}` : null;
};

/** A page is opened a second time, or comes back before its old socket is known to be gone. */
const again: Act = (world) => {
  const here = world.people.filter(({ client }) => client?.isIn);
  if (here.length === 0) return null;
  const person = world.dice.pick(here);
  const before = person.client;
  const isKnown = world.dice.chance(0.5);
  if (before && world.dice.chance(0.8)) world.drop(before, isKnown);
  return `${world.connect(person)} after ${before}${before?.isOpen ? ", which stays" : ""}`;
};

const leave: Act = (world) => {
  const open = world.clients.filter(({ isOpen }) => isOpen);
  if (open.length === 0) return null;
  const client = world.dice.pick(open);
  world.drop(client, world.dice.chance(0.7));
  return `${client}`;
};

/** Comes, and is gone before the shard has looked. */
const peek: Act = async (world) => {
  const away = world.people.filter(({ client }) => !client?.isOpen);
  if (away.length === 0) return null;
  const client = world.connect(world.dice.pick(away));
  await world.pass(world.dice.between(1, 400));
  world.drop(client, true);
  return `${client}`;
};

const stall: Act = (world) => {
  const open = world.clients.filter(({ isOpen }) => isOpen);
  if (open.length === 0) return null;
  const client = world.dice.pick(open);
  const ms = world.dice.between(100, world.dice.pick([1_000, 8_000, 25_000]));
  const untilMs = world.elapsedMs + ms;
  const what = world.dice.pick(["both", "there", "back"] as const);
  if (what !== "back") client.there.stall(untilMs);
  if (what !== "there") client.back.stall(untilMs);
  world.bodies.disturbed(client, untilMs);
  return `${client} ${what} ${ms} ms`;
};

const manners: Act = (world) => {
  const open = world.clients.filter(({ isOpen }) => isOpen);
  if (open.length === 0) return null;
  const client = world.dice.pick(open);
  client.manners = client.manners === "prompt" ? world.dice.pick(["lazy", "mute"] as const) : "prompt";
  if (client.manners === "prompt") client.acknowledge(world.elapsedMs);
  world.bodies.disturbed(client, world.elapsedMs);
  return `${client} ${client.manners}`;
};

const silence: Act = (world) => {
  const open = world.clients.filter(({ isOpen }) => isOpen);
  if (open.length === 0) return null;
  const client = world.dice.pick(open);
  client.pings = !client.pings;
  if (client.pings) world.shell.silent.delete(client.connection);
  else world.shell.silent.add(client.connection);
  return `${client} ${client.pings ? "pings again" : "falls silent"}`;
};

const watch: Act = (world) => {
  const open = world.clients.filter(({ isOpen, person }) => isOpen && person.motion);
  if (open.length === 0) return null;
  const client = world.dice.pick(open);
  const on = world.dice.chance(0.6);
  client.send(world.elapsedMs, { t: "watch", on });
  return `${client} ${on ? "watches" : "looks away"}`;
};

export const networkEvents: EventTable = [
  [8, { name: "arrival", act: arrive }],
  [2, { name: "again", act: again }],
  [2, { name: "leaving", act: leave }],
  [1, { name: "peek", act: peek }],
  [2, { name: "stall", act: stall }],
  [1.5, { name: "manners", act: manners }],
  [0.7, { name: "silence", act: silence }],
  [0.5, { name: "watch", act: watch }],
];
