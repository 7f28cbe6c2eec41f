import { type Command, commands, directionOf } from "./commands.ts";
import type { CommandProblem, Intent } from "./intent.ts";

/** A command line, in UTF-16 units; what is longer is cut before it gets here. */
export const COMMAND_MAX_CHARS = 500;

/** Speech without a verb, as text worlds have it: `'hello`, `"hello`, `:waves`. */
const marks: Record<string, string> = { "'": "say ", '"': "say ", ":": "emote ", ";": "emote " };

/** What a line asks for. Any text whatever gives an intent, or a problem with a message that helps. */
export function parseCommand(line: string): { ok: true; intent: Intent } | { ok: false; problem: CommandProblem } {
  const text = expand(line.slice(0, COMMAND_MAX_CHARS).trim());
  const [, verb = "", rest = ""] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  if (verb === "") return refuse("COMMAND_EMPTY", "Nothing said. `help` tells what you can do.");
  const direction = directionOf(verb);
  if (direction && rest === "") return { ok: true, intent: { do: "go", direction } };
  const command = commandCalled(verb);
  if (!command) return refuse("COMMAND_UNKNOWN", unknown(verb));
  const read = command.read(rest.trim());
  return typeof read === "string" ? refuse("COMMAND_INCOMPLETE", read) : { ok: true, intent: read };
}

/** The command that a word names: in whole, else by its beginning, the earliest in the list. */
export function commandCalled(word: string): Command | null {
  const verb = word.toLowerCase();
  return (
    commands.find(({ names }) => names.includes(verb)) ??
    commands.find(({ names }) => names.some((name) => name.startsWith(verb))) ??
    null
  );
}

function expand(text: string): string {
  const mark = marks[text.charAt(0)];
  return mark === undefined ? text : mark + text.slice(1).trimStart();
}

function refuse(code: CommandProblem["code"], message: string): { ok: false; problem: CommandProblem } {
  return { ok: false, problem: { code, message } };
}

function unknown(verb: string): string {
  const word = verb.length > 20 ? `${verb.slice(0, 20)}…` : verb;
  const near = nearest(verb.toLowerCase());
  return near
    ? `There is no command “${word}”. Did you mean “${near}”?`
    : `There is no command “${word}”. \`help\` lists them; to speak, write 'hello.`;
}

/** The command's name that is one slip away: a letter more, less, other, or two swapped. */
function nearest(verb: string): string | null {
  if (verb.length < 3) return null;
  for (const { names } of commands) {
    for (const name of names) if (name.length > 2 && isOneSlip(verb, name)) return name;
  }
  return null;
}

function isOneSlip(a: string, b: string): boolean {
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from += 1;
  const [restA, restB] = [a.slice(from), b.slice(from)];
  const isSwapped =
    restA.length > 1 && restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  return isSwapped || restA.slice(1) === restB.slice(1) || restA === restB.slice(1) || restA.slice(1) === restB;
}
