/** Moments looked back on: enough to have met a fast one, few enough to forget a clock that drifted. */
const SAMPLES = 24;
/** A slower way there and back says more about a stall than about the distance. */
const ROUND_TRIP_MAX_MS = 600;

/**
 * The server's clock, as well as it can be known here. Every state says when it was made; the one that was
 * fastest under way shows best how far the clocks are apart, and half of the fastest way there and back is
 * what it still took (Cristian 1989).
 */
export class ServerClock {
  readonly #local: () => number;
  #leads: number[] = [];
  #roundTripMs: number | null = null;

  /** `local`: a monotonic clock in milliseconds, from any zero. */
  constructor(local: () => number) {
    this.#local = local;
  }

  /** A message made at this server moment has just arrived. */
  heard(serverMs: number): void {
    this.#leads.push(this.#local() - serverMs);
    if (this.#leads.length > SAMPLES) this.#leads.shift();
  }

  /** A ping came back after this many milliseconds. */
  roundTrip(ms: number): void {
    if (ms <= ROUND_TRIP_MAX_MS) this.#roundTripMs = Math.min(this.#roundTripMs ?? ms, ms);
  }

  /** Forgets everything: the device may have slept, or the network be another. */
  reset(): void {
    this.#leads = [];
    this.#roundTripMs = null;
  }

  /** Server milliseconds since 1970; `null` while nothing was heard. */
  now(): number | null {
    if (this.#leads.length === 0) return null;
    return this.#local() - Math.min(...this.#leads) + (this.#roundTripMs ?? 0) / 2;
  }
}
