import { type Direction, directions } from "../realm-map.ts";
import type { Intent } from "./intent.ts";

/** One command: what it is called, what it says of itself, and how the rest of its line is read. */
export interface Command {
  /** The first is its name; the others are short forms. Any beginning of a name serves, the earliest command wins. */
  names: readonly string[];
  usage: string;
  help: string;
  /** The intent, or the question that comes back where something is missing. */
  read(rest: string): Intent | string;
}

const short: Record<string, Direction> = {
  n: "north",
  ne: "northeast",
  e: "east",
  se: "southeast",
  s: "south",
  sw: "southwest",
  w: "west",
  nw: "northwest",
  u: "up",
  d: "down",
};

/** The direction that a word names, in whole or in short. */
export function directionOf(word: string): Direction | null {
  const lower = word.toLowerCase();
  return directions.find((direction) => direction === lower) ?? short[lower] ?? null;
}

const articles = /^(?:the|an?|my|some)\s+/i;

/** A thing as it was named, without what does not matter. Names in quotes are taken as they are. */
function named(words: string): string {
  return quoted(words) ?? words.trim().replace(articles, "").trim();
}

/** `"Old Tom"` */
function quoted(words: string): string | null {
  const [, plain, curly] = /^\s*(?:"([^"]+)"|“([^”]+)”)\s*$/.exec(words) ?? [];
  return (plain ?? curly)?.trim() ?? null;
}

function withThing(
  verb: "get" | "drop" | "use" | "open" | "close" | "unlock" | "lock" | "push",
  question: string,
  noise?: RegExp,
): Command["read"] {
  return (rest) => {
    const what = named(noise ? rest.replace(noise, "") : rest);
    return what ? ({ do: verb, what } as Intent) : question;
  };
}

/** Cuts at a word between two things: `give coin to Anna`. */
function cut(rest: string, between: RegExp): [string, string] | null {
  const match = between.exec(rest);
  if (!match) return null;
  const [first, second] = [named(rest.slice(0, match.index)), named(rest.slice(match.index + match[0].length))];
  return first && second ? [first, second] : null;
}

function readGo(rest: string): Intent | string {
  const direction = directionOf(rest.replace(/^(?:to\s+)?(?:the\s+)?/i, ""));
  return direction ? { do: "go", direction } : `Go where? A direction: ${directions.join(", ")}.`;
}

function readTell(rest: string): Intent | string {
  if (rest === "") return "Tell whom what? tell NAME WORDS";
  return /\s/.test(rest) ? { do: "tell", line: rest } : `Tell ${rest} what?`;
}

function readHistory(rest: string): Intent {
  const name = quoted(rest) ?? rest;
  if (name === "") return { do: "history", of: null };
  const channel = /^(?:area|here)$/i.test(rest) ? "area" : /^realm$/i.test(rest) ? "realm" : null;
  return { do: "history", of: channel ? { channel } : { channel: "private", name } };
}

function readGive(rest: string): Intent | string {
  if (rest === "") return "Give what to whom? give THING to NAME";
  const parts = cut(rest, /\s+to\s+/i);
  return parts ? { do: "give", what: parts[0], to: parts[1] } : `Give ${rest} to whom?`;
}

function readThrow(rest: string): Intent | string {
  const parts = cut(rest, /\s+(?:at|to)\s+/i);
  if (parts) return { do: "throw", what: parts[0], at: parts[1] };
  const what = named(rest);
  return what ? { do: "throw", what, at: null } : "Throw what?";
}

function speech(verb: "say" | "emote" | "call", question: string): Command["read"] {
  return (rest) => (rest === "" ? question : ({ do: verb, text: rest } as Intent));
}

/** In the order in which abbreviations are tried. */
export const commands: readonly Command[] = [
  {
    names: ["look", "l", "examine", "x"],
    usage: "look [at THING]",
    help: "Tells what is here, or what a thing is like.",
    read: (rest) => ({ do: "look", at: named(rest.replace(/^at\s+/i, "")) || null }),
  },
  {
    names: ["go", "walk"],
    usage: "go DIRECTION, or the direction alone: north, n",
    help: "Walks through an exit, and opens the door if it is not locked.",
    read: readGo,
  },
  {
    names: ["say"],
    usage: "say WORDS, or 'WORDS",
    help: "Speaks to all who are here.",
    read: speech("say", "Say what?"),
  },
  {
    names: ["tell", "whisper"],
    usage: 'tell NAME WORDS, or tell "NAME" WORDS',
    help: "Speaks to one person, wherever they are in this realm.",
    read: readTell,
  },
  {
    names: ["emote", "me", "pose"],
    usage: "emote WORDS, or :WORDS",
    help: "Shows what you do: `:waves` is seen as “Anna waves”.",
    read: speech("emote", "Emote what?"),
  },
  {
    names: ["call", "shout", "realm"],
    usage: "call WORDS",
    help: "Is heard in the whole realm.",
    read: speech("call", "Call what?"),
  },
  { names: ["who"], usage: "who", help: "Tells who is in this realm.", read: () => ({ do: "who" }) },
  {
    names: ["get", "take", "pick"],
    usage: "get THING",
    help: "Picks a thing up. With several alike: get 2.mug",
    read: (rest) => (/^up$/i.test(rest) ? { do: "stand" } : withThing("get", "Get what?", /^up\s+/i)(rest)),
  },
  { names: ["drop"], usage: "drop THING", help: "Puts down what you carry.", read: withThing("drop", "Drop what?") },
  { names: ["give"], usage: "give THING to NAME", help: "Hands a thing over.", read: readGive },
  { names: ["throw"], usage: "throw THING [at THING]", help: "Throws what you carry.", read: readThrow },
  {
    names: ["inventory", "i"],
    usage: "inventory",
    help: "Tells what you carry.",
    read: () => ({ do: "inventory" }),
  },
  {
    names: ["use", "touch", "ring", "play"],
    usage: "use THING",
    help: "Uses it.",
    read: withThing("use", "Use what?"),
  },
  {
    names: ["open"],
    usage: "open DOOR",
    help: "Opens a door: by its name, or the direction it lies in.",
    read: withThing("open", "Open what?"),
  },
  { names: ["close", "shut"], usage: "close DOOR", help: "Closes it.", read: withThing("close", "Close what?") },
  {
    names: ["unlock"],
    usage: "unlock DOOR",
    help: "Unlocks it, if you carry the key.",
    read: withThing("unlock", "Unlock what?", /\s+with\s+.*$/i),
  },
  {
    names: ["lock"],
    usage: "lock DOOR",
    help: "Locks it, if you carry the key.",
    read: withThing("lock", "Lock what?", /\s+with\s+.*$/i),
  },
  {
    names: ["push", "shove"],
    usage: "push THING",
    help: "Pushes it away from you.",
    read: withThing("push", "Push what?"),
  },
  {
    names: ["sit"],
    usage: "sit [on THING]",
    help: "Sits down.",
    read: (rest) => ({ do: "sit", on: named(rest.replace(/^(?:down\s*)?(?:on|in)?\s*/i, "")) || null }),
  },
  { names: ["stand"], usage: "stand", help: "Stands up.", read: () => ({ do: "stand" }) },
  {
    names: ["mute", "ignore"],
    usage: "mute NAME",
    help: "You hear nothing from them any more.",
    read: (rest) => (named(rest) ? { do: "mute", who: named(rest) } : "Mute whom?"),
  },
  {
    names: ["unmute"],
    usage: "unmute NAME",
    help: "You hear them again.",
    read: (rest) => (named(rest) ? { do: "unmute", who: named(rest) } : "Unmute whom?"),
  },
  {
    names: ["help", "?"],
    usage: "help [COMMAND]",
    help: "Tells what you can do.",
    read: (rest) => ({ do: "help", topic: rest || null }),
  },
  {
    names: ["history", "recall"],
    usage: "history [area, realm or NAME]",
    help: "Tells what was said lately: here, in the whole realm, or between you and somebody in private.",
    read: readHistory,
  },
];
