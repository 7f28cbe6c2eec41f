import type { ServerSecrets } from "../../core/datagram/handshakes.ts";

/** What the thread of the sockets is started with. */
export interface ThreadStart {
  host: string;
  port: number;
  /** Names of this node in tokens; the port is added. */
  names: readonly string[];
  secrets: ServerSecrets;
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

/** A packet's and a token's time: milliseconds since 1970, never going back, about the same in both threads. */
export function steadyNow(): number {
  return performance.timeOrigin + performance.now();
}
