import type { Direction } from "../realm-map.ts";
import type { Simulated } from "../simulated.ts";
import type { IntentTo } from "../text/intent.ts";
import { sentence, the } from "../text/words.ts";
import { type DeedReply, done, isReply, pick, refused, told } from "./deed.ts";
import { tellDoor } from "./doors.ts";

/** Walks the body there; a door in the way is opened, if it is not locked. */
export function go(world: Simulated, self: number, { direction }: IntentTo<"go">): DeedReply {
  const exit = world.exitsOf(self).find((one) => one.direction === direction);
  if (!exit) return refused(`There is no way ${toward(direction)} from here.`);
  if (exit.door && !exit.door.open) {
    if (world.doorState(exit.door.entity).locked) return refused(`${sentence(the(exit.door.name))} is locked.`);
    world.setDoor(exit.door.entity, "open", self);
    tellDoor(world, self, exit.door, "opened");
  }
  if (world.isSitting(self)) standUp(world, self);
  if (exit.realm !== null) return told(`The gate stands open. It leads to another realm: ${exit.realm}.`);
  world.walkTo(self, exit);
  return told(`You walk ${direction}.`);
}

function toward(direction: Direction): string {
  const isPlain = direction === "up" || direction === "down" || direction === "in" || direction === "out";
  return isPlain ? direction : `to the ${direction}`;
}

export function push(world: Simulated, self: number, { what }: IntentTo<"push">): DeedReply {
  const thing = pick(what, world.around(self), `There is no “${what}” here.`);
  if (isReply(thing)) return thing;
  if (thing.kind === "player" || thing.kind === "npc")
    return refused(`${sentence(the(thing.name))} would not like that.`);
  if (thing.kind === "door") return refused(`Doors are opened and closed: open ${thing.name}.`);
  if (!world.isPushable(thing.entity)) return refused(`${sentence(the(thing.name))} does not move.`);
  world.shove(self, thing.entity);
  world.tell({ type: "pushed", area: world.areaOf(self).id, who: world.thing(self), prop: thing });
  return done;
}

export function sit(world: Simulated, self: number, { on }: IntentTo<"sit">): DeedReply {
  if (world.isSitting(self)) return refused("You are sitting already.");
  const seats = world.around(self).filter(({ entity }) => world.isSeat(entity));
  const seat = on === null ? null : pick(on, on === null ? [] : world.around(self), `There is no “${on}” here.`);
  if (seat && isReply(seat)) return seat;
  if (seat && !seats.some(({ entity }) => entity === seat.entity))
    return refused(`You cannot sit on ${the(seat.name)}.`);
  world.sitDown(self, seat?.entity ?? null);
  world.tell({ type: "sat", area: world.areaOf(self).id, who: world.thing(self), on: seat });
  return done;
}

export function stand(world: Simulated, self: number): DeedReply {
  if (!world.isSitting(self)) return refused("You are standing already.");
  standUp(world, self);
  return done;
}

function standUp(world: Simulated, self: number): void {
  world.standUp(self);
  world.tell({ type: "stood", area: world.areaOf(self).id, who: world.thing(self) });
}

export function use(world: Simulated, self: number, { what }: IntentTo<"use">): DeedReply {
  const thing = pick(what, [...world.carriedBy(self), ...world.around(self)], `There is no “${what}” here.`);
  if (isReply(thing)) return thing;
  if (thing.kind === "player" || thing.kind === "npc")
    return refused(`${sentence(the(thing.name))} would not like that.`);
  world.tell({ type: "used", area: world.areaOf(self).id, who: world.thing(self), thing });
  if (world.hook(thing.entity, "onUse", self, thing.kind === "door" ? { state: stateOf(world, thing.entity) } : {}))
    return done;
  if (thing.kind === "door") return useDoor(world, self, thing.entity);
  return told("Nothing happens.");
}

/** As scripts are told it. */
function stateOf(world: Simulated, door: number): string {
  const { open, locked } = world.doorState(door);
  if (open) return "open";
  return locked ? "locked" : "closed";
}

function useDoor(world: Simulated, self: number, entity: number): DeedReply {
  const door = world.thing(entity);
  const { open, locked } = world.doorState(entity);
  if (locked) return refused(`${sentence(the(door.name))} is locked.`);
  world.setDoor(entity, open ? "close" : "open", self);
  tellDoor(world, self, door, open ? "closed" : "opened");
  return done;
}
