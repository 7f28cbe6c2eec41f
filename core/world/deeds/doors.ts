import type { Simulated } from "../simulated.ts";
import { directionOf } from "../text/commands.ts";
import type { IntentTo } from "../text/intent.ts";
import { sentence, the } from "../text/words.ts";
import type { Thing } from "../things.ts";
import { type DeedReply, done, isReply, pick, refused } from "./deed.ts";

type DoorIntent = IntentTo<"open" | "close" | "lock" | "unlock">;

const past = { open: "opened", close: "closed", lock: "locked", unlock: "unlocked" } as const;

export function workDoor(world: Simulated, self: number, intent: DoorIntent): DeedReply {
  const door = doorMeant(world, self, intent.what);
  if (isReply(door)) return door;
  const why = whyNot(world, self, intent.do, door);
  if (why) return refused(why);
  world.setDoor(door.entity, intent.do, self);
  tellDoor(world, self, door, past[intent.do]);
  return done;
}

/** Says that a door was moved, on both of its sides. */
export function tellDoor(
  world: Simulated,
  self: number | null,
  door: Thing,
  type: "opened" | "closed" | "locked" | "unlocked",
): void {
  const [area, beyond] = world.sidesOf(door.entity);
  world.tell({ type, area, beyond, who: self === null ? null : world.thing(self), door });
}

function doorMeant(world: Simulated, self: number, words: string): Thing | DeedReply {
  const direction = directionOf(words);
  const doors = world.exitsOf(self).flatMap((exit) => (exit.door ? [{ ...exit.door, direction: exit.direction }] : []));
  const there = direction === null ? undefined : doors.find((door) => door.direction === direction);
  if (there) return there;
  if (direction) return refused(`There is no door to the ${direction}.`);
  return pick(words, doors, `There is no door called “${words}” here.`);
}

function whyNot(world: Simulated, self: number, verb: DoorIntent["do"], door: Thing): string | null {
  const { open, locked, key } = world.doorState(door.entity);
  const name = sentence(the(door.name));
  if (verb === "open" && open) return `${name} is open already.`;
  if (verb === "open" && locked) return `${name} is locked.`;
  if (verb === "close" && !open) return `${name} is closed already.`;
  if (verb !== "lock" && verb !== "unlock") return null;
  if (key === null) return `${name} has no lock.`;
  if (locked === (verb === "lock")) return `${name} is ${locked ? "locked" : "unlocked"} already.`;
  if (verb === "lock" && open) return `${name} has to be closed first.`;
  return world.carriedBy(self).some(({ id }) => id === key) ? null : `You do not have the key to ${the(door.name)}.`;
}
