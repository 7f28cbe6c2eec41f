import { findThing } from "../text/find-thing.ts";
import { a, list } from "../text/words.ts";
import type { Thing } from "../things.ts";

/** What a command gave back to its author: lines, and whether it was done. */
export interface DeedReply {
  ok: boolean;
  lines: string[];
}

export const done: DeedReply = { ok: true, lines: [] };

export function told(...lines: string[]): DeedReply {
  return { ok: true, lines };
}

export function refused(...lines: string[]): DeedReply {
  return { ok: false, lines };
}

/** The thing that words mean, or the reply that asks or denies. */
export function pick<T extends Thing>(words: string, among: readonly T[], none: string): T | DeedReply {
  const result = findThing(words, among);
  if (!("several" in result)) return result.found;
  if (result.several.length === 0) return refused(none);
  return refused(`Which one: ${list(result.several.map(({ name }) => a(name))).replace(/ and /, " or ")}?`);
}

export function isReply(picked: object): picked is DeedReply {
  return "lines" in picked;
}
