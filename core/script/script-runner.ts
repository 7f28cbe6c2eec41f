import type { ScriptSource } from "../world/realm-map.ts";
import {
  type Hook,
  type HookCall,
  type HookResult,
  hooks,
  type Json,
  SCRIPT_STATE_MAX_CHARS,
  type ScriptProblem,
  type ScriptRunner,
} from "../world/script-port.ts";
import { ActionList } from "./actions.ts";
import { Breakers } from "./breaker.ts";
import { Engine, type Outcome } from "./engine.ts";
import { readJson } from "./json.ts";
import { SCRIPT_INTERRUPTS_MAX, SCRIPT_JSON_DEPTH_MAX, SCRIPT_SOURCE_MAX_CHARS } from "./limits.ts";
import type { MemoryImage } from "./memory-image.ts";
import { prelude } from "./prelude.ts";
import { problemOf, tooLarge } from "./problem.ts";
import type { Address, QuickJsModule } from "./quickjs.ts";

const MS_PER_TICK = 50;
const OWN_FILE = "<world>";
/** Evaluated among a script's globals, where also `const onUse = …` is seen. */
const findHooks = `[${hooks.map((hook) => `typeof ${hook} === "function" ? ${hook} : null`).join(", ")}]`;

interface LoadedScript {
  file: string;
  hooks: ReadonlySet<Hook>;
  /** Of the machine after this script was loaded. */
  image: MemoryImage;
}

/** The prelude's functions. */
interface Guest {
  keep: Address;
  run: Address;
  state: Address;
}

/**
 * Runs the scripts of one shard in one machine. Before every call the machine's memory is put back to what it was when
 * that script had been loaded, alone: scripts see nothing of each other, keep nothing but `self.state`, and whatever a
 * call did to its machine is gone with it.
 * @param quickjs from the runtime's loader
 * @throws only if the engine itself does not start
 */
export function createScriptRunner(quickjs: QuickJsModule): ScriptRunner {
  return new Runner(quickjs);
}

class Runner implements ScriptRunner {
  readonly #engine: Engine;
  readonly #guest: Guest;
  /** Of the machine before any script. */
  readonly #image: MemoryImage;
  readonly #list = new ActionList();
  readonly #breakers = new Breakers();
  readonly #scripts = new Map<string, LoadedScript>();

  constructor(quickjs: QuickJsModule) {
    this.#engine = new Engine(quickjs, (values) => this.#list.add(values));
    this.#guest = startGuest(this.#engine);
    this.#image = this.#engine.capture();
  }

  load(scripts: readonly ScriptSource[]): ScriptProblem[] {
    this.#scripts.clear();
    this.#breakers.clear();
    return scripts.flatMap((script) => this.#loadOne(script) ?? []);
  }

  run(call: HookCall): HookResult {
    const script = this.#scripts.get(call.script);
    if (!script || !this.has(call.script, call.hook)) {
      return { ok: true, called: false, state: call.self.state, actions: [], interrupts: 0 };
    }
    const key = keyOf(call.script, call.hook);
    const result = this.#call(script, call);
    if ("code" in result) return { ok: false, problem: result, off: this.#breakers.failed(key, call.tick) };
    this.#breakers.succeeded(key);
    return { ok: true, called: true, ...result, actions: this.#list.actions, interrupts: this.#engine.interrupts };
  }

  has(script: string, hook: Hook): boolean {
    const isThere = this.#scripts.get(script)?.hooks.has(hook) ?? false;
    return isThere && !this.#breakers.isOff(keyOf(script, hook));
  }

  save(): Json {
    return this.#breakers.save();
  }

  restore(saved: Json): void {
    this.#breakers.restore(saved);
  }

  #loadOne({ name, file, source }: ScriptSource): ScriptProblem | null {
    if (source.length > SCRIPT_SOURCE_MAX_CHARS) {
      const message = `the script may have ${SCRIPT_SOURCE_MAX_CHARS} characters at most`;
      return { code: "SCRIPT_SYNTAX", message, file, line: 0 };
    }
    const { result, image } = this.#engine.captureAfter(this.#image, () => this.#evaluate(source, file));
    if ("code" in result) return result;
    if (!image) return { ...tooLarge, file, line: 0 };
    this.#scripts.set(name, { file, hooks: result, image });
    return null;
  }

  #evaluate(source: string, file: string): ReadonlySet<Hook> | ScriptProblem {
    const engine = this.#engine;
    engine.nowMs = 0;
    engine.allow(SCRIPT_INTERRUPTS_MAX);
    this.#list.isOpen = false;
    const compiled = engine.compile(source, file);
    if (!compiled.ok) {
      const problem = problemOf(engine, compiled.thrown, file);
      return problem.code === "SCRIPT_THREW" ? { ...problem, code: "SCRIPT_SYNTAX" } : problem;
    }
    let outcome = engine.evaluate(source, file);
    if (outcome.ok) outcome = engine.settle();
    if (outcome.ok) outcome = engine.evaluate(findHooks, OWN_FILE);
    if (outcome.ok) outcome = engine.call(this.#guest.keep, outcome.value);
    if (!outcome.ok || engine.stopped) return problemOf(engine, thrownBy(outcome), file);
    const bits = Number(engine.read(outcome.value, 0));
    return new Set(hooks.filter((_, i) => bits & (1 << i)));
  }

  #call({ file, image }: LoadedScript, call: HookCall): { state: Json } | ScriptProblem {
    const engine = this.#engine;
    const json = callJson(call);
    if (json === null) return { code: "SCRIPT_STATE", message: "the event or the state is not JSON", file, line: 0 };
    engine.restore(image);
    engine.nowMs = call.tick * MS_PER_TICK;
    engine.allow(SCRIPT_INTERRUPTS_MAX);
    this.#list.open();
    let outcome = engine.text(json);
    if (outcome.ok) outcome = engine.call(this.#guest.run, outcome.value);
    if (outcome.ok) outcome = engine.settle();
    if (outcome.ok) outcome = engine.call(this.#guest.state);
    if (!outcome.ok || engine.stopped) return problemOf(engine, thrownBy(outcome), file);
    return keptState(engine.read(outcome.value, 4 * SCRIPT_STATE_MAX_CHARS), file);
  }
}

function keyOf(script: string, hook: Hook): string {
  return `${script}/${hook}`;
}

function thrownBy(outcome: Outcome): Address {
  return outcome.ok ? outcome.value : outcome.thrown;
}

function startGuest(engine: Engine): Guest {
  engine.allow(SCRIPT_INTERRUPTS_MAX);
  const start = engine.evaluate(prelude, OWN_FILE);
  const host = engine.hostFunction();
  const guest = start.ok && host.ok ? engine.call(start.value, host.value) : start;
  if (!guest.ok) throw new Error("The scripts' prelude does not run");
  const [keep, run, state] = ["keep", "run", "state"].map((name) => engine.field(guest.value, name));
  return { keep: keep ?? 0, run: run ?? 0, state: state ?? 0 };
}

function callJson({ hook, seed, self, event }: HookCall): string | null {
  try {
    return JSON.stringify({ hook: hooks.indexOf(hook), seed, self, event });
  } catch {
    return null;
  }
}

function keptState(text: unknown, file: string): { state: Json } | ScriptProblem {
  const state =
    typeof text === "string" && text.length <= SCRIPT_STATE_MAX_CHARS
      ? readJson(text, SCRIPT_JSON_DEPTH_MAX)
      : undefined;
  if (state !== undefined) return { state };
  const message = `self.state may have ${SCRIPT_STATE_MAX_CHARS} characters of JSON at most, and ${SCRIPT_JSON_DEPTH_MAX} levels`;
  return { code: "SCRIPT_STATE", message, file, line: 0 };
}
