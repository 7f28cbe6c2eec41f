import { ACK_AFTER_STATES, SEEN_EVERY_TICKS, SEEN_LOSSY_EVERY_TICKS } from "../../core/protocol/limits.ts";
import { readMotionFrame } from "../../core/protocol/motion-frame.ts";
import { Arrival, type Guest, type GuestTally, Habits } from "./guest.ts";

/** What a guest needs of a WebSocket: that of `ws`, or one over UDP. */
export type GuestSocket = new (url: string) => WebSocket;

export interface FrameGuestOptions {
  url: string;
  token: string;
  name: string;
  WebSocket: GuestSocket;
  /** Binary frames may be lost. */
  loses: boolean;
  tally: GuestTally;
  random(): number;
}

const PING_EVERY_TICKS = 300;
/** Each walks for a while, stands for a while; each says something about every so many ticks. */
const WALK_SHARE = 0.5;
const TURN_EVERY_TICKS = 20;
const SPEAK_EVERY_TICKS = 400;

/** Somebody with the frames of docs/protocol.md. Frames are looked at, not decoded: the generator must not be the bottleneck. */
export class FrameGuest implements Guest {
  readonly #options: FrameGuestOptions;
  readonly #socket: WebSocket;
  readonly #phase: number;
  readonly #habits: Habits;
  readonly #arrival: Arrival;
  #moves = 0;
  #isWalking = false;
  #tick = 0;
  #seen = 0;
  #life: number | null = null;
  #unacked = 0;
  #saidMs: number | null = null;
  #isOver = false;

  constructor(options: FrameGuestOptions) {
    this.#options = options;
    this.#arrival = new Arrival(options.tally);
    this.#phase = Math.floor(options.random() * PING_EVERY_TICKS);
    this.#habits = new Habits(SPEAK_EVERY_TICKS, options.random);
    const socket = new options.WebSocket(options.url);
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#say({ t: "hello", v: 1, role: "player", token: options.token });
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) =>
      typeof data === "string" ? this.#text(data) : this.#motion(new Uint8Array(data));
    socket.onclose = ({ code }) => {
      if (!this.#isOver) options.tally.lost(`closed ${code}`);
    };
    socket.onerror = () => undefined;
  }

  enter(): Promise<void> {
    return this.#arrival.wait();
  }

  act(tick: number): void {
    if (!this.#arrival.isIn) return;
    const at = tick + this.#phase;
    if (at % TURN_EVERY_TICKS === 0) this.#turn();
    else if (this.#tick - this.#seen >= (this.#options.loses ? SEEN_LOSSY_EVERY_TICKS : SEEN_EVERY_TICKS))
      this.#say({ t: "seen", ...this.#newest() });
    const line = this.#habits.line();
    if (line !== null) this.#speak(line);
    if (at % PING_EVERY_TICKS === 0) this.#socket.send("ping");
  }

  end(): void {
    this.#isOver = true;
    this.#socket.close();
  }

  #text(text: string): void {
    if (text.startsWith('{"t":"welcome"')) {
      this.#say({ t: "enter", id: 1, name: this.#options.name });
      this.#say({ t: "watch", on: true, ...(this.#options.loses ? { loses: true } : {}) });
    } else if (text.startsWith('{"t":"reply"')) this.#replied();
    else if (text.startsWith('{"t":"error"')) this.#options.tally.lost(/"code":"(\w+)"/.exec(text)?.[1] ?? "error");
    else this.#acknowledge(text);
  }

  #replied(): void {
    if (!this.#arrival.isIn) return this.#arrival.entered();
    if (this.#saidMs === null) return;
    this.#options.tally.answered(performance.now() - this.#saidMs);
    this.#saidMs = null;
  }

  #acknowledge(text: string): void {
    this.#unacked += 1;
    if (this.#unacked < ACK_AFTER_STATES) return;
    this.#unacked = 0;
    const seq = Number(/"seq":(\d+)\}$/.exec(text.slice(-24))?.[1] ?? 0);
    if (seq > 0) this.#say({ t: "ack", seq });
  }

  #motion(bytes: Uint8Array): void {
    this.#options.tally.received(bytes.length);
    const frame = readMotionFrame(bytes);
    if (!frame?.own || frame.snapshot.length === 0) return;
    this.#life = frame.life;
    this.#tick = frame.own.tick;
    this.#moves = Math.max(this.#moves, frame.own.seq);
  }

  #newest(): { tick: number; life?: number } {
    this.#seen = this.#tick;
    return { tick: this.#tick, ...(this.#life === null ? {} : { life: this.#life }) };
  }

  #turn(): void {
    const { random } = this.#options;
    const walks = random() < WALK_SHARE;
    if (!walks && !this.#isWalking) return;
    this.#isWalking = walks;
    const way = () => (walks ? Math.round(random() * 200 - 100) : 0);
    const { tick: seen, ...life } = this.#newest();
    this.#moves += 1;
    this.#say({ t: "move", n: this.#moves, x: way(), z: way(), facing: Math.floor(random() * 256), seen, ...life });
  }

  #speak(line: string): void {
    if (this.#saidMs === null) this.#options.tally.asked();
    this.#saidMs ??= performance.now();
    this.#say({ t: "command", id: 2, line });
  }

  #say(frame: object): void {
    if (this.#socket.readyState === 1) this.#socket.send(JSON.stringify(frame));
  }
}
