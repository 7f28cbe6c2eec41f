import { base64url, decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import * as z from "zod/mini";
import { type Claims, fail, ok, type Result, tokenLifetimes } from "../core/protocol/index.ts";
import type { Tokens } from "./ports.ts";
import type { KeySource, SigningKeys } from "./signing-keys.ts";

const ISSUER = "skerry";
const ALGORITHM = "HS256";
const TYPE = "JWT";
/** What frames and headers carry; ours have about 250. */
const TOKEN_MAX_CHARS = 2_048;

const name = z.string().check(z.regex(/^[\w-]{1,64}$/));
const common = {
  sub: name,
  iat: z.int(),
  exp: z.int(),
};

const payload = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("guest"), ...common }),
  z.object({ kind: z.enum(["room", "host", "screen"]), room: name, ...common }),
]);

/**
 * Tokens as JWTs (RFC 7519), signed with HS256 by the current key, whose `kid` stands in the header. They
 * live as long as `tokenLifetimes` says for their kind. `read` gives TOKEN_INVALID or TOKEN_EXPIRED; both
 * throw only if the keys cannot be had.
 */
export function createTokens(source: KeySource, clock: () => number): Tokens {
  /** By secret; imported once, which halves a token's cost. One more a month. */
  const imported = new Map<string, CryptoKey>();

  async function keyOf({ keys }: SigningKeys, kid: string): Promise<CryptoKey | null> {
    const found = keys.find((key) => key.kid === kid);
    if (!found) return null;
    const key = imported.get(found.secret) ?? (await importKey(found.secret));
    imported.set(found.secret, key);
    return key;
  }

  return {
    async issue(claims) {
      const keys = await source.keys();
      const key = await keyOf(keys, keys.current);
      if (!key) throw new Error("the current signing key is not among the keys");
      const nowSeconds = Math.floor(clock() / 1_000);
      return new SignJWT(ownClaims(claims))
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: keys.current })
        .setIssuer(ISSUER)
        .setSubject(claims.subject)
        .setIssuedAt(nowSeconds)
        .setExpirationTime(nowSeconds + tokenLifetimes[claims.kind])
        .sign(key);
    },

    async read(token) {
      const kid = token.length <= TOKEN_MAX_CHARS ? kidOf(token) : null;
      const key = kid === null ? null : await keyOf(await source.keys(kid), kid);
      return key ? verify(token, key, new Date(clock())) : fail("TOKEN_INVALID");
    },
  };
}

async function verify(token: string, key: CryptoKey, currentDate: Date): Promise<Result<Claims>> {
  try {
    const options = { algorithms: [ALGORITHM], issuer: ISSUER, typ: TYPE, currentDate };
    return claimsOf((await jwtVerify(token, key, options)).payload);
  } catch (error) {
    if (error instanceof errors.JWTExpired) return fail("TOKEN_EXPIRED");
    if (error instanceof errors.JOSEError) return fail("TOKEN_INVALID");
    throw error;
  }
}

function ownClaims(claims: Claims): JWTPayload {
  return claims.kind === "guest" ? { kind: claims.kind } : { kind: claims.kind, room: claims.room };
}

/** A token that lives longer than its kind may was not made here by these rules. */
function claimsOf(signed: JWTPayload): Result<Claims> {
  const read = payload.safeParse(signed);
  if (!read.success) return fail("TOKEN_INVALID");
  const { data } = read;
  if (data.exp - data.iat > tokenLifetimes[data.kind]) return fail("TOKEN_INVALID");
  return ok(
    data.kind === "guest"
      ? { kind: data.kind, subject: data.sub }
      : { kind: data.kind, subject: data.sub, room: data.room },
  );
}

/** Says nothing of whether the token is genuine. */
function kidOf(token: string): string | null {
  try {
    return decodeProtectedHeader(token).kid ?? null;
  } catch {
    return null;
  }
}

function importKey(secret: string): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", Uint8Array.from(base64url.decode(secret)), algorithm, false, [
    "sign",
    "verify",
  ]);
}
