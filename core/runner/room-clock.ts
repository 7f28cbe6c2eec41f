/**
 * A room's own time. The shell's clock may be put back, stand still between I/O, or start in the past on a board
 * without a battery; room time goes on from where it was, and after a restart from the journal's newest moment.
 */
export class RoomClock {
  readonly #clock: () => number;
  #offsetMs = 0;
  #newestMs = 0;
  #shellMs = Number.NEGATIVE_INFINITY;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** The room's state is from this moment: time is no earlier than that. */
  startFrom(ms: number): void {
    const shellMs = this.#read();
    this.#offsetMs = Math.max(this.#offsetMs, ms - shellMs);
    this.#newestMs = Math.max(this.#newestMs, ms);
  }

  now(): number {
    const shellMs = this.#read();
    this.#newestMs = Math.max(this.#newestMs, Math.round(shellMs + this.#offsetMs));
    return this.#newestMs;
  }

  /** A moment of room time on the shell's clock. */
  toShell(roomMs: number): number {
    return roomMs - this.#offsetMs;
  }

  /** A moment of the shell's clock in room time. */
  fromShell(shellMs: number): number {
    return shellMs + this.#offsetMs;
  }

  /** The shell's clock; where it was put back, room time does not wait for it to catch up. */
  #read(): number {
    const shellMs = this.#clock();
    if (shellMs < this.#shellMs) this.#offsetMs += this.#shellMs - shellMs;
    this.#shellMs = shellMs;
    return shellMs;
  }
}
