/** How often a world's step took up to each of some bounds, since its node started. */
export interface TickFigures {
  /** Upper bounds in seconds, ascending; the last is infinite. */
  bounds: number[];
  /** How many were up to each bound: cumulative. */
  counts: number[];
  count: number;
  sumSeconds: number;
}

/** Reads a node's figures of the ticks of a realm. */
export async function readTicks(url: string, realm: string): Promise<TickFigures> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const buckets = [
    ...text.matchAll(new RegExp(`^skerry_world_tick_seconds_bucket\\{realm="${realm}",le="([^"]+)"\\} (\\d+)$`, "gm")),
  ];
  if (buckets.length === 0) throw new Error("the node tells nothing of its ticks");
  const one = (name: string) =>
    Number(new RegExp(`^skerry_world_tick_seconds_${name}\\{realm="${realm}"\\} (\\S+)$`, "m").exec(text)?.[1]);
  return {
    bounds: buckets.map(([, bound]) => (bound === "+Inf" ? Infinity : Number(bound))),
    counts: buckets.map(([, , count]) => Number(count)),
    count: one("count"),
    sumSeconds: one("sum"),
  };
}

/** Reads what a node holds, in MB: in JavaScript's heap, and outside of it. */
export async function readMemory(url: string): Promise<{ heapMb: number; externalMb: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const of = (kind: string) => {
    const bytes = Number(new RegExp(`^skerry_memory_bytes\\{kind="${kind}"\\} (\\S+)$`, "m").exec(text)?.[1]);
    return Math.round(bytes / 2 ** 20);
  };
  return { heapMb: of("heap"), externalMb: of("external") };
}

/** What came between two readings. */
export function ticksBetween(before: TickFigures, after: TickFigures): TickFigures {
  return {
    bounds: after.bounds,
    counts: after.counts.map((count, i) => count - (before.counts[i] ?? 0)),
    count: after.count - before.count,
    sumSeconds: after.sumSeconds - before.sumSeconds,
  };
}

/** A quantile in milliseconds: between two bounds in proportion, as Prometheus reckons it. */
export function quantile({ bounds, counts, count }: TickFigures, share: number): number {
  const wanted = share * count;
  const at = counts.findIndex((upTo) => upTo >= wanted);
  const [low, high] = [bounds[at - 1] ?? 0, bounds[at] ?? Infinity];
  const [below, upTo] = [counts[at - 1] ?? 0, counts[at] ?? 0];
  if (high === Infinity) return low * 1_000;
  const part = upTo > below ? (wanted - below) / (upTo - below) : 1;
  return Math.round((low + (high - low) * part) * 100_000) / 100;
}
