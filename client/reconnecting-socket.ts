import type { Page } from "./page.ts";

/** A connection that was not welcomed by then is given up. */
const WELCOME_WITHIN_MS = 10_000;
/** The wait before a try is drawn from nought to this, doubled with every failure ("full jitter")… */
const WAIT_FIRST_MS = 1_000;
/** …but never to more than this. */
const WAIT_MAX_MS = 10_000;

/** What is used here of a WebSocket: other connections may come in its shape. */
export interface SocketLike {
  readonly readyState: number;
  binaryType: "blob" | "arraybuffer";
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface SocketOptions {
  url: string;
  WebSocket: new (url: string) => SocketLike;
  page: Page;
  /** A number from 0 up to 1. */
  random(): number;
  /** The first text of a connection, asked for anew each time. A rejection counts as a failed try. */
  hello(): Promise<string>;
  onText(text: string): void;
  /** A binary message; without it they are passed over. */
  onBytes?(bytes: Uint8Array): void;
  /**
   * A connection, or the try to make one, is over. `code`: the close code; `null` if it never was a socket.
   * True: it is tried again at once; else after a while. Whoever wants neither stops the socket.
   */
  onDown(code: number | null, error?: unknown): boolean;
}

/**
 * A WebSocket that comes back. It buffers nothing: a text that cannot go now does not go, because what was
 * true of a quiz before a drop need not be true after it.
 *
 * Not partysocket, which the rest of the field uses: its `reconnect()` does nothing while it waits between
 * two tries (1.3.0: 2.4 s late in a measurement here), so a phone taken out of a pocket could not be back at once;
 * its buffer goes out before `open` is heard, ahead of our hello; and it is 2.7 kB gzipped.
 */
export class ReconnectingSocket {
  readonly #options: SocketOptions;
  #socket: SocketLike | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting = false;
  #failures = 0;
  /** Raised whenever earlier callbacks have nothing more to say. */
  #turn = 0;

  constructor(options: SocketOptions) {
    this.#options = options;
    void this.#connect();
  }

  /** Sends now; false if that is not possible. */
  send(text: string): boolean {
    if (this.#socket?.readyState !== 1) return false;
    this.#socket.send(text);
    return true;
  }

  /** The server has said welcome: this connection counts as a success. */
  welcomed(): void {
    clearTimeout(this.#timer);
    this.#failures = 0;
  }

  /** Tries now if it is waiting to try. */
  hurry(): void {
    if (!this.#waiting) return;
    this.#failures = 0;
    void this.#connect();
  }

  /** This connection is dead, though nobody said so: on to the next. */
  drop(): void {
    this.#letGo();
    this.#down(null);
  }

  /** Closes for good. */
  stop(): void {
    this.#letGo();
  }

  async #connect(): Promise<void> {
    this.#letGo();
    const turn = this.#turn;
    try {
      const hello = await this.#options.hello();
      if (turn === this.#turn) this.#open(hello);
    } catch (error) {
      if (turn === this.#turn) this.#down(null, error);
    }
  }

  #open(hello: string): void {
    const socket = new this.#options.WebSocket(this.#options.url);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.drop(), WELCOME_WITHIN_MS);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => socket.send(hello);
    socket.onmessage = ({ data }: { data: unknown }) => {
      if (typeof data === "string") this.#options.onText(data);
      else if (data instanceof ArrayBuffer) this.#options.onBytes?.(new Uint8Array(data));
    };
    socket.onclose = ({ code }: { code: number }) => {
      this.#letGo();
      this.#down(code);
    };
    // A close always follows; without a listener Node would throw.
    socket.onerror = () => undefined;
  }

  #letGo(): void {
    this.#turn += 1;
    this.#waiting = false;
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    if (socket.readyState < 2) socket.close();
  }

  #down(code: number | null, error?: unknown): void {
    const turn = this.#turn;
    const isUrgent = this.#options.onDown(code, error);
    // Whoever was told may have stopped or restarted everything.
    if (turn !== this.#turn) return;
    if (isUrgent) return void this.#connect();
    this.#waiting = true;
    // Nobody looks: the next waking is soon enough, and a pocket keeps its battery.
    if (!this.#options.page.visible()) return;
    const most = Math.min(WAIT_MAX_MS, WAIT_FIRST_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.#connect(), this.#options.random() * most);
  }
}
