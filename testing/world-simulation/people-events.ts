import type { MoveWish } from "../../client/motion/move-wish.ts";
import { still } from "../../client/motion/move-wish.ts";
import type { Dice } from "../simulation/dice.ts";
import { note } from "../simulation/tally.ts";
import type { Client, Person } from "./client.ts";
import type { Act, EventTable } from "./event.ts";
import type { SimulatedWorld } from "./simulated-world.ts";

const things = [
  "mug",
  "2.mug",
  "key",
  "barrel",
  "crate",
  "bell",
  "chest",
  "bench",
  "oak door",
  "vault door",
  "lantern",
];
const ways = ["north", "south", "east", "west", "up", "down"];
const words = [
  "hello",
  "where is the key?",
  "what a place!",
  "äöü – “quoted” \u{1f44b}",
  "__proto__",
  "osric, follow me",
];

/** A command line, mostly one that makes sense somewhere. */
function lineOf(dice: Dice, people: readonly Person[]): string {
  const [thing, name] = [dice.pick(things), dice.pick(people).name];
  return dice.weighted<() => string>([
    [8, () => `get ${dice.pick(["mug", "key", thing])}`],
    [5, () => `drop ${dice.pick(["mug", "key"])}`],
    [4, () => `give ${dice.pick(["mug", "key"])} to ${name}`],
    [2, () => `throw ${dice.pick(["mug", "key"])} at ${dice.pick([name, "bell", "door"])}`],
    [10, () => dice.pick(ways)],
    [4, () => `open ${dice.pick([...ways, "oak door", "vault door"])}`],
    [4, () => `close ${dice.pick([...ways, "oak door", "vault door"])}`],
    [3, () => `${dice.pick(["lock", "unlock"])} east`],
    [4, () => `use ${dice.pick(["bell", "chest", thing])}`],
    [3, () => `push ${dice.pick(["crate", "barrel", thing])}`],
    [3, () => dice.pick(["sit", "sit on bench", "stand"])],
    [5, () => `say ${dice.pick(words)}`],
    [2, () => `emote ${dice.pick(words)}`],
    [2, () => `call ${dice.pick(words)}`],
    [4, () => `tell ${name} ${dice.pick(words)}`],
    [1, () => `${dice.pick(["mute", "unmute"])} ${name}`],
    [3, () => dice.pick(["look", "inventory", "who", "history", "history realm", `history ${name}`, "help", "dance"])],
  ])();
}

const command: Act = (world) => {
  const client = anybody(world);
  if (!client) return null;
  return say(world, client);
};

/** Several at once, without waiting for answers. */
const hurry: Act = (world) => {
  const client = anybody(world);
  if (!client) return null;
  const count = world.dice.between(2, world.dice.pick([4, 12, 30]));
  return Array.from({ length: count }, () => say(world, client)).join("; ");
};

/** Everybody does the same thing in the same moment. */
const race: Act = (world) => {
  const line = world.dice.pick(["get mug", "get key", "north", "open north", "close north", "use bell"]);
  const here = world.clients.filter(({ isIn }) => isIn);
  for (const client of here) say(world, client, line);
  return here.length > 0 ? `${here.length} times ${line}` : null;
};

/** So much happens that whoever does not say what arrives falls behind. */
const uproar: Act = async (world) => {
  const here = world.clients.filter(({ isIn }) => isIn);
  if (here.length < 2) return null;
  const deaf = world.dice.pick(here);
  const others = here.filter((client) => client !== deaf);
  deaf.manners = "mute";
  const count = world.dice.between(10, 60);
  for (let i = 0; i < count; i++) {
    say(
      world,
      world.dice.pick(others),
      world.dice.pick(["open north", "close north", "use bell", "get mug", "drop mug", "sit", "stand"]),
    );
    await world.pass(100);
  }
  world.bodies.disturbed(deaf, world.elapsedMs);
  if (world.dice.chance(0.7)) {
    deaf.manners = "prompt";
    deaf.acknowledge(world.elapsedMs);
  }
  return `${count} deeds, of which ${deaf} hears nothing${deaf.manners === "mute" ? "" : " until the end"}`;
};

function say(world: SimulatedWorld, client: Client, line = lineOf(world.dice, world.people)): string {
  note(world.tally, `command ${line.split(" ")[0]}`);
  client.send(world.elapsedMs, { t: "command", id: client.nextId++, line });
  return `${client} ${line}`;
}

const steer: Act = (world) => {
  const walkers = world.people.filter(({ motion, client }) => motion && client?.isIn);
  if (walkers.length === 0) return null;
  const person = world.dice.pick(walkers);
  const wish = wishOf(world.dice);
  world.wishes.set(person, wish);
  return `${person.name} ${wish.x} ${wish.z}${wish.jump ? " jump" : ""}`;
};

function wishOf(dice: Dice): MoveWish {
  if (dice.chance(0.35)) return { ...still, facing: dice.below(256) };
  const [x, z] = [dice.between(-100, 100), dice.between(-100, 100)];
  return { x, z, facing: dice.below(256), jump: dice.chance(0.15) };
}

/** Moves as no page makes them: doubled, out of order, with wild numbers and moments. */
const wildMoves: Act = (world) => {
  const { dice } = world;
  const wild = world.clients.filter(({ isIn, person }) => isIn && person.isWild);
  if (wild.length === 0) return null;
  const client = dice.pick(wild);
  const tick = world.world?.tick ?? 0;
  const count = dice.between(1, 12);
  for (let i = 0; i < count; i++) {
    const n = dice.pick([0, dice.below(200), dice.below(200), dice.below(5_000)]);
    const when = dice.pick([tick, tick - 5, tick + 3, tick + 9, tick + 100, 0, 4_294_967_295]);
    const at = dice.chance(0.6) && when >= 0 ? { tick: when } : {};
    const seen = dice.chance(0.3) ? { seen: dice.pick([0, tick + 1_000, 4_294_967_295]) } : {};
    const { jump, ...move } = wishOf(dice);
    const frame = { t: "move", n, ...move, ...at, ...seen, ...(jump ? { jump } : {}) };
    client.throwIn(world.elapsedMs, frame);
    if (dice.chance(0.4)) client.throwIn(world.elapsedMs, frame);
  }
  return `${client} ${count} moves`;
};

const garbages: readonly (string | ArrayBuffer)[] = [
  "",
  "{",
  "null",
  "[]",
  "7",
  '{"t":"move"}',
  '{"t":"move","n":-1,"x":1e9,"z":0,"facing":0}',
  '{"t":"command","line":7}',
  '{"t":"seen","tick":-1}',
  '{"t":"ack","seq":"x"}',
  '{"t":"enter"}',
  '{"t":"watch","on":"yes"}',
  '{"__proto__":{"t":"command"}}',
  '{"t":"hello","v":1,"role":"host","token":"x"}',
  `{"t":"command","line":"${"x".repeat(600)}"}`,
  "x".repeat(5_000),
  new ArrayBuffer(0),
  Uint8Array.from([1, 7, 0, 0, 255]).buffer,
  new ArrayBuffer(10_000),
];

const garbage: Act = (world) => {
  const open = world.clients.filter(({ isOpen }) => isOpen);
  if (open.length === 0) return null;
  const [client, data] = [world.dice.pick(open), world.dice.pick(garbages)];
  world.garbage(client, data);
  return `${client} ${typeof data === "string" ? data.slice(0, 60) : `${data.byteLength} bytes`}`;
};

function anybody({ dice, clients }: SimulatedWorld): Client | null {
  const here = clients.filter(({ isIn }) => isIn);
  return here.length > 0 ? dice.pick(here) : null;
}

export const peopleEvents: EventTable = [
  [20, { name: "command", act: command }],
  [2, { name: "commands in a hurry", act: hurry }],
  [1.5, { name: "all at once", act: race }],
  [1, { name: "uproar", act: uproar }],
  [14, { name: "steering", act: steer }],
  [4, { name: "wild moves", act: wildMoves }],
  [2, { name: "garbage", act: garbage }],
];
