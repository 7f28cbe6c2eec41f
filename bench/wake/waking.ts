/** How a world last came to memory, as it told the isolate that it lives in. */
export interface Waking {
  /** When its object was made, by the machine's clock. */
  madeMs: number;
  /** Making what runs it: the script engine above all. */
  startMs: number;
  /** Reading the checkpoint, scripts and bodies, and running again what the log has beyond it. */
  restoreMs: number;
  /** Ticks that were run again. */
  replayed: number;
  /** Of the checkpoint that it was taken up from; 0: of none. */
  checkpointBytes: number;
  /** When its loop stopped; `null` while it ticks. */
  restingSinceMs: number | null;
}

/** Names of the worlds that the bench's Worker has. */
export function worldName(index: number): string {
  return `sleeper-${index}`;
}

/** So many of them there are. */
export const WORLDS_MAX = 500;
