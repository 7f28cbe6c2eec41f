/**
 * A room's own time. The shell's clock may jump, stand still between I/O, or start in the past on a board
 * without a battery; room time never goes back, and after a restart goes on from the journal's newest moment.
 */
export class RoomClock {
  readonly #clock: () => number;
  #offsetMs = 0;
  #newestMs = 0;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** The room's state is from this moment: time is no earlier than that. */
  startFrom(ms: number): void {
    this.#offsetMs = Math.max(0, ms - this.#clock());
    this.#newestMs = Math.max(this.#newestMs, ms);
  }

  now(): number {
    this.#newestMs = Math.max(this.#newestMs, Math.round(this.#clock() + this.#offsetMs));
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
}
