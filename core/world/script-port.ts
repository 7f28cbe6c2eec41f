import type { ScriptSource } from "./realm-map.ts";

/** What the world asks of whatever runs its scripts; `core/script/` does it. */
export const hooks = ["onUse", "onEnter", "onLeave", "onSay", "onTimer", "onCollision", "onNews"] as const;
export type Hook = (typeof hooks)[number];

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** One call of one hook. Everything that the script can learn is in here. */
export interface HookCall {
  script: string;
  hook: Hook;
  /** Of the world; also the script's clock: `Date.now()` in a script is `tick × 50`. */
  tick: number;
  /** 32 bits that seed `Math.random()` for this call. */
  seed: number;
  /** Whose script it is. `state` is what the script kept: JSON, at most {@link SCRIPT_STATE_MAX_CHARS}. */
  self: { id: string; kind: "area" | "door" | "prop" | "item" | "npc"; title: string; area: string; state: Json };
  /** What happened: `{ by: { id, name } }`, for `onSay` with `text`, for `onTimer` with `name`; for `onNews` `{ kind, realm, data }`. */
  event: { [name: string]: Json };
}

/** What a hook asks for, in order; the world checks and carries out each. */
export type ScriptAction =
  /** Heard by everybody in the area of `self`. */
  | { do: "say"; text: string }
  /** Seen by everybody there: "The fire crackles." */
  | { do: "narrate"; text: string }
  /** To one player alone. */
  | { do: "tell"; to: string; text: string }
  /** Doors; without a target, `self`. */
  | { do: "open" | "close" | "lock" | "unlock"; target?: string }
  | { do: "light"; target: string; on: boolean }
  /** Moves a prop, item, NPC or player of this world to an area's middle. */
  | { do: "move"; target: string; area: string }
  | { do: "give"; item: string; to: string }
  /** Calls `onTimer` of `self` after this long: 100 ms to an hour, at most 8 at a time. */
  | { do: "timer"; name: string; ms: number }
  /** To the realms that subscribe to this kind. */
  | { do: "publish"; kind: string; data: Json };

export interface ScriptProblem {
  code: "SCRIPT_SYNTAX" | "SCRIPT_THREW" | "SCRIPT_TOO_LONG" | "SCRIPT_MEMORY" | "SCRIPT_STATE" | "SCRIPT_API";
  message: string;
  file: string;
  /** From 1; 0 where it is not known. */
  line: number;
}

export type HookResult =
  /** `state` is what the script keeps now. `called` is false where the script has no such hook. */
  | { ok: true; called: boolean; state: Json; actions: ScriptAction[]; interrupts: number }
  /** Nothing of what it asked for happens; its state stays. `off`: the breaker has switched this hook off. */
  | { ok: false; problem: ScriptProblem; off: boolean };

export interface ScriptRunner {
  /** Makes a fresh VM with these scripts; gives what is wrong with them. Scripts with problems have no hooks. */
  load(scripts: readonly ScriptSource[]): ScriptProblem[];
  /** Never throws. Deterministic: the same loads and calls give the same results on every machine. */
  run(call: HookCall): HookResult;
  /** Whether a script has this hook, and the breaker lets it be called. */
  has(script: string, hook: Hook): boolean;
  /** The breakers, for a checkpoint. The VM itself is made anew from the sources. */
  save(): Json;
  restore(saved: Json): void;
}

/** What kinds of news are called: `bell`, `market.sale`. */
export const NEWS_KIND = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;
export const NEWS_KIND_MAX_CHARS = 64;
/** What is published, as JSON text. */
export const NEWS_DATA_MAX_CHARS = 2_000;
export const SCRIPT_STATE_MAX_CHARS = 4_096;
export const SCRIPT_ACTIONS_MAX = 32;
export const SCRIPT_TEXT_MAX_CHARS = 500;
