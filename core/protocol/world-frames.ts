import * as z from "zod/mini";
import { NAME_MAX_CHARS } from "./limits.ts";

/** A command line; longer ones are refused. */
export const COMMAND_LINE_MAX_CHARS = 500;

const id = z.optional(z.int().check(z.gte(0)));
const seq = z.int().check(z.gte(0), z.lt(2 ** 32));
const tick = z.int().check(z.gte(0), z.lt(2 ** 32));
const life = z.int().check(z.gte(0), z.lt(2 ** 16));
const hundredths = z.int().check(z.gte(-100), z.lte(100));

/** Frames of people in a world, once they have said hello. */
export const worldFrame = z.discriminatedUnion("t", [
  /** Comes in under this name, or as whom they were before. */
  z.strictObject({ t: z.literal("enter"), id, name: z.string().check(z.maxLength(NAME_MAX_CHARS)) }),
  z.strictObject({ t: z.literal("command"), id, line: z.string().check(z.maxLength(COMMAND_LINE_MAX_CHARS)) }),
  /** Where to go from now on: hundredths of the walking speed along x and z, and a facing of 256. */
  z.strictObject({
    t: z.literal("move"),
    /** Counts the moves of a person, from the newest one that `own` told of. */
    n: seq,
    x: hundredths,
    z: hundredths,
    facing: z.int().check(z.gte(0), z.lt(256)),
    jump: z.optional(z.boolean()),
    /** The tick in which it is to take effect; without it, or where that has passed: at once. */
    tick: z.optional(tick),
    /** As `seen` says it. */
    seen: z.optional(tick),
    life: z.optional(life),
  }),
  /** Whether this connection wants to be told of motion, in binary frames; `loses`: of those, any may be lost on the way. */
  z.strictObject({ t: z.literal("watch"), on: z.boolean(), loses: z.optional(z.boolean()) }),
  /** The newest tick of which a snapshot has arrived; with the life of that snapshot, if it has one. */
  z.strictObject({ t: z.literal("seen"), tick, life: z.optional(life) }),
]);
export type WorldFrame = z.infer<typeof worldFrame>;

/** A thing in an area, as lists name it. */
export interface ThingView {
  entity: number;
  kind: "player" | "npc" | "door" | "prop" | "item";
  name: string;
  /** Of doors: how they stand. */
  state?: "open" | "closed";
  sitting?: true;
}

export interface ExitView {
  direction: string;
  /** The title of the area behind it. */
  title: string;
  door?: { name: string; open: boolean };
}

/** Where somebody is, whole: all that a client in words needs. Sent when it changes. */
export interface SceneView {
  realm: string;
  area: string;
  title: string;
  description: string;
  /** 0 to 1439. */
  minute: number;
  /** Who one is; `null` before `enter`. */
  you: { entity: number; name: string; sitting: boolean; carries: ThingView[] } | null;
  exits: ExitView[];
  things: ThingView[];
}

export interface SceneFrame {
  t: "scene";
  seq: number;
  scene: SceneView;
}

/** Who is here, for those who watch: all at first (`whole`), then who comes and who goes. */
export interface PeopleFrame {
  t: "people";
  seq: number;
  whole?: true;
  here: { entity: number; name: string }[];
  gone: number[];
}

/** What happened, oldest first: the record, and the same in words for this reader. */
export interface EventsFrame {
  t: "events";
  seq: number;
  events: { type: string; text: string }[];
}

/** The answer to a request; `lines` is what a command gave back, for its author alone. */
export interface ReplyFrame {
  t: "reply";
  id?: number;
  ok: boolean;
  lines: string[];
}
