import type { WorldLineOfText } from "../../client/world-client.ts";
import { realmBehindGate } from "./realm-path.ts";

/** Older entries go. */
const KEPT = 300;

/** What the log shows in one line. */
export interface LogEntry {
  /** Unique in this log, ascending. */
  key: number;
  /** `own`: typed here; `place`: where one is now; `note`: said by the page itself. */
  kind: "own" | "event" | "reply" | "refused" | "place" | "note";
  text: string;
  /** The realm behind the gate that this tells of. */
  gate?: string;
}

export type Log = readonly LogEntry[];

/** The log with more at its end. */
export function logged(log: Log, more: readonly Omit<LogEntry, "key">[]): Log {
  const next = (log.at(-1)?.key ?? 0) + 1;
  return [...log, ...more.map((entry, i) => ({ ...entry, key: next + i }))].slice(-KEPT);
}

/** What the world told, as entries. */
export function entryOf(line: WorldLineOfText): Omit<LogEntry, "key"> {
  if (line.from === "event") return { kind: "event", text: line.text };
  const gate = realmBehindGate(line.text);
  return { kind: line.ok ? "reply" : "refused", text: line.text, ...(gate ? { gate } : {}) };
}
