import type { ProcessCost } from "../measure/process-cost.ts";
import type { Quantiles } from "../measure/quantiles.ts";

/** What a load process is to do. Plain data: it goes to another process. */
export interface LoadJob {
  wire: "skerry" | "colyseus";
  /** `http://127.0.0.1:port` */
  url: string;
  code: string;
  hostToken: string;
  /** Signs the players' guest tokens, before anything is measured. */
  secret: string;
  players: number;
  /** How many players may be on their way in at the same moment. */
  joiningAtOnce: number;
  /** Questions of the game; 0: everybody joins, and that is all. */
  rounds: number;
  /** Players answer at random moments within this time. */
  answerWithinMs: number;
  /** Decides those moments. */
  seed: number;
  /** The server's process group, whose cost is read at the edges of each part. */
  group: number;
}

/** What a part of the run was, and what it cost the server. */
export interface PartReport {
  ms: number;
  /** Of the server, all processes. */
  cpuMs: number;
  /** WebSocket messages that arrived at players and host. */
  delivered: number;
  deliveredBytes: number;
}

/** What a load process measured. Times in milliseconds. */
export interface LoadReport {
  players: number;
  joined: number;
  /** From a player's opening of the socket to the answer that they are in. */
  joinMs: Quantiles;
  /** From the first opening to the last "you are in". */
  joinAllMs: number;
  joins: PartReport;
  /** From the host's start to the podium. */
  game: PartReport;
  /** Of it, the broadcasts that the host causes: from its word to the last arrival. Nobody answers meanwhile. */
  fanOut: PartReport;
  /** From the moment of the server's step to the arrival, over all state frames of the game but reveals. */
  fanOutMs: Quantiles;
  /** The same for the reveals, which are personal. */
  revealMs: Quantiles;
  /** From sending an answer to its acknowledgement. */
  ackMs: Quantiles;
  /** Questions that arrived after the moment at which they should open. */
  lateQuestions: number;
  answersSent: number;
  answersAccepted: number;
  /** State frames that somebody should have had and did not get. */
  framesMissing: number;
  podiums: number;
  /** What went wrong, by name. */
  failures: Record<string, number>;
  /** Before the first player, with everybody in, and after the game. */
  cost: { empty: ProcessCost; joined: ProcessCost; end: ProcessCost };
  /** CPU of the load generator itself. */
  generatorCpuMs: number;
}
