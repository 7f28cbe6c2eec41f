import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";

const WAIT_MS = 15_000;

/**
 * Throws, with what to install, unless a program is there: tests with real clients are never passed over.
 * @param place its name, or where Debian has it
 */
export function requireProgram(place: string, debianPackage: string): void {
  if (spawnSync("sh", ["-c", `command -v ${place}`]).status === 0) return;
  throw new Error(`${place} is missing: apt-get install ${debianPackage} (as .ci/run does)`);
}

/**
 * Another program in the hands of a test: what is typed at it, and what it shows. `onTerminal` gives it a terminal of
 * its own, by `script` and `stty`, which every Debian has (bsdutils and coreutils are essential).
 */
export class PtyProgram {
  readonly #child: ChildProcessWithoutNullStreams;
  #waiting: (() => void)[] = [];
  shown = "";
  isOver = false;

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    const show = (bytes: Buffer) => {
      this.shown += bytes.toString("utf8");
      this.#wake();
    };
    child.stdout.on("data", show);
    child.stderr.on("data", show);
    // It may be gone before it has read all.
    child.stdin.on("error", () => undefined);
    child.on("close", () => {
      this.isOver = true;
      this.#wake();
    });
  }

  /** Runs a command of the shell on a terminal. A client without a size is one of the oldest kind, or crashes. */
  static onTerminal(command: string, { columns = 100, rows = 40, term = "xterm-256color" } = {}): PtyProgram {
    const line = `stty rows ${rows} columns ${columns}; exec ${command}`;
    const env = { ...process.env, TERM: term, LANG: "C.UTF-8", LC_ALL: "C.UTF-8", HOME: "/nonexistent" };
    return new PtyProgram(spawn("script", ["-qfec", line, "/dev/null"], { env, detached: true }));
  }

  /** Runs a command of the shell with pipes. */
  static onPipes(command: string): PtyProgram {
    return new PtyProgram(spawn("sh", ["-c", `exec ${command}`], { detached: true }));
  }

  type(text: string): void {
    this.#child.stdin.write(text);
  }

  /** Until this is shown after what was shown before the call. */
  async show(text: string, since = 0): Promise<void> {
    await this.#until(`showing ${JSON.stringify(text)}`, () => this.shown.slice(since).includes(text));
  }

  /** Until it is over by itself. */
  over(): Promise<void> {
    return this.#until("its end", () => this.isOver);
  }

  /** Nothing more is typed. */
  endInput(): void {
    this.#child.stdin.end();
  }

  /** Ends it if it still runs. What runs on its terminal loses that, and ends by it. */
  async end(): Promise<void> {
    const { pid } = this.#child;
    if (this.isOver || pid === undefined) return;
    // Negative: the group of its own that it was started in.
    process.kill(-pid, "SIGKILL");
    await this.over();
  }

  #until(what: string, isSo: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const complain = () =>
        reject(new Error(`${what}: not within ${WAIT_MS} ms. Shown: ${JSON.stringify(this.shown)}`));
      const timer = setTimeout(complain, WAIT_MS);
      const look = () => {
        if (!isSo()) return void this.#waiting.push(look);
        clearTimeout(timer);
        resolve();
      };
      look();
    });
  }

  #wake(): void {
    for (const look of this.#waiting.splice(0)) look();
  }
}
