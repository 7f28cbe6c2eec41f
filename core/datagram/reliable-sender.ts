import {
  FRAGMENT_BYTES,
  IN_FLIGHT_FIRST_BYTES,
  IN_FLIGHT_MAX_BYTES,
  IN_FLIGHT_MIN_BYTES,
  SEQUENCE_END,
  SPAN_MAX_BYTES,
  SPAN_MAX_FRAGMENTS,
} from "./limits.ts";
import type { RoundTrip } from "./round-trip.ts";

/** A part of a text on its way. */
export interface Fragment {
  readonly number: number;
  readonly isLast: boolean;
  readonly data: Uint8Array;
  sentMs: number;
  /** How often it was sent. */
  tries: number;
  isAcked: boolean;
}

/** What a fragment holds besides its data, about: many short texts are not free. */
const FRAGMENT_COST_BYTES = 64;

/** Bytes held for others, of several senders together. */
export interface Held {
  bytes: number;
}

/**
 * Texts in order, cut into fragments, each sent again until it is acknowledged. How much is under way at once follows
 * what gets through: more by what is acknowledged, half as much where something was lost twice: once is the weather.
 */
export class ReliableSender {
  readonly #most: { own: number; all: number };
  readonly #held: Held;
  /** Those that are not acknowledged, oldest first, and what was acknowledged out of turn among them. */
  readonly #fragments: Fragment[] = [];
  #heldBytes = 0;
  #next = 1;
  #windowBytes = IN_FLIGHT_FIRST_BYTES;
  #shrunkMs = Number.NEGATIVE_INFINITY;

  /** @param held what all senders hold that share a bound; `most`: what this one, and all, may hold at most */
  constructor(held: Held, most: { own: number; all: number }) {
    this.#held = held;
    this.#most = most;
  }

  get isEmpty(): boolean {
    return this.#fragments.length === 0;
  }

  /** Takes a text, which is copied. False: that is more than may be held for one who does not acknowledge. */
  add(text: Uint8Array): boolean {
    const count = Math.max(1, Math.ceil(text.length / FRAGMENT_BYTES));
    const costs = text.length + count * FRAGMENT_COST_BYTES;
    if (this.#heldBytes + costs > this.#most.own || this.#held.bytes + costs > this.#most.all) return false;
    if (this.#next + count >= SEQUENCE_END) return false;
    for (let part = 0; part < count; part++) {
      const data = new Uint8Array(text.subarray(part * FRAGMENT_BYTES, (part + 1) * FRAGMENT_BYTES));
      const isLast = part === count - 1;
      this.#fragments.push({ number: this.#next++, isLast, data, sentMs: 0, tries: 0, isAcked: false });
    }
    this.#hold(costs);
    return true;
  }

  /** The first fragment that is to go now, new or again; `null`: none. */
  due(nowMs: number, roundTrip: RoundTrip): Fragment | null {
    const end = (this.#fragments[0]?.number ?? 0) + SPAN_MAX_FRAGMENTS;
    let spanBytes = 0;
    let underWayBytes = 0;
    for (const fragment of this.#fragments) {
      const { number, tries, sentMs, data } = fragment;
      spanBytes += data.length;
      if (number >= end || spanBytes > SPAN_MAX_BYTES) return null;
      if (fragment.isAcked) continue;
      underWayBytes += data.length;
      if (tries === 0) return underWayBytes <= this.#windowBytes ? fragment : null;
      if (roundTrip.isLost(sentMs, tries, nowMs)) return fragment;
    }
    return null;
  }

  /** It goes out now. */
  sent(fragment: Fragment, nowMs: number, roundTrip: RoundTrip): void {
    if (fragment.tries > 1) this.#shrink(nowMs, roundTrip);
    fragment.tries += 1;
    fragment.sentMs = nowMs;
  }

  acked(fragment: Fragment): void {
    if (fragment.isAcked) return;
    fragment.isAcked = true;
    this.#windowBytes = Math.min(IN_FLIGHT_MAX_BYTES, this.#windowBytes + fragment.data.length);
    let done = 0;
    while (this.#fragments[done]?.isAcked) done += 1;
    for (const { data } of this.#fragments.splice(0, done)) this.#hold(-data.length - FRAGMENT_COST_BYTES);
  }

  /** Forgets everything. */
  clear(): void {
    this.#fragments.length = 0;
    this.#hold(-this.#heldBytes);
  }

  #hold(bytes: number): void {
    this.#heldBytes += bytes;
    this.#held.bytes += bytes;
  }

  /** Once a round trip: what was lost together is one loss. */
  #shrink(nowMs: number, roundTrip: RoundTrip): void {
    if (nowMs - this.#shrunkMs < roundTrip.resendMs(1)) return;
    this.#shrunkMs = nowMs;
    this.#windowBytes = Math.max(IN_FLIGHT_MIN_BYTES, Math.floor(this.#windowBytes / 2));
  }
}
