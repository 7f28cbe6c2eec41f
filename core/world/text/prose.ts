import type { Actor, WorldEvent } from "../events.ts";
import { type Direction, directions } from "../realm-map.ts";
import { a, ended, sentence, the } from "./words.ts";

/** Who reads. */
export interface Reader {
  entity: number;
  area: string;
}

/**
 * An event in words, as this reader lived it: “You open the oak door.”, “Anna opens the oak door.” One line without a
 * line break; whoever calls knows that the reader is a witness (`isWitness`).
 */
export function prose(event: WorldEvent, reader: Reader): string {
  return sentence(tell(event, reader).replace(/\s+/g, " ").trim());
}

function tell(event: WorldEvent, reader: Reader): string {
  switch (event.type) {
    case "said":
      return `${doing(event.who, reader, speechVerb(event.text))}: “${event.text}”`;
    case "called":
      return `${doing(event.who, reader, "call")}, for all to hear: “${event.text}”`;
    case "told":
      return `${doing(event.who, reader, "tell")} ${object(event.to, reader)}: “${event.text}”`;
    case "emoted":
      return ended(`${isReader(event.who, reader) ? event.who.name : the(event.who.name)} ${event.text}`);
    case "narrated":
      return ended(event.text);
    case "woke":
      return `${doing(event.who, reader, "appear")}.`;
    case "slept":
      return `${doing(event.who, reader, "fade")} away.`;
    case "left":
      return `${doing(event.who, reader, "leave")}${toward(event.direction)}.`;
    case "arrived":
      return `${doing(event.who, reader, "arrive")}${fromward(event.direction)}.`;
    case "opened":
    case "closed":
    case "locked":
    case "unlocked":
      return aboutDoor(event);
    default:
      return deed(event, reader);
  }

  function aboutDoor({ type, who, door }: WorldEvent & { type: "opened" | "closed" | "locked" | "unlocked" }): string {
    const verbs = { opened: "open", closed: "close", locked: "lock", unlocked: "unlock" } as const;
    if (!who) return `${the(door.name)} ${passive[type]}.`;
    return `${doing(who, reader, verbs[type])} ${the(door.name)}.`;
  }
}

const passive = {
  opened: "swings open",
  closed: "falls shut",
  locked: "locks with a click",
  unlocked: "unlocks with a click",
} as const;

type Deed = Exclude<
  WorldEvent,
  {
    type:
      | "said"
      | "called"
      | "told"
      | "emoted"
      | "narrated"
      | "woke"
      | "slept"
      | "left"
      | "arrived"
      | "opened"
      | "closed"
      | "locked"
      | "unlocked";
  }
>;

function deed(event: Deed, reader: Reader): string {
  switch (event.type) {
    case "took":
      return `${doing(event.who, reader, "pick")} up ${the(event.item.name)}.`;
    case "dropped":
      return `${doing(event.who, reader, "put")} down ${the(event.item.name)}.`;
    case "gave":
      return `${doing(event.who, reader, "give")} ${object(event.to, reader)} ${the(event.item.name)}.`;
    case "threw":
      return `${doing(event.who, reader, "throw")} ${the(event.item.name)}${event.at ? ` at ${object(event.at, reader)}` : ""}.`;
    case "pushed":
      return `${doing(event.who, reader, "push")} ${the(event.prop.name)}.`;
    case "used":
      return `${doing(event.who, reader, "use")} ${the(event.thing.name)}.`;
    case "sat":
      return `${doing(event.who, reader, "sit")} down${event.on ? ` on ${the(event.on.name)}` : ""}.`;
    case "stood":
      return `${doing(event.who, reader, "stand")} up.`;
    case "lit":
      return `${a(event.light)} begins to glow.`;
    case "darkened":
      return `${the(event.light)} goes out.`;
    case "dawned":
      return "The night gives way to morning.";
    case "dusked":
      return "Evening falls.";
  }
}

function isReader(actor: Actor, reader: Reader): boolean {
  return actor.entity === reader.entity;
}

/** Subject and verb: `You open`, `Anna opens`. */
function doing(actor: Actor, reader: Reader, verb: string): string {
  return isReader(actor, reader) ? `you ${verb}` : `${the(actor.name)} ${third(verb)}`;
}

/** `push` → `pushes`, `carry` → `carries` */
function third(verb: string): string {
  if (/(?:s|sh|ch|x|o)$/.test(verb)) return `${verb}es`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
}

function object(actor: Actor, reader: Reader): string {
  return isReader(actor, reader) ? "you" : the(actor.name);
}

function speechVerb(text: string): string {
  if (/\?["'”’)]*$/.test(text)) return "ask";
  return /!["'”’)]*$/.test(text) ? "exclaim" : "say";
}

function toward(direction: Direction | null): string {
  if (direction === null) return "";
  if (direction === "in" || direction === "out") return `, going ${direction}`;
  return direction === "up" || direction === "down" ? `, going ${direction}` : ` to the ${direction}`;
}

const opposites: Record<Direction, string> = {
  north: "the south",
  northeast: "the southwest",
  east: "the west",
  southeast: "the northwest",
  south: "the north",
  southwest: "the northeast",
  west: "the east",
  northwest: "the southeast",
  up: "below",
  down: "above",
  in: "outside",
  out: "inside",
};

function fromward(direction: Direction | null): string {
  return direction === null ? "" : ` from ${opposites[direction]}`;
}

/** Where one comes out who went this way. */
export function opposite(direction: Direction): Direction {
  const pairs: Partial<Record<Direction, Direction>> = { up: "down", down: "up", in: "out", out: "in" };
  return pairs[direction] ?? (directions[(directions.indexOf(direction) + 4) % 8] as Direction);
}
