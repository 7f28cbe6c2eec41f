import { freePort, type ServerCommand, ServerProcess } from "../servers/server-process.ts";

/** A server that is killed again and again, and comes back on the same port with the same folder. */
export class MortalServer {
  readonly port: number;
  /** From the start of the new process to its first answer. */
  readonly restartMs: number[] = [];
  readonly #command: ServerCommand;
  #process: ServerProcess;

  private constructor(port: number, command: ServerCommand, process: ServerProcess) {
    this.port = port;
    this.#command = command;
    this.#process = process;
  }

  static async start(commandFor: (port: number) => ServerCommand): Promise<MortalServer> {
    const port = await freePort();
    const command = commandFor(port);
    return new MortalServer(port, command, await ServerProcess.start(command));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The process group of the present process. */
  get group(): number {
    return this.#process.group;
  }

  /** The present process is gone. */
  get ended(): boolean {
    return this.#process.ended;
  }

  /** `kill -9`, for the process and its children. */
  kill(): Promise<void> {
    return this.#process.kill();
  }

  /** Ends it in an orderly way. */
  stop(): Promise<void> {
    return this.#process.stop();
  }

  /** Tells the process something, if it lives. */
  signal(signal: NodeJS.Signals): void {
    if (!this.ended) process.kill(this.group, signal);
  }

  /** Starts it anew; it may be killed before it is ready. */
  launch(): void {
    this.#process = ServerProcess.launch(this.#command);
  }

  async ready(): Promise<void> {
    const startMs = performance.now();
    await this.#process.ready();
    this.restartMs.push(performance.now() - startMs);
  }
}
