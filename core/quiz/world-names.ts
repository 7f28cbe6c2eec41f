import type { Result } from "../protocol/index.ts";
import { acceptName, skeletonOf } from "./names.ts";

/** A name for a world: by the same rules as in a quiz, and like nobody's there. */
export function acceptWorldName(name: string, taken: Iterable<string>): Result<string> {
  const accepted = acceptName(name, new Set([...taken].map(skeletonOf)));
  return accepted.ok ? { ok: true, value: accepted.value.name } : accepted;
}
