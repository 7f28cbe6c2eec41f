import { fail, ok, type Result } from "../core/protocol/index.ts";
import { UPLINK_TOKEN_MIN_CHARS } from "../core/protocol/uplink-limits.ts";
import { bearerOf } from "./bearer.ts";
import { equalSecrets } from "./constant-time.ts";
import type { ApiConfig } from "./ports.ts";

/** A token of the setting: whom it lets in, `null` for any node. Bearer tokens have no colons. */
interface UplinkToken {
  node: string | null;
  token: string;
}

/**
 * Which node may have an uplink with this request, by its bearer token: `null` is any. `UPLINK_OFF` where the operator has
 * set no token, `UNAUTHORIZED`, `TOKEN_INVALID`. Every token is compared, in a time that tells nothing of them.
 */
export async function admitUplink(
  request: Request,
  { uplinkToken }: Pick<ApiConfig, "uplinkToken">,
): Promise<Result<{ node: string | null }>> {
  const known = tokensIn(uplinkToken ?? "");
  if (known.length === 0) return fail("UPLINK_OFF");
  const shown = bearerOf(request);
  if (shown === null) return fail("UNAUTHORIZED");
  const matches = await Promise.all(known.map(({ token }) => equalSecrets(token, shown)));
  const found = known.find((_, i) => matches[i]);
  return found ? ok({ node: found.node }) : fail("TOKEN_INVALID");
}

/** One that is too short to be a secret counts for nothing. */
function tokensIn(setting: string): UplinkToken[] {
  return setting
    .split(",")
    .map((part) => {
      const [, node = null, token = ""] = /^\s*(?:([a-z0-9-]+):)?(\S*)\s*$/.exec(part) ?? [];
      return { node, token };
    })
    .filter(({ token }) => token.length >= UPLINK_TOKEN_MIN_CHARS);
}
