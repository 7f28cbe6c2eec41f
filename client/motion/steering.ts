import type { OwnMotion } from "../../core/protocol/motion-frame.ts";
import type { MoveWish } from "./move-wish.ts";

/** At most so often a change of mind goes out. */
const EVERY_MS = 50;

/** One's own body where there is no engine to foresee it: what is wanted goes out when it changes, and takes effect at once. */
export class Steering {
  readonly #send: (move: MoveWish & { n: number }) => void;
  #wish: MoveWish | null = null;
  #newest = 0;
  #sentMs = 0;

  constructor(send: (move: MoveWish & { n: number }) => void) {
    this.#send = send;
  }

  /** The shard knows of moves through this one: later ones are counted on from it. */
  heard({ seq }: OwnMotion): void {
    this.#newest = Math.max(this.#newest, seq);
  }

  /** Says what is wanted, if that is news. */
  advance(nowMs: number, wish: MoveWish): void {
    const before = this.#wish ?? { ...wish, x: 0, z: 0, jump: false };
    const jump = wish.jump && !before.jump;
    const isSame = before.x === wish.x && before.z === wish.z && before.facing === wish.facing;
    if ((isSame && !jump && wish.jump === before.jump) || nowMs - this.#sentMs < EVERY_MS) return;
    this.#wish = { ...wish };
    this.#sentMs = nowMs;
    this.#newest += 1;
    this.#send({ n: this.#newest, ...wish, jump });
  }
}
