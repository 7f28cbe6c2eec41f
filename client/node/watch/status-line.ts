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

/** A part of the line, long and short. The first ones are the last to be left out. */
type Part = readonly [long: string, short: string];

const LONG = " │ ";
const LONG_ASCII = " | ";

/** One line of so many columns: everything in long, or in short, and then without what matters least. */
export function statusLine(facts: StatusFacts, columns: number, utf8: boolean): string {
  const parts = partsOf(facts);
  const long = parts.map(([words]) => words).join(utf8 ? LONG : LONG_ASCII);
  if (long.length <= columns) return long;
  for (let count = parts.length; count > 1; count--) {
    const short = parts
      .slice(0, count)
      .map(([, words]) => words)
      .join(" ");
    if (short.length <= columns) return short;
  }
  return parts[0]?.[1] ?? "";
}

function partsOf({ state, transport, address, rttMs, rates }: StatusFacts): Part[] {
  if (state.is !== "live" && state.is !== "silent" && state.words !== "") {
    const words = `${state.is}: ${state.words}`;
    return [[words, words], same([transport, address].filter(Boolean).join(" "))];
  }
  const { packetsIn, bytesIn, packetsOut, bytesOut, lost, snapshots, baselineTicks } = rates;
  const noun = transport === "UDP" ? "packets" : "messages";
  const rtt = rttMs === null ? "?" : `${Math.round(rttMs)}`;
  const parts: Part[] = [
    same(state.words === "" ? state.is : `${state.is}: ${state.words}`),
    same(`${transport} ${address ?? "?"}`),
    [`round trip ${rtt} ms`, `${rtt}ms`],
    [`in ${round(packetsIn)} ${noun}, ${kilobytes(bytesIn)} kB/s`, `in ${round(packetsIn)}p ${kilobytes(bytesIn)}k`],
    [
      `out ${round(packetsOut)} ${noun}, ${kilobytes(bytesOut)} kB/s`,
      `out ${round(packetsOut)}p ${kilobytes(bytesOut)}k`,
    ],
  ];
  if (lost !== null) parts.push([`lost ${percent(lost)}`, `lost ${percent(lost)}`]);
  parts.push(
    snapshots === 0
      ? ["at rest, no snapshots", "at rest"]
      : [`${round(snapshots)} snapshots/s`, `${round(snapshots)}t/s`],
  );
  if (baselineTicks !== null && snapshots > 0)
    parts.push([`baseline ${baselineTicks} ticks old`, `base ${baselineTicks}t`]);
  return parts;
}

function same(text: string): Part {
  return [text, text];
}

function round(value: number): string {
  return String(Math.round(value));
}

function kilobytes(bytes: number): string {
  return (bytes / 1_000).toFixed(1);
}

function percent(part: number): string {
  return `${(part * 100).toFixed(part > 0 && part < 0.1 ? 1 : 0)}%`;
}
