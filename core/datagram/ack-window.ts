import { ACK_AFTER_PACKETS, ACK_WITHIN_MS } from "./limits.ts";

/** Numbers before the newest that an acknowledgement speaks of. */
export const ACK_BITS = 32;

/** What a payload packet says of those that have come the other way. */
export interface Acknowledgement {
  /** The newest that came; 0: none. */
  ack: number;
  /** Bit i: `ack − 1 − i` came, too. */
  bits: number;
}

/** What has come, and whether the other side is to be told. */
export class AckWindow {
  #newest = 0;
  #bits = 0;
  #unsaid = 0;
  #unsaidSinceMs = 0;

  get acknowledgement(): Acknowledgement {
    return { ack: this.#newest, bits: this.#bits };
  }

  /** A packet came. @param asks it wants to be acknowledged: it carries something */
  came(sequence: number, asks: boolean, nowMs: number): void {
    const ahead = sequence - this.#newest;
    if (ahead > 0) {
      // The one that was newest becomes the bit of its distance. Shifts count modulo 32.
      const before = ahead > ACK_BITS || this.#newest === 0 ? 0 : 1 << (ahead - 1);
      this.#bits = ((ahead >= ACK_BITS ? 0 : this.#bits << ahead) | before) >>> 0;
      this.#newest = sequence;
    } else if (ahead < 0 && -ahead <= ACK_BITS) this.#bits = (this.#bits | (1 << (-ahead - 1))) >>> 0;
    if (!asks) return;
    if (this.#unsaid === 0) this.#unsaidSinceMs = nowMs;
    this.#unsaid += 1;
  }

  /** So many are not said that it cannot wait. */
  get isUrgent(): boolean {
    return this.#unsaid >= ACK_AFTER_PACKETS;
  }

  isDue(nowMs: number): boolean {
    return this.isUrgent || (this.#unsaid > 0 && nowMs - this.#unsaidSinceMs >= ACK_WITHIN_MS);
  }

  said(): void {
    this.#unsaid = 0;
  }
}

/** Calls back with every number that is acknowledged. */
export function forEachAcked({ ack, bits }: Acknowledgement, visit: (sequence: number) => void): void {
  if (ack === 0) return;
  visit(ack);
  for (let i = 0; i < ACK_BITS; i++) if ((bits >>> i) & 1 && ack - 1 - i > 0) visit(ack - 1 - i);
}
