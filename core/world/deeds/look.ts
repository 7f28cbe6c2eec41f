import type { Simulated } from "../simulated.ts";
import { findThing } from "../text/find-thing.ts";
import type { IntentTo } from "../text/intent.ts";
import { a, list, sentence, the } from "../text/words.ts";
import type { Thing } from "../things.ts";
import { type DeedReply, isReply, pick, refused, told } from "./deed.ts";

export function look(world: Simulated, self: number, { at }: IntentTo<"look">): DeedReply {
  return at === null ? told(...surroundings(world, self)) : lookAt(world, self, at);
}

/** Where one is, in words: title, description, what is here, and the ways out. */
function surroundings(world: Simulated, self: number): string[] {
  const area = world.areaOf(self);
  const lines = [area.title, area.description];
  const here = world.around(self);
  const people = here.filter(({ kind }) => kind === "player" || kind === "npc");
  const things = here.filter(({ kind }) => kind === "prop" || kind === "item");
  if (things.length > 0) lines.push(`You see ${list(counted(things))}.`);
  if (people.length > 0)
    lines.push(`${sentence(list(people.map(({ name }) => the(name))))} ${people.length > 1 ? "are" : "is"} here.`);
  lines.push(waysOut(world, self));
  return lines;
}

function waysOut(world: Simulated, self: number): string {
  const ways = world.exitsOf(self).map(({ direction, door }) => {
    if (!door) return direction;
    return `${direction} (${the(door.name)}, ${door.open ? "open" : "closed"})`;
  });
  return ways.length === 0 ? "There is no way out." : `Exits: ${ways.join(", ")}.`;
}

/** Things that are called alike are told once: `three mugs` would need grammar, `a mug (3)` does not. */
function counted(things: readonly Thing[]): string[] {
  const counts = new Map<string, number>();
  for (const { name } of things) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count > 1 ? `${a(name)} (${count})` : a(name)));
}

function lookAt(world: Simulated, self: number, words: string): DeedReply {
  const own = { ...world.thing(self), name: "me" };
  const thing = pick(words, [...world.around(self), ...world.carriedBy(self), own], "");
  if (isReply(thing)) return thing.lines[0] === "" ? lookAtScenery(world, self, words) : thing;
  const lines = [world.descriptionOf(thing.entity)];
  const carries = thing.kind === "player" || thing.kind === "npc" ? world.carriedBy(thing.entity) : [];
  if (carries.length > 0)
    lines.push(
      `${sentence(thing.entity === self ? "you carry" : `${the(thing.name)} carries`)} ${list(counted(carries))}.`,
    );
  return told(...lines);
}

/** What is built has words too, where its map gave it a title. */
function lookAtScenery(world: Simulated, self: number, words: string): DeedReply {
  const scenery = world.areaOf(self).solids.flatMap(({ title, description }) => {
    return title === undefined ? [] : [{ name: title, id: title, text: description ?? sentence(`${a(title)}.`) }];
  });
  const found = findThing(words, scenery);
  return "several" in found ? refused(`There is no “${words}” here.`) : told(found.found.text);
}

export function inventory(world: Simulated, self: number): DeedReply {
  const carried = world.carriedBy(self);
  return told(carried.length === 0 ? "You carry nothing." : `You carry ${list(counted(carried))}.`);
}

export function who(world: Simulated): DeedReply {
  const people = world.people();
  const lines = people.map(({ name, area }) => `${name}, ${area}`);
  return told(people.length === 1 ? "One person is here:" : `${people.length} people are here:`, ...lines);
}
