import type { Simulated } from "../simulated.ts";
import { commands } from "../text/commands.ts";
import type { Intent, IntentTo } from "../text/intent.ts";
import { commandCalled, parseCommand } from "../text/parse-command.ts";
import { go, push, sit, stand, use } from "./bodies.ts";
import { drop, get, give, throwItem } from "./carry.ts";
import { type DeedReply, refused, told } from "./deed.ts";
import { workDoor } from "./doors.ts";
import { recallTalk } from "./history.ts";
import { inventory, look, who } from "./look.ts";
import { mute, speak, tellSomebody } from "./speech.ts";

/** Carries a command line out for somebody: what it gave back goes to them alone. */
export function carryOut(world: Simulated, self: number, line: string): DeedReply {
  const parsed = parseCommand(line);
  return parsed.ok ? act(world, self, parsed.intent) : refused(parsed.problem.message);
}

function act(world: Simulated, self: number, intent: Intent): DeedReply {
  switch (intent.do) {
    case "look":
      return look(world, self, intent);
    case "inventory":
      return inventory(world, self);
    case "who":
      return who(world);
    case "help":
      return help(intent.topic);
    case "say":
    case "emote":
    case "call":
      return speak(world, self, intent);
    case "tell":
      return tellSomebody(world, self, intent);
    case "history":
      return recallTalk(world, self, intent);
    case "mute":
    case "unmute":
      return mute(world, self, intent);
    case "open":
    case "close":
    case "lock":
    case "unlock":
      return workDoor(world, self, intent);
    default:
      return handle(world, self, intent);
  }
}

type Handled = IntentTo<"go" | "get" | "drop" | "give" | "throw" | "use" | "push" | "sit" | "stand">;

function handle(world: Simulated, self: number, intent: Handled): DeedReply {
  switch (intent.do) {
    case "go":
      return go(world, self, intent);
    case "get":
      return get(world, self, intent);
    case "drop":
      return drop(world, self, intent);
    case "give":
      return give(world, self, intent);
    case "throw":
      return throwItem(world, self, intent);
    case "use":
      return use(world, self, intent);
    case "push":
      return push(world, self, intent);
    case "sit":
      return sit(world, self, intent);
    case "stand":
      return stand(world, self);
  }
}

function help(topic: string | null): DeedReply {
  const command = topic === null ? null : commandCalled(topic);
  if (command) return told(command.usage, command.help);
  if (topic !== null) return refused(`There is no command “${topic}”.`);
  const names = commands.map(({ names: [name = ""] }) => name);
  return told(
    "Walk by a direction (north, or n), speak with 'words, act with :words.",
    `Commands: ${names.join(", ")}.`,
    "help COMMAND tells more. The beginning of a word is enough: inv, ope oak.",
  );
}
