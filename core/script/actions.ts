import {
  type Json,
  NEWS_DATA_MAX_CHARS,
  NEWS_KIND,
  NEWS_KIND_MAX_CHARS,
  SCRIPT_ACTIONS_MAX,
  SCRIPT_TEXT_MAX_CHARS,
  type ScriptAction,
} from "../world/script-port.ts";
import type { HostValue } from "./engine.ts";
import { readJson } from "./json.ts";
import { SCRIPT_JSON_DEPTH_MAX, SCRIPT_NAME_MAX_CHARS, SCRIPT_TIMER_MAX_MS, SCRIPT_TIMER_MIN_MS } from "./limits.ts";
import { plainText } from "./plain-text.ts";

/** Why a call of the API is refused, without the name of the verb. */
class Refusal extends Error {}

type Reader = (first: HostValue, second: HostValue) => ScriptAction;

/** The verbs of `world`: what each takes, and what it asks the world to do. */
const verbs: { [verb in ScriptAction["do"]]: { usage: string; read: Reader } } = {
  say: { usage: "say(text)", read: (said) => ({ do: "say", text: text(said) }) },
  narrate: { usage: "narrate(text)", read: (told) => ({ do: "narrate", text: text(told) }) },
  tell: { usage: "tell(to, text)", read: (to, told) => ({ do: "tell", to: name("to", to), text: text(told) }) },
  open: { usage: "open(door)", read: (target) => ({ do: "open", ...door(target) }) },
  close: { usage: "close(door)", read: (target) => ({ do: "close", ...door(target) }) },
  lock: { usage: "lock(door)", read: (target) => ({ do: "lock", ...door(target) }) },
  unlock: { usage: "unlock(door)", read: (target) => ({ do: "unlock", ...door(target) }) },
  light: {
    usage: "light(target, on)",
    read: (target, on) => ({ do: "light", target: name("target", target), on: truth("on", on) }),
  },
  move: {
    usage: "move(target, area)",
    read: (target, area) => ({ do: "move", target: name("target", target), area: name("area", area) }),
  },
  give: { usage: "give(item, to)", read: (item, to) => ({ do: "give", item: name("item", item), to: name("to", to) }) },
  timer: {
    usage: "timer(name, ms)",
    read: (called, ms) => ({ do: "timer", name: name("name", called), ms: delay(ms) }),
  },
  publish: {
    usage: "publish(kind, data)",
    read: (called, data) => ({ do: "publish", kind: kind(called), data: json(data) }),
  },
};

/** Collects what one call of a hook asks for. */
export class ActionList {
  actions: ScriptAction[] = [];
  /** Whether the script may ask for anything now. */
  isOpen = false;

  /** Starts anew. */
  open(): void {
    this.actions = [];
    this.isOpen = true;
  }

  /** Takes `[verb, …arguments]` from a script; gives why not, for who wrote it. */
  add([verb, first, second]: HostValue[]): string | undefined {
    const known = typeof verb === "string" && Object.hasOwn(verbs, verb) ? verbs[verb as ScriptAction["do"]] : null;
    if (!known) return "the world has no such verb";
    if (!this.isOpen) return `world.${known.usage} works only while a hook runs`;
    if (this.actions.length >= SCRIPT_ACTIONS_MAX) return `a hook may ask for ${SCRIPT_ACTIONS_MAX} things at most`;
    try {
      this.actions.push(known.read(first, second));
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return `world.${known.usage}: ${error.message}`;
      throw error;
    }
  }
}

function describe(value: HostValue): string {
  if (value === undefined) return "nothing";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? `"${value.slice(0, 40)}"` : String(value);
}

function text(value: HostValue): string {
  if (typeof value !== "string") throw new Refusal(`the text must be a string, not ${describe(value)}`);
  const plain = plainText(value);
  if (plain === "") throw new Refusal("the text is empty");
  if (plain.length > SCRIPT_TEXT_MAX_CHARS)
    throw new Refusal(`the text may have ${SCRIPT_TEXT_MAX_CHARS} characters at most`);
  return plain;
}

function name(what: string, value: HostValue): string {
  if (typeof value !== "string") throw new Refusal(`'${what}' must be a string, not ${describe(value)}`);
  if (value === "" || value.length > SCRIPT_NAME_MAX_CHARS || plainText(value) !== value)
    throw new Refusal(`'${what}' must be a name of 1 to ${SCRIPT_NAME_MAX_CHARS} characters`);
  return value;
}

function door(value: HostValue): { target?: string } {
  return value === undefined ? {} : { target: name("door", value) };
}

function truth(what: string, value: HostValue): boolean {
  if (typeof value !== "boolean") throw new Refusal(`'${what}' must be true or false, not ${describe(value)}`);
  return value;
}

function delay(value: HostValue): number {
  const isWhole = typeof value === "number" && Number.isInteger(value);
  if (!isWhole || value < SCRIPT_TIMER_MIN_MS || value > SCRIPT_TIMER_MAX_MS)
    throw new Refusal(
      `'ms' must be a whole number from ${SCRIPT_TIMER_MIN_MS} to ${SCRIPT_TIMER_MAX_MS}, not ${describe(value)}`,
    );
  return value;
}

/** The directory of realms refuses other kinds, and what it refuses would be in the way of what comes later. */
function kind(value: HostValue): string {
  if (typeof value !== "string" || value.length > NEWS_KIND_MAX_CHARS || !NEWS_KIND.test(value))
    throw new Refusal(`'kind' must be lower case words joined by - or ., as "market.sale", not ${describe(value)}`);
  return value;
}

function json(value: HostValue): Json {
  if (typeof value !== "string" || value.length > NEWS_DATA_MAX_CHARS)
    throw new Refusal(`the data may have ${NEWS_DATA_MAX_CHARS} characters of JSON at most`);
  const data = readJson(value, SCRIPT_JSON_DEPTH_MAX);
  if (data === undefined) throw new Refusal(`the data may be ${SCRIPT_JSON_DEPTH_MAX} levels deep at most`);
  return data;
}
