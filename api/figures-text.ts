/** A measured value of each of some kinds: `memory_bytes{kind="resident"}`; without a label where there is one alone. */
export interface Gauge {
  type: "gauge";
  /** In base units, which come last: `uptime_seconds`. */
  name: string;
  help: string;
  values: { label?: [name: string, value: string]; value: number }[];
}

/** How often values of each of some kinds were up to each of some bounds; without a label where there is one kind alone. */
export interface Histogram {
  type: "histogram";
  name: string;
  help: string;
  /** Upper bounds, inclusive, ascending. */
  bounds: readonly number[];
  values: {
    label?: [name: string, value: string];
    /** How many values fell between a bound and the one before; one more than bounds, for what is above all. */
    counts: readonly number[];
    sum: number;
  }[];
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
  return finite.map(({ label, value }) => `skerry_${name}${labels(label)} ${value}\n`).join("");
}

function histogram({ name, bounds, values }: Histogram): string {
  return values
    .map(({ label, counts, sum }) => {
      let below = 0;
      const buckets = counts.map((count, at) => {
        below += count;
        return `skerry_${name}_bucket${labels(label, ["le", String(bounds[at] ?? "+Inf")])} ${below}\n`;
      });
      return `${buckets.join("")}skerry_${name}_sum${labels(label)} ${sum}\nskerry_${name}_count${labels(label)} ${below}\n`;
    })
    .join("");
}

function labels(...all: ([name: string, value: string] | undefined)[]): string {
  const said = all.flatMap((label) => (label ? [`${label[0]}="${escaped(label[1])}"`] : []));
  return said.length > 0 ? `{${said.join(",")}}` : "";
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
