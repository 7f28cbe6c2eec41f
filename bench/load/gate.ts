/** Waits for something to have happened so many times, or for time to run out. */
export class Gate {
  #left: number;
  #open: () => void = () => undefined;
  readonly #opened: Promise<void>;

  constructor(times: number) {
    this.#left = times;
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
    if (times <= 0) this.#open();
  }

  /** It happened once more. */
  pass(): void {
    this.#left -= 1;
    if (this.#left === 0) this.#open();
  }

  /** How often it has yet to happen: 0 once the gate is open. */
  async wait(withinMs: number): Promise<number> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, withinMs);
    });
    await Promise.race([this.#opened, late]);
    clearTimeout(timer);
    return Math.max(0, this.#left);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
