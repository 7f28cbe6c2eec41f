/** Lines that may wait for the ones before them. */
const WAITING_MAX = 50;

/** Where the next line goes. */
export interface LineTaker {
  /** A question stands: the line is its answer. */
  readonly isAsking: boolean;
  answer(text: string): void;
  /** Deals with a line that answers nothing. */
  take(text: string): Promise<void>;
  /** Something threw that nobody expected. */
  failed(): void;
  /** All is done for now. */
  rested(): void;
}

/**
 * One thing after the other: what somebody types, and the dialogues and journeys that take a while. A line waits until
 * what came before it is done, or asks for it.
 */
export class Turns {
  readonly #taker: LineTaker;
  /** What is being done, and what is to be done after it. */
  readonly #doing: (() => Promise<void>)[] = [];
  readonly #waiting: string[] = [];
  #isStopped = false;

  constructor(taker: LineTaker) {
    this.#taker = taker;
  }

  get isBusy(): boolean {
    return this.#doing.length > 0;
  }

  /** A line was typed. False: too many wait, and it is not taken. */
  line(text: string): boolean {
    if (this.#waiting.length >= WAITING_MAX) return false;
    this.#waiting.push(text);
    this.next();
    return true;
  }

  /** Does something, after whatever is being done. */
  begin(doing: () => Promise<void>): void {
    this.#doing.push(doing);
    if (this.#doing.length === 1) void this.#run();
  }

  /** Takes the lines that may be taken now: a question was asked, or all is done. */
  next(): void {
    while (this.#waiting.length > 0 && !this.#isStopped) {
      if (!this.#taker.isAsking && this.isBusy) return;
      const text = this.#waiting.shift() ?? "";
      if (this.#taker.isAsking) this.#taker.answer(text);
      else this.begin(() => this.#taker.take(text));
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#waiting.length = 0;
  }

  async #run(): Promise<void> {
    for (let doing = this.#doing[0]; doing && !this.#isStopped; doing = this.#doing[0]) {
      try {
        await doing();
      } catch {
        this.#taker.failed();
      }
      this.#doing.shift();
    }
    this.#taker.rested();
    this.next();
  }
}
