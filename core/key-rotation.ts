import { tokenLifetimes } from "./protocol/index.ts";

/** A secret that signs tokens. */
export interface SigningKey {
  /** Names the key in a token's header. */
  kid: string;
  /** 32 bytes in base64url. */
  secret: string;
  createdAtMs: number;
}

/** The keys of an installation: one signs, all verify. */
export interface SigningKeys {
  /** The `kid` of the key that signs. */
  current: string;
  /** Oldest first, in the order in which they became current. */
  keys: SigningKey[];
}

const DAY_MS = 86_400_000;

/** A key signs for this long. */
export const KEY_SIGNS_MS = 30 * DAY_MS;
/**
 * A key verifies for this long after the next one took over: the longest life of a token, and a day
 * for those who still signed with it because they had not heard of the new one.
 */
export const KEY_OUTLIVES_MS = Math.max(...Object.values(tokenLifetimes)) * 1_000 + DAY_MS;

/**
 * The keys as they should be now: makes the first key, replaces one that has signed for long enough,
 * and forgets those by which no living token can have been signed. Gives back the very same object if
 * nothing is to change, so that the caller knows whether to store it.
 * @param randomSecret a fresh key from the shell's CSPRNG: `secret` 32 bytes in base64url, `kid` unique
 */
export function rotate(
  keys: SigningKeys | null,
  nowMs: number,
  randomSecret: () => { kid: string; secret: string },
): SigningKeys {
  const before = keys?.keys ?? [];
  const current = before.find((key) => key.kid === keys?.current);
  const made = current && !isDue(current, nowMs) ? null : { ...randomSecret(), createdAtMs: nowMs };
  const all = made ? [...before, made] : before;
  const kept = all.filter((_key, place) => stillNeeded(all[place + 1], nowMs));
  if (keys && kept.length === before.length && !made) return keys;
  return { current: made?.kid ?? keys?.current ?? "", keys: kept };
}

/** Old enough; or made in the future, by a clock that was wrong then, and would otherwise sign for years. */
function isDue(key: SigningKey, nowMs: number): boolean {
  const ageMs = nowMs - key.createdAtMs;
  return ageMs >= KEY_SIGNS_MS || ageMs < -DAY_MS;
}

/** A key stopped signing when its successor was made, however late that was. */
function stillNeeded(successor: SigningKey | undefined, nowMs: number): boolean {
  return successor === undefined || nowMs - successor.createdAtMs < KEY_OUTLIVES_MS;
}
