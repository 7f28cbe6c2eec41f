import type { RealmOffer } from "../../client/words/words-ports.ts";

const ASK_WITHIN_MS = 5_000;
const FRESH_MS = 10_000;

/** The realms of another server, as it last told of them; until it has, those of this node, whose names are mostly the same. */
export function uplinkRealms(
  origin: string,
  own: () => Promise<RealmOffer[]>,
  clock: () => number,
): () => Promise<RealmOffer[]> {
  let known: RealmOffer[] | null = null;
  let askedMs = -Infinity;
  const ask = async (): Promise<void> => {
    askedMs = clock();
    const response = await fetch(new URL("/api/v1/realms", origin), { signal: AbortSignal.timeout(ASK_WITHIN_MS) });
    const { realms } = (await response.json()) as { realms?: unknown };
    if (!Array.isArray(realms)) return;
    // Those of other nodes are listed there, but cannot be entered there.
    known = realms.filter(isOffer).map(({ realm, title, population }) => ({ realm, title, population }));
  };
  return async () => {
    // Out of reach, what was known before is what there is.
    if (clock() - askedMs > FRESH_MS) await ask().catch(() => undefined);
    return known ?? (await own());
  };
}

function isOffer(value: unknown): value is RealmOffer {
  const { realm, title, population, node } = (value ?? {}) as Record<string, unknown>;
  return typeof realm === "string" && typeof title === "string" && typeof population === "number" && node === undefined;
}
