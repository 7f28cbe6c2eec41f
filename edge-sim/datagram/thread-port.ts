import type { ServerSecrets } from "../../core/datagram/handshakes.ts";

/** What the thread of the sockets is started with. */
export interface ThreadStart {
  host: string;
  port: number;
  /** Names of this node in tokens; the port is added. */
  names: readonly string[];
  secrets: ServerSecrets;
  /** Of the clock: {@link clockFrom}. */
  machineStartMs: number;
  connectionsMax: number;
  connectionsPerAddressMax: number;
}

/** What it tells besides batches of news, which are bytes. */
export type ThreadWord =
  | { is: "listening"; port: number; address: string }
  /** The port cannot be had, for the reason that the system gives. */
  | { is: "failed"; message: string; code: string }
  /** Something was thrown; it goes on. */
  | { is: "fault"; message: string }
  | { is: "stopped" };

/** What it is told besides. */
export type ThreadOrder = { is: "stop" };

/** Milliseconds since the machine started, the same in every thread. */
function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** When the machine started, by the wall clock as it stands now. */
export function machineStartMs(): number {
  return Date.now() - machineMs();
}

/**
 * Milliseconds since 1970, never going back, and the same in every thread that has the same start: tokens are made in one
 * and expire in another, and the wall clock of a board without a battery may jump by years between their starts.
 */
export function clockFrom(startMs: number): () => number {
  const offsetMs = startMs + machineMs() - performance.now();
  return () => offsetMs + performance.now();
}
