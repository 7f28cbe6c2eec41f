import { base64url } from "jose";
import type { SigningKey, SigningKeys } from "../core/key-rotation.ts";

export type { SigningKey, SigningKeys } from "../core/key-rotation.ts";

/** Where signing keys come from. */
export interface KeySource {
  /** All keys; `kid` says which one is looked for, so that a cache can tell whether to ask again. */
  keys(kid?: string): Promise<SigningKeys>;
}

/** Keys not known here are asked for at most this often: anybody can make up a `kid`. */
export const REFRESH_PAUSE_MS = 10_000;

/** A weaker secret could be guessed from any token it signed. */
export const SECRET_MIN_CHARS = 16;

/**
 * Remembers the keys of a source for `ttlMs`; a `kid` that is not among them has them asked for anew, at
 * most once per {@link REFRESH_PAUSE_MS}. While the source fails, what was known stays good.
 *
 * Callers never wait for one another's question: on Workers it would die with the request that asked it.
 * So those that come while it is being asked ask too.
 */
export function cachedKeys(source: KeySource, ttlMs: number, clock: () => number): KeySource {
  let kept: SigningKeys | null = null;
  let readMs = 0;
  let triedMs = 0;

  async function load(): Promise<SigningKeys> {
    try {
      const fresh = await source.keys();
      kept = fresh;
      readMs = clock();
      return fresh;
    } catch (error) {
      if (kept) return kept;
      throw error;
    } finally {
      triedMs = clock();
    }
  }

  return {
    async keys(kid) {
      if (!kept) return load();
      const nowMs = clock();
      const unknown = kid !== undefined && !kept.keys.some((key) => key.kid === kid);
      const stale = nowMs - readMs >= ttlMs;
      const pauseMs = stale ? Math.min(ttlMs, REFRESH_PAUSE_MS) : REFRESH_PAUSE_MS;
      return (stale || unknown) && nowMs - triedMs >= pauseMs ? load() : kept;
    },
  };
}

/**
 * The keys of an operator who configures `SKERRY_SECRET`: one secret, or several with commas between,
 * of which the first signs and all verify. Throws RangeError for an empty or guessable one.
 */
export function keysFromSecret(secret: string): KeySource {
  const secrets = secret.split(",").map((part) => part.trim());
  if (secrets.some((part) => part.length < SECRET_MIN_CHARS)) {
    throw new RangeError(`SKERRY_SECRET: every secret needs at least ${SECRET_MIN_CHARS} characters`);
  }
  let derived: SigningKeys | null = null;
  return {
    async keys() {
      derived ??= signedByFirst(await Promise.all(secrets.map(derive)));
      return derived;
    },
  };
}

/** {@link SigningKeys} has the key that signs last. */
function signedByFirst(keys: SigningKey[]): SigningKeys {
  return { current: keys[0]?.kid ?? "", keys: keys.reverse() };
}

async function derive(secret: string): Promise<SigningKey> {
  const [kid, key] = await Promise.all([digest(`skerry kid\n${secret}`), digest(`skerry key\n${secret}`)]);
  return { kid: base64url.encode(kid.subarray(0, 9)), secret: base64url.encode(key), createdAtMs: 0 };
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
