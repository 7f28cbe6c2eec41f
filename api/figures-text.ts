/** A measured value of each of some kinds: `memory_bytes{kind="resident"}`; without a label where there is one alone. */
export interface Gauge {
  type: "gauge";
  /** In base units, which come last: `uptime_seconds`. */
  name: string;
  help: string;
  values: { label?: [name: string, value: string]; value: number }[];
}

/** How often values were up to each of some bounds. */
export interface Histogram {
  type: "histogram";
  name: string;
  help: string;
  /** Upper bounds, inclusive, ascending. */
  bounds: readonly number[];
  /** How many values fell between a bound and the one before; one more than bounds, for what is above all. */
  counts: readonly number[];
  sum: number;
}

export type Figure = Gauge | Histogram;

/** Figures in Prometheus' text format 0.0.4, with the prefix that all metrics have. Values that are not finite are left out. */
export function figuresText(figures: readonly Figure[]): string {
  return figures
    .map((figure) => heading(figure) + (figure.type === "gauge" ? gauge(figure) : histogram(figure)))
    .join("");
}

function heading({ name, help, type }: Figure): string {
  return `# HELP skerry_${name} ${help}\n# TYPE skerry_${name} ${type}\n`;
}

function gauge({ name, values }: Gauge): string {
  const finite = values.filter(({ value }) => Number.isFinite(value));
  return finite.map(({ label, value }) => `skerry_${name}${label ? labelled(...label) : ""} ${value}\n`).join("");
}

function histogram({ name, bounds, counts, sum }: Histogram): string {
  let below = 0;
  const buckets = counts.map((count, at) => {
    below += count;
    const bound = bounds[at];
    return `skerry_${name}_bucket${labelled("le", bound === undefined ? "+Inf" : String(bound))} ${below}\n`;
  });
  return `${buckets.join("")}skerry_${name}_sum ${sum}\nskerry_${name}_count ${below}\n`;
}

function labelled(name: string, value: string): string {
  const escaped = value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
  return `{${name}="${escaped}"}`;
}
