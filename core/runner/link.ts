import type { Seat } from "../machine.ts";
import type { Keepsake } from "../ports.ts";
import {
  BAD_MESSAGES_MAX,
  MESSAGES_BURST,
  MESSAGES_PER_SECOND,
  SILENT_AFTER_MS,
  UNACKED_STATES_MAX,
  WITHHELD_STATES_MAX,
} from "../protocol/index.ts";

/** How many messages a connection may send. */
export interface MessageBudget {
  perSecond: number;
  burst: number;
}

const roomBudget: MessageBudget = { perSecond: MESSAGES_PER_SECOND, burst: MESSAGES_BURST };

/** What the runner knows of one socket, from its opening on. */
export class Link implements Seat {
  readonly connection: string;
  readonly openedMs: number;
  stage: "opened" | "admitting" | "seated" = "opened";
  /** What arrived while the token was being checked. */
  queue: string[] = [];
  role: Seat["role"] = "player";
  subject = "";
  member: number | null = null;
  /** The same as far as it is durable: what outlives the room's memory. */
  durableMember: number | null = null;
  rttMs: number | null = null;
  present = true;
  /** It wants to be told of motion, too. */
  watches = false;
  /** Binary frames may be lost on its way. */
  loses = false;
  /** Its socket is gone: nothing more is sent. */
  closed = false;
  heardMs: number;
  /** The newest ping that was taken note of, as the shell's clock has it. */
  pingShellMs: number | null = null;

  #tokens = MESSAGES_BURST;
  #tokensAtMs: number;
  #bad = 0;
  /** Numbers of the frames that were sent and not acknowledged, oldest first; frames may share one. */
  #unacked: number[] = [];
  #withheld = 0;
  #probe: { seq: number; sentMs: number } | null = null;

  constructor(connection: string, nowMs: number) {
    this.connection = connection;
    this.openedMs = nowMs;
    this.heardMs = nowMs;
    this.#tokensAtMs = nowMs;
  }

  /** A link whose socket outlived the room's memory. */
  static restored(connection: string, keepsake: Keepsake, heardMs: number, nowMs: number): Link {
    const link = new Link(connection, nowMs);
    link.seat(keepsake);
    link.heardMs = heardMs;
    return link;
  }

  seat(keepsake: Keepsake): void {
    this.stage = "seated";
    this.role = keepsake.role;
    this.subject = keepsake.subject;
    this.member = keepsake.member;
    this.durableMember = keepsake.member;
    this.rttMs = keepsake.rttMs;
    this.present = keepsake.present;
    this.watches = keepsake.watches === true;
    this.loses = keepsake.loses === true;
    if (keepsake.isBehind) this.#withheld = 1;
  }

  get keepsake(): Keepsake {
    const { role, subject, durableMember: member, rttMs, present } = this;
    const kept: Keepsake = { role, subject, member, rttMs, present };
    if (this.stalled) kept.isBehind = true;
    if (this.watches) kept.watches = true;
    if (this.loses) kept.loses = true;
    return kept;
  }

  /** Takes one message from the budget (a token bucket); false if there is none left. */
  spend(nowMs: number, { perSecond, burst }: MessageBudget = roomBudget): boolean {
    const refill = ((nowMs - this.#tokensAtMs) * perSecond) / 1_000;
    this.#tokens = Math.min(burst, this.#tokens + refill);
    this.#tokensAtMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Counts unusable messages; true once there were too many. */
  misbehaved(weight = 1): boolean {
    this.#bad += weight;
    return this.#bad >= BAD_MESSAGES_MAX;
  }

  silent(nowMs: number, factor = 1): boolean {
    return nowMs - this.heardMs > SILENT_AFTER_MS * factor;
  }

  /** True while what it was sent is not acknowledged, so that it gets no more. */
  get stalled(): boolean {
    return this.#withheld > 0;
  }

  /**
   * Whether one more numbered frame may go out: `send` (and it is counted as unacknowledged),
   * `withhold`, or `close` after too many withheld ones.
   */
  admitFrame(seq: number): "send" | "withhold" | "close" {
    if (this.#withheld > 0 || this.#unacked.length >= UNACKED_STATES_MAX) {
      this.#withheld += 1;
      return this.#withheld > WITHHELD_STATES_MAX ? "close" : "withhold";
    }
    this.#unacked.push(seq);
    return "send";
  }

  probeSent(seq: number, nowMs: number): void {
    this.#probe = { seq, sentMs: nowMs };
  }

  /**
   * Numbered frames up to `seq` have arrived. `recovered`: it was stalled and may be sent its whole state;
   * `measured`: the smallest time there and back became smaller.
   */
  acknowledged(seq: number, nowMs: number): { recovered: boolean; measured: boolean } {
    let arrived = 0;
    while (arrived < this.#unacked.length && (this.#unacked[arrived] as number) <= seq) arrived += 1;
    if (arrived > 0) this.#unacked.splice(0, arrived);
    const recovered = this.#withheld > 0 && this.#unacked.length < UNACKED_STATES_MAX;
    if (recovered) this.#withheld = 0;
    let measured = false;
    if (this.#probe && seq >= this.#probe.seq) {
      const rttMs = nowMs - this.#probe.sentMs;
      this.#probe = null;
      measured = this.rttMs === null || rttMs < this.rttMs;
      if (measured) this.rttMs = rttMs;
    }
    return { recovered, measured };
  }
}
