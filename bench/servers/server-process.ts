import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname } from "node:path";

/** How a server is started. */
export interface ServerCommand {
  command: string;
  args: string[];
  environment?: Record<string, string>;
  /** Where its output goes; a start that fails shows its end. */
  log: string;
  /** Answers with any status once the server is up. */
  probe: string;
}

const READY_WITHIN_MS = 20_000;
const READY_POLL_MS = 20;
const STOP_WITHIN_MS = 5_000;

const living = new Set<ServerProcess>();
process.on("exit", () => {
  for (const server of living) server.killNow();
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

/** A server in a process group of its own, so that it can be measured and killed with all its children. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #log: string;
  readonly #probe: string;

  private constructor({ command, args, environment, log, probe }: ServerCommand) {
    const output = openSync(log, "a");
    this.#log = log;
    this.#probe = probe;
    this.#child = spawn(command, args, {
      cwd: dirname(log),
      detached: true,
      stdio: ["ignore", output, output],
      env: { ...process.env, ...environment },
    });
    living.add(this);
    this.#child.once("exit", () => living.delete(this));
  }

  /** Starts a server, and does not wait for it. */
  static launch(command: ServerCommand): ServerProcess {
    return new ServerProcess(command);
  }

  /** Starts a server, and resolves once it answers. */
  static async start(command: ServerCommand): Promise<ServerProcess> {
    const server = ServerProcess.launch(command);
    await server.ready();
    return server;
  }

  /** Resolves once it answers; rejects with its last words if it does not come to that. */
  async ready(): Promise<void> {
    const until = Date.now() + READY_WITHIN_MS;
    while (!(await answers(this.#probe))) {
      if (this.ended || Date.now() > until) {
        this.killNow();
        throw new Error(`the server did not start:\n${this.lastWords()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, READY_POLL_MS));
    }
  }

  /** The process group. */
  get group(): number {
    return this.#child.pid ?? 0;
  }

  get ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** The end of what it said. */
  lastWords(): string {
    return readFileSync(this.#log, "utf8").slice(-2_000);
  }

  /** `kill -9`, for all of the group. */
  killNow(): void {
    if (this.ended || this.group === 0) return;
    try {
      process.kill(-this.group, "SIGKILL");
    } catch {
      // It ended a moment ago.
    }
  }

  /** `kill -9`, and waits until it is gone. */
  async kill(): Promise<void> {
    if (this.ended) return;
    const exit = once(this.#child, "exit");
    this.killNow();
    await exit;
  }

  /** Ends it in an orderly way; `kill -9` if that takes long. */
  async stop(): Promise<void> {
    if (this.ended) return;
    const exit = once(this.#child, "exit");
    const impatience = setTimeout(() => this.killNow(), STOP_WITHIN_MS);
    this.#child.kill("SIGTERM");
    await exit;
    clearTimeout(impatience);
    this.killNow();
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return true;
  } catch {
    return false;
  }
}

/** A port on loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
