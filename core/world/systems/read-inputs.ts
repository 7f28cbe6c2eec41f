import { indexOf } from "../../ecs/entity.ts";
import { remember } from "../chat.ts";
import { carryOut } from "../deeds/carry-out.ts";
import { missedTalk } from "../deeds/history.ts";
import { becomeKnown, clearOutbox, takeIn } from "../exchange.ts";
import type { WorldInput } from "../inputs.ts";
import { own } from "../ownership.ts";
import type { Simulated } from "../simulated.ts";
import type { CommandReply } from "../simulation.ts";
import { spawnPlace } from "../spawn-place.ts";
import { kinds } from "../things.ts";
import { walkVelocity } from "../walk-velocity.ts";

/** When it gets light and dark, in minutes of the day. */
export const DAWN = 360;
export const DUSK = 1_200;

/** What people and the outside want, in order; gives the answers to commands. */
export function readInputs(world: Simulated, inputs: readonly WorldInput[]): CommandReply[] {
  const replies: CommandReply[] = [];
  inputs.forEach((input, at) => {
    if (isDeed(world, input)) world.parts.facts.actedTick = world.parts.facts.tick;
    const reply = readInput(world, input);
    if (reply) replies.push({ ...reply, input: at });
  });
  return replies;
}

function readInput(world: Simulated, input: WorldInput): Omit<CommandReply, "input"> | null {
  switch (input.type) {
    case "wake":
      return wake(world, input);
    case "sleep":
      return sleep(world, input.member, input.since);
    case "move":
      return move(world, input);
    case "command":
      return command(world, input.member, input.line);
    case "time":
      return setTime(world, input.minute);
    case "news":
      takeIn(world.parts.facts.exchange, input.news);
      return null;
    case "taken":
      clearOutbox(world.parts.facts.exchange, input.through);
      return null;
    case "known":
      becomeKnown(world.parts.facts.exchange, input.published, input.heard);
      return null;
  }
}

/** Whether NPCs act on it for a while. News is a deed where somebody is there to see what comes of it. */
function isDeed({ parts: { facts } }: Simulated, { type }: WorldInput): boolean {
  if (type === "news") return facts.members.some(({ isAwake }) => isAwake);
  return type === "wake" || type === "move" || type === "command";
}

function wake(world: Simulated, { subject, name, since }: WorldInput & { type: "wake" }): Omit<CommandReply, "input"> {
  const { facts } = world.parts;
  const known = facts.members.findIndex((member) => member.subject === subject);
  const number = known < 0 ? newMember(world, subject, name) : known;
  const member = facts.members[number];
  if (!member) throw new Error("a member who is not there");
  stopSteering(world, member.entity);
  let lines: string[] = [];
  if (!member.isAwake) {
    lines = missedTalk(world, member.entity, known < 0 ? 0 : (member.sleptTick ?? 0));
    member.isAwake = true;
    world.embody(member.entity, world.position(member.entity));
    world.tell({ type: "woke", area: world.areaOf(member.entity).id, who: world.thing(member.entity) });
    greetings(world, member.entity);
  } else if (since !== undefined) lines = missedTalk(world, member.entity, since);
  return { member: number, ok: true, lines };
}

/** Who steers from now on has not said where to: nobody walks on because they walked when their connection was lost. */
function stopSteering({ parts: { store } }: Simulated, entity: number): void {
  const { mover } = store.columns;
  const index = indexOf(entity);
  mover.x[index] = 0;
  mover.z[index] = 0;
  mover.jump[index] = 0;
}

/** Somebody who was never here: a body at the spawn, asleep. Gives their number. */
export function newMember(world: Simulated, subject: string, name: string): number {
  const { facts, store } = world.parts;
  const entity = store.spawn();
  const number = facts.members.length;
  facts.members.push({ subject, name, entity, isAwake: false, muted: [], spoke: [] });
  makePerson(world, entity, number);
  return number;
}

/** Makes an entity somebody, asleep near the spawn. */
export function makePerson(world: Simulated, entity: number, number: number): void {
  const { store, places } = world.parts;
  for (const component of ["thing", "pose", "mover", "person"] as const) store.add(entity, component);
  const index = indexOf(entity);
  const { spawn } = places.map;
  own(world, entity);
  store.columns.thing.kind[index] = kinds.indexOf("player");
  store.columns.thing.area[index] = places.indexOf(spawn.area);
  store.columns.person.member[index] = number;
  world.settlePose(entity, spawnPlace(places.map, number));
}

/** Those in an area who have a script for it notice who comes in. */
export function greetings(world: Simulated, newcomer: number): void {
  const area = world.areaOf(newcomer);
  for (const entity of world.entitiesAround(newcomer)) world.hook(entity, "onEnter", newcomer);
  world.hookArea(area.id, "onEnter", newcomer);
}

function sleep(world: Simulated, number: number, since = world.parts.facts.tick): null {
  const member = world.parts.facts.members[number];
  if (!member?.isAwake) return null;
  member.isAwake = false;
  member.sleptTick = since;
  world.standUp(member.entity);
  world.disembody(member.entity);
  world.tell({ type: "slept", area: world.areaOf(member.entity).id, who: world.thing(member.entity) });
  return null;
}

function move(world: Simulated, input: WorldInput & { type: "move" }): null {
  const { store, facts } = world.parts;
  const member = facts.members[input.member];
  if (!member?.isAwake) return null;
  const { mover } = store.columns;
  const index = indexOf(member.entity);
  // Late ones are old news.
  if (input.seq !== 0 && input.seq <= (mover.seq[index] ?? 0)) return null;
  mover.seq[index] = input.seq;
  mover.facing[index] = input.facing;
  const velocity = walkVelocity(input.x, input.z);
  mover.x[index] = velocity.x;
  mover.z[index] = velocity.z;
  mover.jump[index] = input.jump ? 1 : 0;
  if (input.x !== 0 || input.z !== 0) {
    store.remove(member.entity, "trip");
    if (world.isSitting(member.entity)) {
      world.standUp(member.entity);
      world.tell({ type: "stood", area: world.areaOf(member.entity).id, who: world.thing(member.entity) });
    }
  }
  return null;
}

function command(world: Simulated, number: number, line: string): Omit<CommandReply, "input"> {
  const member = world.parts.facts.members[number];
  if (!member?.isAwake) return { member: number, ok: false, lines: ["You are not here."] };
  const before = world.notes.events.length;
  const reply = carryOut(world, member.entity, line);
  for (const event of world.notes.events.slice(before)) {
    remember(world, event);
    if (event.type === "said") heard(world, member.entity, event.text);
  }
  return { member: number, ...reply };
}

/** Everything in the area that listens hears what was said. */
function heard(world: Simulated, speaker: number, text: string): void {
  for (const entity of world.entitiesAround(speaker)) world.hook(entity, "onSay", speaker, { text });
  world.hookArea(world.areaOf(speaker).id, "onSay", speaker, { text });
}

function setTime(world: Simulated, minute: number): null {
  const { facts, places } = world.parts;
  const was = isDark(facts.minute);
  facts.minute = minute;
  const dark = isDark(minute);
  if (was === dark) return null;
  world.tell({ type: dark ? "dusked" : "dawned", area: places.area(0).id });
  places.map.lights.forEach(({ lit }, index) => {
    if (lit === "dark") world.light(index, dark);
  });
  return null;
}

export function isDark(minute: number): boolean {
  return minute < DAWN || minute >= DUSK;
}
