import type { Quantiles } from "../measure/quantiles.ts";

/** Who comes to a world, and for how long. Plain data: it goes to another process. */
export interface CrowdJob {
  /** `http://127.0.0.1:port` */
  url: string;
  realm: string;
  telnetPort: number;
  /** Signs the guests' tokens, before anything is measured. */
  secret: string;
  telnets: number;
  datagrams: number;
  sockets: number;
  /** How many may be on their way in at the same moment. */
  enteringAtOnce: number;
  seed: number;
}

/** What one kind of guests met with, since they were last asked. */
export interface GuestReport {
  entered: number;
  /** Frames of motion, or of telnet anything. */
  received: number;
  receivedBytes: number;
  /** From a line said to its echo or answer, in milliseconds. */
  answeredMs: Quantiles;
  unanswered: number;
  /** Connections that were lost or refused, by why. */
  lost: Record<string, number>;
}

export type CrowdReport = Record<"telnets" | "datagrams" | "sockets", GuestReport>;

/** What is said to the crowd's process, and what it answers. */
export type CrowdOrder = { order: "enter"; job: CrowdJob } | { order: "reset" } | { order: "report" };
export type CrowdAnswer =
  | { done: "enter" }
  | { done: "reset" }
  | { done: "report"; report: CrowdReport }
  | { failed: string };
