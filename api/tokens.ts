import { base64url, decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import * as z from "zod/mini";
import { type Claims, fail, ok, type Result, readRoomCode, tokenLifetimes } from "../core/protocol/index.ts";
import type { Tokens } from "./ports.ts";
import type { KeySource, SigningKeys } from "./signing-keys.ts";

const ISSUER = "skerry";
const ALGORITHM = "HS256";
const TYPE = "JWT";
/** What frames and headers carry; ours have about 250. */
const TOKEN_MAX_CHARS = 2_048;

const common = {
  sub: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  iat: z.int(),
  exp: z.int(),
};
const room = z.string().check(z.refine((code) => readRoomCode(code) === code));

const payload = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("guest"), ...common }),
  z.object({ kind: z.enum(["room", "host", "screen"]), room, ...common }),
]);

/**
 * Tokens as JWTs (RFC 7519), signed with HS256 by the current key, whose `kid` stands in the header. They
 * live as long as `tokenLifetimes` says for their kind. `read` gives TOKEN_INVALID or TOKEN_EXPIRED; both
 * throw only if the keys cannot be had.
 */
export function createTokens(source: KeySource, clock: () => number): Tokens {
  return {
    async issue(claims) {
      const keys = await source.keys();
      const nowSeconds = Math.floor(clock() / 1_000);
      return new SignJWT(ownClaims(claims))
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: keys.current })
        .setIssuer(ISSUER)
        .setSubject(claims.subject)
        .setIssuedAt(nowSeconds)
        .setExpirationTime(nowSeconds + tokenLifetimes[claims.kind])
        .sign(currentKey(keys));
    },

    async read(token) {
      const kid = token.length <= TOKEN_MAX_CHARS ? kidOf(token) : null;
      const key = kid === null ? null : keyOf(await source.keys(kid), kid);
      return key ? verify(token, key, new Date(clock())) : fail("TOKEN_INVALID");
    },
  };
}

async function verify(token: string, key: Uint8Array, currentDate: Date): Promise<Result<Claims>> {
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

function keyOf({ keys }: SigningKeys, kid: string): Uint8Array | null {
  const found = keys.find((key) => key.kid === kid);
  return found ? base64url.decode(found.secret) : null;
}

function currentKey(keys: SigningKeys): Uint8Array {
  const key = keyOf(keys, keys.current);
  if (!key) throw new Error("the current signing key is not among the keys");
  return key;
}
