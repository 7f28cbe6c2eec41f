import { addressKey } from "./address.ts";
import type { Limits } from "./ports.ts";

/** A token bucket's measure: refilled evenly, filled at first. */
export interface Rate {
  perMinute: number;
  burst: number;
}

export type LimitRates = Record<"makeRoom" | "request" | "wrongCode", Rate>;

/** What one address may do. A school or a company is one address: only what can be abused is scarce. */
export const limitRates: LimitRates = {
  makeRoom: { perMinute: 10, burst: 20 },
  request: { perMinute: 20_000, burst: 20_000 },
  wrongCode: { perMinute: 20, burst: 20 },
};

/** Addresses remembered at once, at most 17 MB (measured); beyond it the one unseen for longest is forgotten. */
export const ADDRESSES_MAX = 50_000;

interface Bucket {
  left: number;
  atMs: number;
}

type Buckets = Partial<Record<keyof LimitRates, Bucket>>;

/**
 * Limits per address in this process's memory. An address that is forgotten starts afresh; it is the one
 * unseen for longest, whose buckets have refilled most.
 */
export function createMemoryLimits(
  rates: LimitRates,
  clock: () => number,
  addressesMax: number = ADDRESSES_MAX,
): Limits & { readonly addresses: number } {
  /** In the order in which they were last charged. */
  const known = new Map<string, Buckets>();

  function left(buckets: Buckets | undefined, kind: keyof LimitRates, nowMs: number): number {
    const { perMinute, burst } = rates[kind];
    const bucket = buckets?.[kind];
    if (!bucket) return burst;
    return Math.min(burst, bucket.left + (Math.max(0, nowMs - bucket.atMs) * perMinute) / 60_000);
  }

  async function take(kind: keyof LimitRates, address: string): Promise<boolean> {
    const key = addressKey(address);
    const nowMs = clock();
    const buckets = known.get(key) ?? {};
    const before = left(buckets, kind, nowMs);
    const allowed = before >= 1;
    buckets[kind] = { left: allowed ? before - 1 : before, atMs: nowMs };
    known.delete(key);
    known.set(key, buckets);
    for (const oldest of known.keys()) {
      if (known.size <= addressesMax) break;
      known.delete(oldest);
    }
    return allowed;
  }

  return {
    makeRoom: (address) => take("makeRoom", address),
    request: (address) => take("request", address),
    wrongCode: (address) => take("wrongCode", address),
    mayTryCode: async (address) => left(known.get(addressKey(address)), "wrongCode", clock()) >= 1,
    get addresses() {
      return known.size;
    },
  };
}
