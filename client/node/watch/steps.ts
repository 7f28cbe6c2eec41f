import type { MoveWish } from "../../motion/move-wish.ts";

/** Terminals do not tell when a key is let go: one press walks so long. */
const STEP_MS = 250;
/** A jump is asked for so long: it goes out once. */
const JUMP_MS = 100;

/** A way on the plan. */
export type StepDirection = "up" | "down" | "left" | "right";

/** North is up. Facings are 256 to a turn; 0 looks south, 64 east. */
const ways = {
  up: { x: 0, z: -100, facing: 128 },
  down: { x: 0, z: 100, facing: 0 },
  left: { x: -100, z: 0, facing: 192 },
  right: { x: 100, z: 0, facing: 64 },
} as const satisfies Record<StepDirection, Omit<MoveWish, "jump">>;

/** Where keys want one's body to go: a step for each press, on and on while a key that is held repeats. */
export class Steps {
  #way: StepDirection | null = null;
  #untilMs = Number.NEGATIVE_INFINITY;
  #jumpUntilMs = Number.NEGATIVE_INFINITY;

  step(way: StepDirection, nowMs: number): void {
    this.#way = way;
    this.#untilMs = nowMs + STEP_MS;
  }

  jump(nowMs: number): void {
    this.#jumpUntilMs = nowMs + JUMP_MS;
  }

  /** @param askFacing where one looks, as long as no step was made */
  wish(nowMs: number, askFacing: () => number): MoveWish {
    const jump = nowMs < this.#jumpUntilMs;
    if (!this.#way) return { x: 0, z: 0, facing: askFacing(), jump };
    const way = ways[this.#way];
    return nowMs < this.#untilMs ? { ...way, jump } : { x: 0, z: 0, facing: way.facing, jump };
  }
}
