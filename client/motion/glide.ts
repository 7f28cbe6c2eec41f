/** Half of what is left to glide over goes in so many milliseconds. */
const HALF_MS = 70;
/** Farther than this one was put somewhere else: nothing glides there. */
const FAR_M = 3;

/** A place, in metres. */
export interface Spot {
  x: number;
  y: number;
  z: number;
}

/** Keeps what is shown from jumping where it suddenly comes from elsewhere: the difference fades away. */
export class Glide {
  #off: Spot = { x: 0, y: 0, z: 0 };
  #atMs = 0;
  #shown: Spot | null = null;

  /** From now on things are shown elsewhere: from there it goes on where it was. */
  from(there: Spot, nowMs: number): void {
    const before = this.#shown;
    this.#atMs = nowMs;
    this.#off = { x: 0, y: 0, z: 0 };
    if (!before || distance(before, there) > FAR_M) return;
    this.#off = { x: before.x - there.x, y: before.y - there.y, z: before.z - there.z };
  }

  /** Where to show what is there now. */
  show({ x, y, z }: Spot, nowMs: number): Spot {
    const left = 0.5 ** ((nowMs - this.#atMs) / HALF_MS);
    this.#shown = { x: x + this.#off.x * left, y: y + this.#off.y * left, z: z + this.#off.z * left };
    return this.#shown;
  }
}

/** Metres. */
export function distance(one: Spot, other: Spot): number {
  return Math.hypot(one.x - other.x, one.y - other.y, one.z - other.z);
}
