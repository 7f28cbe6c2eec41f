/** What made a checkpoint: the engine's version, and the hashes of all else that its snapshot depends on. */
export interface Made {
  engine: string;
  /** What is built, as the engine has it. */
  land: string;
  map: string;
  /** The components of entities. */
  schema: string;
}

const parts = ["engine", "land", "map", "schema"] as const;

export function madeText(made: Made): string {
  return parts.map((part) => `${part}=${made[part]}`).join("; ");
}

/**
 * Which parts of what made a checkpoint are others now; none: its snapshot can be read. Texts of the first form, one hash
 * of map and schema and the engine's version, are known too.
 * @param first that hash as it would be now
 */
export function otherParts(saved: string, now: Made, first: () => string): string[] {
  const [, hash, engine] = /^([0-9a-f]{64}):(.*)$/.exec(saved) ?? [];
  if (hash !== undefined) {
    return [...(engine === now.engine ? [] : ["engine"]), ...(hash === first() ? [] : ["map or schema"])];
  }
  const named = new Map(saved.split("; ").map((part) => [part.split("=")[0], part.slice(part.indexOf("=") + 1)]));
  return parts.filter((part) => named.get(part) !== now[part]);
}
