import { WorkerEntrypoint } from "cloudflare:workers";
import { createAdmit } from "../../api/admit.ts";
import type { Tokens } from "../../api/ports.ts";
import { cachedKeys, keysFromSecret } from "../../api/signing-keys.ts";
import { createTokens } from "../../api/tokens.ts";
import type { Claims, Result, Role } from "../../core/protocol/index.ts";
import type { KeyRing } from "../../durable-objects/key-ring.ts";

export { KeyRing } from "../../durable-objects/key-ring.ts";
// Lives in this script because it is the leaf on which every other one depends.
export { MetricsHub } from "../../durable-objects/metrics-hub.ts";

interface Env {
  KEY_RING: DurableObjectNamespace<KeyRing>;
  /** Secrets of the operator's own, comma-separated, the first signs; without them the key ring makes keys. */
  SKERRY_SECRET?: string;
}

const KEYS_FRESH_MS = 10 * 60_000;

let tokens: Tokens | null = null;

/** One set of keys an isolate: reading a token asks the key ring only when they are stale or the key is unknown. */
function tokensOf(env: Env): Tokens {
  const clock = () => Date.now();
  tokens ??= createTokens(
    env.SKERRY_SECRET
      ? keysFromSecret(env.SKERRY_SECRET)
      : cachedKeys({ keys: () => env.KEY_RING.getByName("main").keys() }, KEYS_FRESH_MS, clock),
    clock,
  );
  return tokens;
}

/** Signs and reads tokens for the other Workers. */
export class AuthService extends WorkerEntrypoint<Env> {
  issue(claims: Claims): Promise<string> {
    return tokensOf(this.env).issue(claims);
  }

  read(token: string): Promise<Result<Claims>> {
    return tokensOf(this.env).read(token);
  }

  /** What a room asks when somebody wants to enter. */
  admit(token: string, role: Role, room: string): Promise<Result<{ claims: Claims; token?: string }>> {
    return createAdmit(tokensOf(this.env))(token, role, room);
  }
}

export default {
  fetch(): Response {
    return new Response("This Worker is called by others, not by browsers.\n", { status: 404 });
  },
};
