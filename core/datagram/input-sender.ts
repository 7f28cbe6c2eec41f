import { INPUT_REPEAT_MS, INPUTS_REPEATED_MAX } from "./limits.ts";

/** An input on its way. */
export interface Input {
  readonly number: number;
  readonly data: Uint8Array;
  readonly topic: string;
}

/** Inputs, repeated until they are acknowledged: what is lost once comes with the next packet, not a round trip later. */
export class InputSender {
  #waiting: Input[] = [];
  #next = 1;
  /** The newest one that was ever sent, and when anything was. */
  #sentNumber = 0;
  #sentMs = Number.NEGATIVE_INFINITY;

  /**
   * The newest few; of more than that the oldest are given up.
   * @param isState it says all that earlier ones of its topic said, which need not be repeated any more
   */
  add(data: Uint8Array, topic: string, isState: boolean): void {
    const others = isState ? this.#waiting.filter((input) => input.topic !== topic) : this.#waiting;
    this.#waiting = [...others, { number: this.#next++, data, topic }].slice(-INPUTS_REPEATED_MAX);
  }

  /** What every packet is to carry, oldest first. */
  get waiting(): readonly Input[] {
    return this.#waiting;
  }

  /** There is something new, or it is time to repeat. */
  isDue(nowMs: number): boolean {
    const newest = this.#waiting.at(-1);
    if (!newest) return false;
    return newest.number > this.#sentNumber || nowMs - this.#sentMs >= INPUT_REPEAT_MS;
  }

  /** They go out. @returns the newest number, by which the packet's acknowledgement is known to cover them all */
  sent(nowMs: number): number {
    this.#sentMs = nowMs;
    this.#sentNumber = this.#waiting.at(-1)?.number ?? this.#sentNumber;
    return this.#sentNumber;
  }

  /** A packet that carried inputs up to this one has come. */
  acked(number: number): void {
    if (this.#waiting.some((input) => input.number <= number))
      this.#waiting = this.#waiting.filter((input) => input.number > number);
  }
}
