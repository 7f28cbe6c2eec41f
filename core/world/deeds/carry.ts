import type { Simulated } from "../simulated.ts";
import type { IntentTo } from "../text/intent.ts";
import { the } from "../text/words.ts";
import { type DeedReply, done, isReply, pick, refused } from "./deed.ts";

/** How many things one can carry. */
export const CARRY_MAX = 8;

export function get(world: Simulated, self: number, { what }: IntentTo<"get">): DeedReply {
  const around = world.around(self);
  const items = around.filter(({ kind }) => kind === "item");
  const thing = pick(what, items.length > 0 ? preferItems(what, around) : around, `There is no “${what}” here.`);
  if (isReply(thing)) return thing;
  if (thing.kind === "player" || thing.kind === "npc") return refused(`${the(thing.name)} would not like that.`);
  if (thing.kind !== "item") return refused(`You cannot carry ${the(thing.name)}.`);
  if (world.carriedBy(self).length >= CARRY_MAX) return refused("Your hands are full.");
  world.take(self, thing.entity);
  world.tell({ type: "took", area: world.areaOf(self).id, who: world.thing(self), item: thing });
  return done;

  function preferItems(words: string, all: typeof around): typeof around {
    const found = pick(words, items, "");
    return isReply(found) && found.lines[0] === "" ? all : items;
  }
}

export function drop(world: Simulated, self: number, { what }: IntentTo<"drop">): DeedReply {
  const item = pick(what, world.carriedBy(self), `You do not carry “${what}”.`);
  if (isReply(item)) return item;
  world.putDown(self, item.entity);
  world.tell({ type: "dropped", area: world.areaOf(self).id, who: world.thing(self), item });
  return done;
}

export function give(world: Simulated, self: number, { what, to }: IntentTo<"give">): DeedReply {
  const item = pick(what, world.carriedBy(self), `You do not carry “${what}”.`);
  if (isReply(item)) return item;
  const people = world.around(self).filter(({ kind }) => kind === "player" || kind === "npc");
  const person = pick(to, people, `There is no “${to}” here.`);
  if (isReply(person)) return person;
  if (world.carriedBy(person.entity).length >= CARRY_MAX) return refused(`${the(person.name)} has no hand free.`);
  world.take(person.entity, item.entity);
  world.tell({ type: "gave", area: world.areaOf(self).id, who: world.thing(self), item, to: person });
  return done;
}

export function throwItem(world: Simulated, self: number, { what, at }: IntentTo<"throw">): DeedReply {
  const item = pick(what, world.carriedBy(self), `You do not carry “${what}”.`);
  if (isReply(item)) return item;
  const target = at === null ? null : pick(at, world.around(self), `There is no “${at}” here.`);
  if (target && isReply(target)) return target;
  world.hurl(self, item.entity, target?.entity ?? null);
  world.tell({ type: "threw", area: world.areaOf(self).id, who: world.thing(self), item, at: target });
  return done;
}
