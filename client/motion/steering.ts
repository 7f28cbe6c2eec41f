import type { OwnMotion } from "../../core/protocol/motion-frame.ts";
import type { MoveWish } from "./move-wish.ts";

/** At most so often a change of mind goes out. */
const EVERY_MS = 50;
/** What is not answered in this time is said again, ever more seldom: it may have been lost with ticks that could not be written. */
const AGAIN_MS = 1_000;
const AGAIN_MAX_MS = 16_000;

/** One's own body where there is no engine to foresee it: what is wanted goes out when it changes, and takes effect at once. */
export class Steering {
  readonly #send: (move: MoveWish & { n: number }) => void;
  #wish: MoveWish | null = null;
  #newest = 0;
  #sentMs = 0;
  #heard = 0;
  /** What was said last is forgotten, and it was to go: the shard has to be told how it is now. */
  #owesStop = false;
  #againMs = AGAIN_MS;

  constructor(send: (move: MoveWish & { n: number }) => void) {
    this.#send = send;
  }

  /** A new connection: nothing of what was said before counts. */
  reset(): void {
    this.#owesStop ||= this.#wish !== null && (this.#wish.x !== 0 || this.#wish.z !== 0);
    this.#wish = null;
  }

  /** The shard knows of moves through this one: later ones are counted on from it. */
  heard({ seq }: OwnMotion): void {
    this.#heard = seq;
    this.#newest = Math.max(this.#newest, seq);
  }

  /** Says what is wanted, if that is news. */
  advance(nowMs: number, wish: MoveWish): void {
    const before = this.#wish ?? { ...wish, x: 0, z: 0, jump: false };
    const jump = wish.jump && !before.jump;
    const isSame = before.x === wish.x && before.z === wish.z && before.facing === wish.facing;
    const isNew = !isSame || wish.jump !== before.jump || this.#owesStop;
    const isLost = this.#wish !== null && this.#heard < this.#newest;
    if (!isNew && !isLost) return;
    if (nowMs - this.#sentMs < (isNew ? EVERY_MS : this.#againMs)) return;
    this.#againMs = isNew ? AGAIN_MS : Math.min(AGAIN_MAX_MS, 2 * this.#againMs);
    this.#wish = { ...wish };
    this.#owesStop = false;
    this.#sentMs = nowMs;
    this.#newest += 1;
    this.#send({ n: this.#newest, ...wish, jump });
  }
}
