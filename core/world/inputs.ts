import type { SentNews } from "./exchange.ts";

/**
 * What decides a world's future, besides what it is made from: the log is a list of these, and the same log gives
 * the same world on every machine. A member is a person's number in this shard, kept for good.
 */
export type WorldInput =
  /**
   * Somebody is here: the first time under this name and with the next number, from then on as they left. `since`: they
   * were cut off by a failure, unnoticed, at this tick.
   */
  | { type: "wake"; subject: string; name: string; since?: number }
  /** Their last connection is gone, or was `since` this tick; what they carry stays with them. */
  | { type: "sleep"; member: number; since?: number }
  /** Where their body is to go: a velocity in hundredths of the walking speed, and which way they look. */
  | { type: "move"; member: number; seq: number; x: number; z: number; facing: number; jump: boolean }
  /** A command line, as it was typed. */
  | { type: "command"; member: number; line: string }
  /** The time of day has come to this minute, 0 to 1439: days are told to the world, it has no clock. */
  | { type: "time"; minute: number }
  /** What other realms published and this one listens to. Taking it in and keeping its numbers is one. */
  | { type: "news"; news: readonly SentNews[] }
  /** The directory of realms has taken what this world published, through a number. */
  | { type: "taken"; through: number }
  /** The directory knows this world: what it has taken of it, and what it takes for heard. */
  | { type: "known"; published: number; heard: number };

/** The inputs of one tick, in the order in which they count. */
export interface TickInputs {
  tick: number;
  inputs: readonly WorldInput[];
}

/** Ticks a second. */
export const TICK_HZ = 20;
export const TICK_MS = 1_000 / TICK_HZ;

/** A full stick. */
export const MOVE_FULL = 100;
