import type { ScriptProblem } from "../world/script-port.ts";
import type { Engine } from "./engine.ts";
import { plainText } from "./plain-text.ts";
import type { Address } from "./quickjs.ts";

const MESSAGE_MAX_CHARS = 300;
const STACK_MAX_BYTES = 10_000;
/** For reading an error, which may run code of the script's. */
const DESCRIBING_INTERRUPTS = 2;

interface Fault {
  name: string;
  message: string;
  stack: string;
}

/**
 * What went wrong, as who wrote the script can find it. Call it right after the failure: it asks the engine. Where a
 * script was stopped, the line is that of the last call or access before it, if known: a bare loop leaves no trace.
 */
export function problemOf(engine: Engine, thrown: Address, file: string): ScriptProblem {
  const wasStopped = engine.stopped;
  engine.allow(DESCRIBING_INTERRUPTS);
  const fault = faultOf(engine, thrown);
  const { code, message } = wasStopped ? tooLong : verdictOf(thrown, fault);
  return { code, message: short(message), file, line: lineIn(fault.stack, file) };
}

type Verdict = Pick<ScriptProblem, "code" | "message">;

const tooLong: Verdict = { code: "SCRIPT_TOO_LONG", message: "it ran for too long and was stopped" };
export const tooLarge: Verdict = { code: "SCRIPT_MEMORY", message: "it needed more memory than a script may use" };
const tooDeep: Verdict = { code: "SCRIPT_MEMORY", message: "its functions call each other too deep" };

function verdictOf(thrown: Address, { name, message }: Fault): Verdict {
  if (thrown === 0) return tooDeep;
  if (name === "InternalError" && message === "out of memory") return tooLarge;
  if (name === "RangeError" && message === "Maximum call stack size exceeded") return tooDeep;
  if (name === "SCRIPT_API") return { code: "SCRIPT_API", message };
  if (name === "SCRIPT_STATE") return { code: "SCRIPT_STATE", message: `self.state cannot be kept: ${message}` };
  return { code: "SCRIPT_THREW", message: [name, message].filter((part) => part !== "").join(": ") };
}

function faultOf(engine: Engine, thrown: Address): Fault {
  if (!engine.isError(thrown)) return { name: "", message: `threw ${describe(engine, thrown)}`, stack: "" };
  const text = (name: string) => {
    const value = engine.read(engine.field(thrown, name), STACK_MAX_BYTES);
    return typeof value === "string" ? value : "";
  };
  return { name: text("name") || "Error", message: text("message"), stack: text("stack") };
}

function describe(engine: Engine, thrown: Address): string {
  const value = engine.read(thrown, MESSAGE_MAX_CHARS * 3);
  if (typeof value === "string") return JSON.stringify(value);
  if (value === undefined) return "nothing";
  return typeof value === "object" ? "an object that is no Error" : String(value);
}

function short(message: string): string {
  const plain = plainText(message);
  return plain.length > MESSAGE_MAX_CHARS ? `${plain.slice(0, MESSAGE_MAX_CHARS - 1).toWellFormed()}…` : plain;
}

/** The line of the innermost call in this file, from frames like `at open (tavern/door.js:12:5)`; 0 without one. */
export function lineIn(stack: string, file: string): number {
  for (const frame of stack.split("\n")) {
    const at = frame.lastIndexOf(`${file}:`);
    const line = at < 0 ? null : /^(\d{1,7})(?::\d+)?\)?$/.exec(frame.slice(at + file.length + 1));
    if (line) return Number(line[1]);
  }
  return 0;
}
