import { PING_EVERY_MS } from "../core/protocol/limits.ts";
import type { Page } from "./page.ts";

/** How long things may take, in milliseconds. */
export interface Patience {
  pingEveryMs: number;
  /** The first ping waits until a new page is done with drawing: measured before, the way there and back looks long. */
  firstPingAfterMs: number;
  /** No pong within this: the connection is dead. */
  pongWithinMs: number;
  /** The same just after waking, when it most likely is dead. */
  wakePongWithinMs: number;
  /** No reply to a request within this: it is given up. */
  replyWithinMs: number;
}

export const patience: Patience = {
  pingEveryMs: PING_EVERY_MS,
  firstPingAfterMs: 1_000,
  pongWithinMs: 8_000,
  wakePongWithinMs: 2_500,
  replyWithinMs: 15_000,
};

export interface HeartbeatOptions {
  page: Page;
  patience: Patience;
  /** A monotonic clock in milliseconds. */
  local(): number;
  ping(): void;
  /** Nothing came back in time. */
  dead(): void;
  roundTrip(ms: number): void;
}

/** Pings while somebody looks, and notices when nothing comes back. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #first: ReturnType<typeof setTimeout> | undefined;
  #every: ReturnType<typeof setInterval> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  /** Moments of the pings that are under way. */
  #sent: number[] = [];

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** A connection is live. */
  start(): void {
    this.stop();
    const { pingEveryMs, firstPingAfterMs, pongWithinMs } = this.#options.patience;
    const ping = () => {
      if (this.#sent.length === 0 && this.#options.page.visible()) this.#ping(pongWithinMs);
    };
    this.#every = setInterval(ping, pingEveryMs);
    this.#first = setTimeout(ping, firstPingAfterMs);
  }

  /** The page woke: whether the connection outlived its sleep is to be known soon. */
  wake(): void {
    if (this.#every !== undefined) this.#ping(this.#options.patience.wakePongWithinMs);
  }

  pong(): void {
    clearTimeout(this.#deadline);
    const [first, ...more] = this.#sent;
    // With several under way it is unknown which one this answers.
    if (first !== undefined && more.length === 0) this.#options.roundTrip(this.#options.local() - first);
    this.#sent = [];
  }

  stop(): void {
    clearInterval(this.#every);
    clearTimeout(this.#first);
    clearTimeout(this.#deadline);
    this.#every = undefined;
    this.#sent = [];
  }

  #ping(withinMs: number): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#options.dead(), withinMs);
    this.#sent.push(this.#options.local());
    this.#options.ping();
  }
}
