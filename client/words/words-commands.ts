import type { Setting } from "./terminal-wishes.ts";

/** What is typed to the program around worlds and quizzes, and not to them. */
export type WordsCommand =
  | { do: "quit" }
  | { do: "realms" }
  /** `isSure`: only a realm can be meant; else it may be a way. */
  | { do: "visit"; realm: string; isSure: boolean }
  | { do: "quiz"; code: string }
  | { do: "map"; on: boolean | null }
  | { do: "passphrase" }
  | { do: "leave" }
  /** `value`: as it was typed; empty: how does it stand? */
  | { do: "set"; setting: Setting; value: string }
  | { do: "help"; topic: string };

/** A line of help. */
export interface WordsHelp {
  name: string;
  usage: string;
  text: string;
}

/** Every command, as help tells of it. */
export const wordsHelp: readonly WordsHelp[] = [
  { name: "realms", usage: "realms", text: "Lists the worlds of this place, and how many people are in each." },
  { name: "visit", usage: "visit WORLD", text: "Goes there; so does `go WORLD`." },
  { name: "quiz", usage: "quiz CODE", text: "Joins the quiz room with this code; `leave` comes back." },
  {
    name: "map",
    usage: "map",
    text: "Draws what you have seen; with every place after `map on`, on demand after `map off`.",
  },
  { name: "passphrase", usage: "passphrase", text: "Makes your name your own, from anywhere." },
  { name: "reader", usage: "reader on", text: "Tells all in sentences, for screen readers, until `reader off`." },
  {
    name: "colour",
    usage: "colour on",
    text: "Shows colours; `colour 16`, `colour 256` or `colour true` so many, `colour off` none.",
  },
  { name: "utf8", usage: "utf8 on", text: "Shows letters beyond ASCII, for terminals that have them; or `utf8 off`." },
  { name: "quit", usage: "quit", text: "Leaves. You fall asleep where you stand." },
];

/** Words that may follow `go` in a world. */
const ways =
  /^(?:to\s+)?(?:the\s+)?(?:north|south|east|west|northeast|northwest|southeast|southwest|up|down|in|out|[nsewud]|ne|nw|se|sw)$/i;

/** The command in a line; `null`: it is for where one is. */
export function wordsCommand(line: string): WordsCommand | null {
  const [, word = "", rest = ""] = /^\s*(\S+)\s*(.*?)\s*$/su.exec(line) ?? [];
  switch (word.toLowerCase()) {
    case "quit":
    case "realms":
    case "passphrase":
    case "leave":
      return rest === "" ? { do: word.toLowerCase() as "quit" | "realms" | "passphrase" | "leave" } : null;
    case "visit":
      return { do: "visit", realm: rest, isSure: true };
    case "go":
      return rest === "" || ways.test(rest) ? null : { do: "visit", realm: rest, isSure: false };
    case "quiz":
      return { do: "quiz", code: rest };
    case "map":
      return readMap(rest);
    case "reader":
    case "colour":
    case "color":
    case "utf8":
    case "utf-8":
      return readSetting(word.toLowerCase(), rest);
    case "help":
    case "?":
      return { do: "help", topic: rest };
    default:
      return null;
  }
}

function readSetting(word: string, value: string): WordsCommand {
  const setting = word === "reader" ? "reader" : word.startsWith("col") ? "colour" : "utf8";
  return { do: "set", setting, value };
}

function readMap(rest: string): WordsCommand | null {
  if (rest === "") return { do: "map", on: null };
  return /^(?:on|off)$/i.test(rest) ? { do: "map", on: rest.toLowerCase() === "on" } : null;
}
