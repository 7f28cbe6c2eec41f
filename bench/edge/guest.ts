import { quantilesOf } from "../measure/quantiles.ts";
import type { GuestReport } from "./crowd-job.ts";

/** Somebody in the world, whatever brought them there. */
export interface Guest {
  /** Comes in; resolves once they are. */
  enter(): Promise<void>;
  /** Walks somewhere else, stands still, or says something. Called every 50 ms. */
  act(tick: number): void;
  end(): void;
}

const ENTER_WITHIN_MS = 60_000;

/** Somebody's way in, which ends well, or is given up. */
export class Arrival {
  readonly #tally: GuestTally;
  #done: () => void = () => undefined;
  isIn = false;

  constructor(tally: GuestTally) {
    this.#tally = tally;
  }

  /** Resolves once it is over, either way. */
  wait(): Promise<void> {
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        this.#tally.lost("never entered");
        resolve();
      }, ENTER_WITHIN_MS);
      this.#done = () => {
        clearTimeout(late);
        resolve();
      };
    });
  }

  /** They are in. */
  entered(): void {
    this.isIn = true;
    this.#tally.entered();
    this.#done();
  }
}

/** Counts what guests of one kind meet with. */
export class GuestTally {
  #entered = 0;
  #received = 0;
  #receivedBytes = 0;
  #answered: number[] = [];
  #asked = 0;
  #lost: Record<string, number> = {};

  entered(): void {
    this.#entered += 1;
  }

  received(bytes: number): void {
    this.#received += 1;
    this.#receivedBytes += bytes;
  }

  asked(): void {
    this.#asked += 1;
  }

  answered(ms: number): void {
    this.#answered.push(ms);
  }

  lost(why: string): void {
    this.#lost[why] = (this.#lost[why] ?? 0) + 1;
  }

  /** What is counted per time begins anew. */
  reset(): void {
    this.#received = 0;
    this.#receivedBytes = 0;
    this.#answered = [];
    this.#asked = 0;
  }

  report(): GuestReport {
    return {
      entered: this.#entered,
      received: this.#received,
      receivedBytes: this.#receivedBytes,
      answeredMs: quantilesOf(this.#answered),
      unanswered: this.#asked - this.#answered.length,
      lost: this.#lost,
    };
  }
}

/** What people say and do now and then; each gets an answer. */
const lines = ["look", "say good evening", "inventory", "emote waves", "look", ""] as const;
const ways = ["north", "east", "south", "west", "north", "up", "down"] as const;
/** At first everybody goes away from where all come in. */
const GOING_TICKS = 30;
const GOING_TIMES = 12;

/** When somebody says something, and what. Called at every tick; `null`: nothing yet. */
export class Habits {
  readonly #everyTicks: number;
  readonly #random: () => number;
  #tick = 0;
  #said = 0;
  #next: number;

  constructor(everyTicks: number, random: () => number) {
    this.#everyTicks = everyTicks;
    this.#random = random;
    this.#next = 1 + Math.floor(random() * GOING_TICKS);
  }

  line(): string | null {
    this.#tick += 1;
    if (this.#tick < this.#next) return null;
    this.#said += 1;
    const isGoing = this.#said <= GOING_TIMES;
    this.#next += isGoing ? GOING_TICKS : this.#everyTicks * (0.5 + this.#random());
    const way = ways[Math.floor(this.#random() * ways.length)] ?? "north";
    return isGoing ? way : lines[Math.floor(this.#random() * lines.length)] || way;
  }
}
