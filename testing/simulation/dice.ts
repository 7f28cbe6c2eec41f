/** An option and how likely it is, relative to the others. */
export type Weighted<T> = readonly [weight: number, option: T];

/**
 * The simulation's chance: the same rolls for the same seed. Fast (sfc32, from PractRand), for it decides
 * everything that happens; a room's own lots are drawn by `core/random.ts`.
 */
export class Dice {
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  constructor(seed: string) {
    this.#a = hash(seed, 0x9e3779b9);
    this.#b = hash(seed, 0x85ebca6b);
    this.#c = hash(seed, 0xc2b2ae35);
    for (let i = 0; i < 12; i++) this.#draw();
  }

  /** A whole number in [0, below). */
  below(below: number): number {
    return Math.floor((this.#draw() / 4_294_967_296) * below);
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  chance(probability: number): boolean {
    return this.#draw() / 4_294_967_296 < probability;
  }

  /** One of them. Throws if there is none. */
  pick<T>(options: readonly T[]): T {
    if (options.length === 0) throw new Error("nothing to pick from");
    return options[this.below(options.length)] as T;
  }

  /** One of them by weight. Throws if no weight is above 0. */
  weighted<T>(options: readonly Weighted<T>[]): T {
    let left = (this.#draw() / 4_294_967_296) * options.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, option] of options) {
      left -= weight;
      if (left < 0) return option;
    }
    throw new Error("nothing to pick from");
  }

  #draw(): number {
    const sum = (this.#a + this.#b + this.#count++) >>> 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) >>> 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) >>> 0;
    return sum;
  }
}

/** FNV-1a with a basis of its own. */
function hash(text: string, basis: number): number {
  let value = basis;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}
