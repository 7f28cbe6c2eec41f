const PREFIX = "skerry_";
const SUFFIX = "_total";

/** The content type of {@link metricsText}. */
export const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Counters in Prometheus' text format 0.0.4, by name. Names are made valid, and two that become the same
 * are added up; values that no counter can have (negative, not finite) are left out.
 */
export function metricsText(counters: Record<string, number>): string {
  const sums = new Map<string, number>();
  for (const [name, value] of Object.entries(counters)) {
    if (!Number.isFinite(value) || value < 0) continue;
    const valid = metricName(name);
    sums.set(valid, (sums.get(valid) ?? 0) + value);
  }
  const names = [...sums.keys()].sort();
  return names.map((name) => `${heading(name)}${name} ${sums.get(name)}\n`).join("");
}

function metricName(name: string): string {
  const body = name.toLowerCase().replace(/[^a-z0-9_]+/g, "_");
  return PREFIX + body.replace(/^skerry_/, "").replace(/_total$/, "") + SUFFIX;
}

function heading(name: string): string {
  const words = name.slice(PREFIX.length, -SUFFIX.length).replaceAll("_", " ").trim();
  const sentence = words.charAt(0).toUpperCase() + words.slice(1);
  return `# HELP ${name} ${sentence}, since the counters began.\n# TYPE ${name} counter\n`;
}
