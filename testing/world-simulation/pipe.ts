/** A way through a network, as a WebSocket sees it: nothing is lost or overtaken, but what was lost below comes late. */
export interface Way {
  /** One way. */
  delayMs: number;
  jitterMs: number;
  /** A share of packets that are lost, and sent again after a round trip and some. */
  loss: number;
}

interface Parcel {
  atMs: number;
  open(): void;
}

/** One direction of a {@link Way}, which may stall altogether for a while. */
export class Pipe {
  readonly #way: Way;
  readonly #random: () => number;
  #parcels: Parcel[] = [];
  #lastMs = 0;
  #stalledUntilMs = 0;

  constructor(way: Way, random: () => number) {
    this.#way = way;
    this.#random = random;
  }

  get isEmpty(): boolean {
    return this.#parcels.length === 0;
  }

  put(nowMs: number, open: () => void): void {
    const { delayMs, jitterMs, loss } = this.#way;
    const again = this.#random() < loss ? 2 * delayMs + 50 : 0;
    this.#lastMs = Math.max(this.#lastMs, nowMs + delayMs + this.#random() * jitterMs + again);
    this.#parcels.push({ atMs: this.#lastMs, open });
  }

  /** Past all that waits: what a datagram does. */
  overtake(nowMs: number, open: () => void): void {
    const atMs = nowMs + this.#random() * (this.#way.delayMs + this.#way.jitterMs);
    const later = this.#parcels.findIndex((parcel) => parcel.atMs > atMs);
    this.#parcels.splice(later < 0 ? this.#parcels.length : later, 0, { atMs, open });
  }

  stall(untilMs: number): void {
    this.#stalledUntilMs = untilMs;
  }

  /** Whatever is on its way is gone. */
  cut(): void {
    this.#parcels = [];
  }

  run(nowMs: number): void {
    if (nowMs < this.#stalledUntilMs) return;
    while ((this.#parcels[0]?.atMs ?? Number.POSITIVE_INFINITY) <= nowMs) this.#parcels.shift()?.open();
  }
}
