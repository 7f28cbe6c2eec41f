import type { QuizRoom } from "./quiz-room.ts";
import type { ShardShell } from "./shard-shell.ts";

/** What comes out of a shell for one socket. */
interface Ends {
  text(text: string): void;
  closed(code: number): void;
}

/** What shells of rooms and of shards have in common. */
interface Shell {
  open(): string;
  readonly runner: { message(id: string, text: string): unknown; closed(id: string): void };
  onClosed: (id: string, code: number) => void;
}

/** A room or a shard as a server for sockets within the test. */
export class ShellServer {
  /** Nobody answers. */
  isDown = false;
  /** Called with everything that a client sends. */
  onSaid: (text: string) => void = () => undefined;
  readonly #shell: Shell;
  readonly #pinged: (id: string) => void;
  readonly #ends = new Map<string, Ends>();

  private constructor(shell: Shell, pinged: (id: string) => void) {
    this.#shell = shell;
    this.#pinged = pinged;
    shell.onClosed = (id, code) => this.#ends.get(id)?.closed(code);
  }

  static ofShard(shell: ShardShell): ShellServer {
    const server = new ShellServer(shell, () => undefined);
    shell.onText = (id, frame) => server.#ends.get(id)?.text(JSON.stringify(frame));
    return server;
  }

  static ofRoom({ shell }: QuizRoom): ShellServer {
    const server = new ShellServer(shell, (id) => {
      shell.socket(id).pingMs = shell.time.nowMs;
    });
    shell.watch = (id, text) => server.#ends.get(id)?.text(text);
    return server;
  }

  /** A new connection; `null`: nobody answers. */
  connect(ends: Ends): { say(text: string): void; drop(): void } | null {
    if (this.isDown) return null;
    const id = this.#shell.open();
    this.#ends.set(id, ends);
    return { say: (text) => this.#said(id, text), drop: () => this.#drop(id) };
  }

  /** Connections that stand, oldest first. */
  get connections(): string[] {
    return [...this.#ends.keys()];
  }

  /** A line is gone, and both sides learn of it. */
  cut(id: string): void {
    const ends = this.#ends.get(id);
    this.#drop(id);
    ends?.closed(1006);
  }

  /** Every line is gone, and nobody answers until `isDown` is false again. */
  goDown(): void {
    this.isDown = true;
    for (const id of this.connections) this.cut(id);
  }

  #said(id: string, text: string): void {
    this.onSaid(text);
    if (text !== "ping") return void this.#shell.runner.message(id, text);
    this.#pinged(id);
    this.#ends.get(id)?.text("pong");
  }

  #drop(id: string): void {
    if (this.#ends.delete(id)) this.#shell.runner.closed(id);
  }
}

type Listener<Event> = ((event: Event) => void) | null;

/** What the clients use of a WebSocket. Everything arrives in an order, and none of it at once. */
class ShellSocket {
  readyState = 0;
  binaryType = "blob";
  onopen: Listener<object> = null;
  onmessage: Listener<{ data: unknown }> = null;
  onclose: Listener<{ code: number }> = null;
  onerror: Listener<object> = null;
  #line: ReturnType<ShellServer["connect"]> = null;

  constructor(server: ShellServer | undefined) {
    queueMicrotask(() => this.#open(server));
  }

  send(text: string): void {
    if (this.readyState !== 1) throw new Error("the socket is not open");
    queueMicrotask(() => this.#line?.say(text));
  }

  close(): void {
    if (this.readyState > 1) return;
    this.readyState = 3;
    const line = this.#line;
    queueMicrotask(() => line?.drop());
  }

  #open(server: ShellServer | undefined): void {
    if (this.readyState !== 0) return;
    this.#line =
      server?.connect({
        text: (data) => queueMicrotask(() => this.onmessage?.({ data })),
        closed: (code) => queueMicrotask(() => this.#closed(code)),
      }) ?? null;
    if (!this.#line) return this.#closed(1006);
    this.readyState = 1;
    this.onopen?.({});
  }

  #closed(code: number): void {
    if (this.readyState > 2) return;
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

/** The WebSocket of a network on which only these servers are, by address. */
export function socketsTo(servers: ReadonlyMap<string, ShellServer>): new (url: string) => WebSocket {
  const Socket = class extends ShellSocket {
    constructor(url: string) {
      super(servers.get(url));
    }
  };
  // It has what `ReconnectingSocket` uses, and nothing else of a WebSocket.
  return Socket as unknown as new (
    url: string,
  ) => WebSocket;
}
