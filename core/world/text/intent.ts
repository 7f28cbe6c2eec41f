import type { Direction } from "../realm-map.ts";

/** A command line after parsing: what somebody wants, in their own words where a thing is named. */
export type Intent =
  | { do: "look"; at: string | null }
  | { do: "go"; direction: Direction }
  | Spoken<"say">
  | Spoken<"emote">
  | Spoken<"call">
  /** Whom and what: only who knows the names can tell them apart. */
  | { do: "tell"; line: string }
  | { do: "history"; of: { channel: "area" } | { channel: "realm" } | { channel: "private"; name: string } | null }
  | { do: "who" }
  | { do: "inventory" }
  | { do: "stand" }
  | WithThing<"get">
  | WithThing<"drop">
  | WithThing<"use">
  | WithThing<"open">
  | WithThing<"close">
  | WithThing<"unlock">
  | WithThing<"lock">
  | WithThing<"push">
  | { do: "give"; what: string; to: string }
  | { do: "throw"; what: string; at: string | null }
  | { do: "sit"; on: string | null }
  | { do: "mute"; who: string }
  | { do: "unmute"; who: string }
  | { do: "help"; topic: string | null };

interface Spoken<Verb> {
  do: Verb;
  text: string;
}

interface WithThing<Verb> {
  do: Verb;
  what: string;
}

/** The intent of these verbs. */
export type IntentTo<Verb extends Intent["do"]> = Extract<Intent, { do: Verb }>;

/** What a command line was not, in words for the player. */
export interface CommandProblem {
  code: "COMMAND_EMPTY" | "COMMAND_UNKNOWN" | "COMMAND_INCOMPLETE";
  message: string;
}
