import type { Rates } from "./rates.ts";

/** How it stands with the connection, in a word and in a sentence. */
export interface LineState {
  is: "live" | "connecting" | "reconnecting" | "ended" | "away" | "silent";
  /** More than the word says; empty where it says all. */
  words: string;
}

/** What the last line tells. */
export interface StatusFacts {
  state: LineState;
  /** `UDP` or `TCP`. */
  transport: string;
  /** `host:port` of the other end; `null`: not known yet. */
  address: string | null;
  /** The way there and back; `null`: not known yet. */
  rttMs: number | null;
  rates: Rates;
}

/** A part of the line: in long, less long, and short. The first ones are the last to be left out. */
type Part = readonly [long: string, medium: string, short: string];

/** One line of so many columns: as long as there is room for, and then without what matters least. */
export function statusLine(facts: StatusFacts, columns: number, utf8: boolean): string {
  const parts = partsOf(facts);
  const separators = [utf8 ? " │ " : " | ", "  ", " "] as const;
  for (const form of [0, 1, 2] as const) {
    const line = parts.map((part) => part[form]).join(separators[form]);
    if (line.length <= columns) return line;
  }
  const shortest = parts.map(([, , short]) => short);
  while (shortest.length > 1 && shortest.join(" ").length > columns) shortest.pop();
  return shortest.join(" ");
}

function partsOf(facts: StatusFacts): Part[] {
  const { state, transport, address } = facts;
  const words = same(state.words === "" ? state.is : `${state.is}: ${state.words}`);
  const end = same(`${transport} ${address ?? "?"}`);
  // While nothing comes, nothing is known of what else goes on.
  return state.is === "live" ? [words, end, ...figuresOf(facts)] : [words, end];
}

function figuresOf({ transport, rttMs, rates }: StatusFacts): Part[] {
  const { lost, snapshots, baselineTicks } = rates;
  const noun = transport === "UDP" ? "packets" : "messages";
  const rtt = rttMs === null ? "?" : `${Math.round(rttMs)}`;
  const parts: Part[] = [
    [`round trip ${rtt} ms`, `${rtt} ms`, `${rtt}ms`],
    flow("in", rates.packetsIn, rates.bytesIn, noun),
    flow("out", rates.packetsOut, rates.bytesOut, noun),
  ];
  if (lost !== null) parts.push(same(`lost ${percent(lost)}`));
  if (snapshots === 0) return [...parts, ["at rest, no snapshots", "at rest", "at rest"]];
  const ticks = Math.round(snapshots);
  parts.push([`${ticks} snapshots/s`, `${ticks} ticks/s`, `${ticks}t/s`]);
  if (baselineTicks !== null)
    parts.push([`baseline ${baselineTicks} ticks old`, `baseline ${baselineTicks} ticks`, `base ${baselineTicks}t`]);
  return parts;
}

function flow(way: string, packets: number, bytes: number, noun: string): Part {
  const [count, kilobytes] = [Math.round(packets), (bytes / 1_000).toFixed(1)];
  return [
    `${way} ${count} ${noun}, ${kilobytes} kB/s`,
    `${way} ${count}/s ${kilobytes} kB/s`,
    `${way} ${count}p ${kilobytes}k`,
  ];
}

function same(text: string): Part {
  return [text, text, text];
}

function percent(part: number): string {
  return `${(part * 100).toFixed(part > 0 && part < 0.1 ? 1 : 0)}%`;
}
