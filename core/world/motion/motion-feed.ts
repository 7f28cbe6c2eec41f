import { SEEN_CLOSE_TICKS, SEEN_FEWER_TICKS, SEEN_NONE_TICKS, SEEN_RARE_TICKS } from "../../protocol/limits.ts";
import {
  MOTION_HEAD_BYTES_MAX,
  MOTION_HEAD_LIFELESS_BYTES_MAX,
  type OwnMotion,
  writeMotionHead,
} from "../../protocol/motion-frame.ts";
import type { SenderWorkshop } from "../../protocol/snapshot/sender-workshop.ts";
import type { SnapshotLayout } from "../../protocol/snapshot/snapshot-schema.ts";
import { SnapshotSender } from "../../protocol/snapshot/snapshot-sender.ts";
import { InterestSet } from "./interest.ts";
import type { Truth } from "./truth.ts";
import type { OwnBody } from "./world-motion.ts";

/**
 * Snapshots kept for one client. A WebSocket loses nothing and keeps the order, so that what was sent is as good as
 * acknowledged: the newest one is the baseline, and two before it foretell where things go.
 */
const HISTORY = 4;
/** Where frames may be lost a second's worth is kept: words of what arrived may take so long to come. */
const HISTORY_LOSSY = 20;
/** JavaScript's objects, as heap snapshots show them. */
const FEED_BYTES = 1_000;
const SENDER_BYTES = 1_500;
const FEWER_EVERY = 4;
const RARE_EVERY = 20;

/** What there is to do for a client at a tick. */
export type Pace = "send" | "wait" | "none" | "close";

/**
 * One client's motion, by credit: it gets a snapshot a tick as long as it says that they arrive; if it does not, fewer,
 * later hardly any (each the newest state: what lay between is lost), then none, and its memory is given back. Once it
 * is heard again it gets a fresh baseline. If it stays away it is let go.
 *
 * Where frames may be lost only what the client names is a baseline, and what it was to learn is told until it has named
 * a snapshot with it; never none at all, for what would make it speak may be what was lost. A row of snapshots that build
 * on each other is a life: what belongs to another is never mixed in.
 */
export class MotionFeed {
  readonly interest = new InterestSet();
  /** The tick up to which the client was told everything. */
  wholeTick = -1;
  servedTick = -1;
  readonly #layout: SnapshotLayout;
  readonly #workshop: SenderWorkshop;
  /** Gives the next life; `null`: nothing is lost. */
  readonly #nextLife: (() => number) | null;
  #life: number | null = null;
  #sender: SnapshotSender | null = null;
  #sentTick = -1;
  /** The tick of the oldest snapshot that is not known to have arrived. */
  #waitingTick: number | null = null;
  #isStalled = false;
  /** The newest of its own moves that it was told of, and when first. */
  #own = { seq: -1, tick: -1 };
  /** The newest input: when it took effect, and how early it had come. */
  #input = { seq: 0, tick: 0, early: 0 };

  /** @param workshop shared by all feeds of a world */
  constructor(layout: SnapshotLayout, workshop: SenderWorkshop, nextLife: (() => number) | null = null) {
    this.#layout = layout;
    this.#workshop = workshop;
    this.#nextLife = nextLife;
  }

  get isStalled(): boolean {
    return this.#isStalled;
  }

  /** Memory that is its own, about: what it keeps in the workshop counts there. */
  get sizeBytes(): number {
    return FEED_BYTES + (this.#sender ? SENDER_BYTES : 0) + this.interest.sizeBytes;
  }

  pace(tick: number): Pace {
    const waited = this.#waitingTick === null ? 0 : tick - this.#waitingTick;
    if (waited > SEEN_CLOSE_TICKS) return "close";
    if (this.#nextLife === null && (this.#isStalled || waited > SEEN_NONE_TICKS)) {
      this.#isStalled = true;
      this.free();
      return "none";
    }
    const every = waited > SEEN_RARE_TICKS ? RARE_EVERY : waited > SEEN_FEWER_TICKS ? FEWER_EVERY : 1;
    return tick - this.#sentTick >= every ? "send" : "wait";
  }

  /**
   * A snapshot has arrived there. Ticks that were never sent say nothing, nor does what belongs to another life.
   * @returns it had been given up, and is told again
   */
  seen(tick: number, life: number | null = null): boolean {
    if (life !== this.#life) return false;
    if (life !== null) this.#sender?.acknowledge(tick);
    if (tick > this.#sentTick || this.#waitingTick === null || tick < this.#waitingTick) return false;
    this.#waitingTick = tick < this.#sentTick ? tick + 1 : null;
    if (!this.#isStalled) return false;
    this.#isStalled = false;
    this.#waitingTick = null;
    return true;
  }

  /** Gives its memory back. */
  free(): void {
    this.#sender?.free();
    this.#sender = null;
  }

  /** An input of this client takes effect. */
  applied(seq: number, tick: number, early: number): void {
    this.#input = { seq, tick, early };
  }

  /** Makes the frame of a tick, no longer than `out`. @returns its length; 0: there is nothing to say, or no room to say it */
  encode(tick: number, truth: Truth, own: OwnBody, out: Uint8Array): number {
    const sender = this.#sender ?? this.#begin();
    this.servedTick = tick;
    const roomAt = this.#life === null ? MOTION_HEAD_LIFELESS_BYTES_MAX : MOTION_HEAD_BYTES_MAX;
    const room = out.subarray(roomAt);
    const fresh = sender.baseTick === null;
    const isCurrent = sender.isCurrent(truth.table, this.interest) && this.#knowsOwn(own, sender);
    const length = isCurrent ? 0 : sender.encode(tick, truth.table, this.interest, room.length, room);
    // What may be lost was told once that is said.
    if (isCurrent || (sender.whole && this.#life === null)) this.wholeTick = tick;
    if (length === 0 && own.seq === this.#own.seq) return 0;
    if (own.seq !== this.#own.seq) this.#own = { seq: own.seq, tick };
    if (length > 0) {
      if (this.#life === null) sender.acknowledge(tick);
      this.#sentTick = tick;
      this.#waitingTick ??= tick;
    }
    const head = writeMotionHead(out, length > 0 && fresh, this.#ownMotion(tick, own), this.#life);
    out.copyWithin(head, roomAt, roomAt + length);
    return head + length;
  }

  #begin(): SnapshotSender {
    this.#life = this.#nextLife?.() ?? null;
    this.#own = { seq: -1, tick: -1 };
    this.#sender = new SnapshotSender(this.#layout, this.#life === null ? HISTORY : HISTORY_LOSSY, this.#workshop);
    return this.#sender;
  }

  /** Whether its own newest move needs no snapshot to be told with, so that it may be named. */
  #knowsOwn({ seq }: OwnBody, { baseTick }: SnapshotSender): boolean {
    if (this.#life === null) return true;
    return seq === this.#own.seq && baseTick !== null && baseTick >= this.#own.tick;
  }

  #ownMotion(tick: number, { seq, speedY, grounded, led }: OwnBody): OwnMotion {
    const isOurs = this.#input.seq === seq;
    return {
      tick,
      seq,
      sinceTicks: isOurs ? tick - this.#input.tick : 0xffff,
      earlyTicks: isOurs ? this.#input.early : 0,
      speedY,
      grounded,
      led,
    };
  }
}
