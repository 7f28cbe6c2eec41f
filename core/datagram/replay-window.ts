import { REPLAY_WINDOW } from "./limits.ts";

/** Which sequence numbers of a connection have come: those that are new may be looked at, each once. */
export class ReplayWindow {
  #newest = 0;
  #count = 0;
  /** By remainder: the newest number with it that has come. Numbers begin at 1. */
  readonly #came = new Float64Array(REPLAY_WINDOW);

  /** The largest number that has come, and how many have. */
  get heard(): { newest: number; count: number } {
    return { newest: this.#newest, count: this.#count };
  }

  /** It came before, or is too old to tell. To be asked before a packet is opened, which costs more. */
  hasSeen(sequence: number): boolean {
    if (this.#newest >= REPLAY_WINDOW && sequence <= this.#newest - REPLAY_WINDOW) return true;
    return this.#came[sequence % REPLAY_WINDOW] === sequence;
  }

  /** To be told only of packets that are authentic: else a forged number would shut out real ones. */
  advance(sequence: number): void {
    this.#came[sequence % REPLAY_WINDOW] = sequence;
    this.#count += 1;
    if (sequence > this.#newest) this.#newest = sequence;
  }
}
