import { connect, type Socket } from "node:net";
import { Arrival, type Guest, type GuestTally, Habits } from "./guest.ts";

export interface TelnetGuestOptions {
  port: number;
  /** A loopback address of their own, as neighbours would have: limits are for each. */
  from: string;
  name: string;
  tally: GuestTally;
  random(): number;
}

const SPEAK_EVERY_TICKS = 200;
const IAC = 255;
const WILL = 251;
const DO = 253;
const WONT = 252;
const DONT = 254;
/** Ends a record, where prompts are marked by it: EOR, or GA. */
const GA = 249;

/** Somebody at a plain telnet: refuses every option, and reads prompts. */
export class TelnetGuest implements Guest {
  readonly #options: TelnetGuestOptions;
  readonly #socket: Socket;
  readonly #habits: Habits;
  #prompts = 0;
  readonly #arrival: Arrival;
  #saidMs: number | null = null;

  constructor(options: TelnetGuestOptions) {
    this.#options = options;
    this.#arrival = new Arrival(options.tally);
    this.#habits = new Habits(SPEAK_EVERY_TICKS, options.random);
    this.#socket = connect({ port: options.port, host: "127.0.0.1", localAddress: options.from });
    this.#socket.on("data", (data) => this.#take(data));
    this.#socket.on("error", () => undefined);
    this.#socket.on("close", () => options.tally.lost("closed"));
  }

  enter(): Promise<void> {
    return this.#arrival.wait();
  }

  act(): void {
    const line = this.#arrival.isIn ? this.#habits.line() : null;
    if (line === null) return;
    if (this.#saidMs === null) this.#options.tally.asked();
    this.#saidMs ??= performance.now();
    this.#socket.write(`${line}\r\n`);
  }

  end(): void {
    this.#socket.removeAllListeners("close");
    this.#socket.destroy();
  }

  #take(data: Buffer): void {
    this.#options.tally.received(data.length);
    for (let at = data.indexOf(IAC); at >= 0; at = data.indexOf(IAC, at + 2)) {
      const command = data[at + 1];
      const option = data[at + 2] ?? 0;
      if (command === GA) this.#prompted();
      else if (command === WILL) this.#socket.write(Uint8Array.of(IAC, DONT, option));
      else if (command === DO) this.#socket.write(Uint8Array.of(IAC, WONT, option));
    }
  }

  /** The first prompt asks for a name; the next one is the world's. */
  #prompted(): void {
    this.#prompts += 1;
    if (this.#prompts === 1) return void this.#socket.write(`${this.#options.name}\r\n`);
    if (!this.#arrival.isIn) return this.#arrival.entered();
    if (this.#saidMs === null) return;
    this.#options.tally.answered(performance.now() - this.#saidMs);
    this.#saidMs = null;
  }
}
