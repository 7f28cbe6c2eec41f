import { WebSocket } from "ws";
import { ACK_AFTER_STATES, PING_EVERY_MS, type QuizResults } from "../core/protocol/index.ts";
import type { RoomOptions } from "../core/quiz/room-options.ts";
import type { TrafficCount } from "../testing/traffic-count.ts";

/** A real shell with its time in the test's hand. */
export interface DrivenShell {
  readonly name: string;
  make(code: string, options: RoomOptions, ai: boolean): Promise<boolean>;
  advance(code: string, ms: number): Promise<void>;
  /** Tells that pings of these sockets came: the transport answers them by itself. */
  pinged(code: string, ids: string[]): Promise<void>;
  traffic(code: string): Promise<TrafficCount & { connections: number }>;
  hash(code: string): Promise<string>;
  results(code: string): Promise<QuizResults>;
  /** Where a socket with a chosen id is opened. */
  socketUrl(code: string, id: string): string;
  stop(): Promise<void>;
}

/** What a scripted game does, one after the other. */
export type ScriptStep =
  | { do: "open"; id: string }
  | { do: "say"; id: string; frame: object | string | Uint8Array }
  | { do: "drop"; id: string }
  /** From here on the client pings no more. */
  | { do: "mute"; id: string }
  | { do: "wait"; ms: number };

/** Everything that each socket received, in order, to the byte; a close is `#code reason`. */
export type Transcript = Record<string, string[]>;

/** What a script step may build on: nothing but what the clients have been sent. */
export type Script = (heard: (id: string) => string[]) => Iterable<ScriptStep>;

/** After each step time moves on by this much, so that what was gathered is told. */
const BREATH_MS = 1_000;

/**
 * Plays a script on a room, letting everything arrive after each step.
 * @param between is called after each step: eviction, for example
 * @param reopen all sockets were closed in between: everybody comes back with the token they had
 */
export async function play(
  shell: DrivenShell,
  room: { code: string; options: RoomOptions; ai: boolean },
  script: Script,
  between: () => Promise<void> = async () => undefined,
  reopen = false,
): Promise<Transcript> {
  const { code } = room;
  if (!(await shell.make(code, room.options, room.ai))) throw new Error("the room could not be made");
  const clients = new Map<string, Client>();
  let said = 0;
  try {
    for (const step of script((id) => clients.get(id)?.heard ?? [])) {
      if (step.do === "open") clients.set(step.id, await Client.open(shell.socketUrl(code, step.id)));
      else if (step.do === "drop") await clients.get(step.id)?.drop();
      else if (step.do === "mute") clients.get(step.id)?.mute();
      else if (step.do === "wait") await wait(shell, code, clients, step.ms);
      else if (clients.get(step.id)?.say(step.frame)) said += 1;
      await settle(shell, code, clients, said);
      for (const client of clients.values()) if (client.probed && client.acknowledge()) said += 1;
      await settle(shell, code, clients, said);
      await shell.advance(code, BREATH_MS);
      await settle(shell, code, clients, said);
      for (const client of clients.values()) if (client.acknowledge()) said += 1;
      await settle(shell, code, clients, said);
      await between();
      if (reopen) await reopenAll(shell, code, clients, (frames) => (said += frames));
    }
    return Object.fromEntries([...clients].map(([id, client]) => [id, [...client.heard]]));
  } finally {
    for (const client of clients.values()) client.terminate();
  }
}

async function reopenAll(
  shell: DrivenShell,
  code: string,
  clients: Map<string, Client>,
  count: (frames: number) => void,
): Promise<void> {
  for (const [id, client] of clients) {
    await client.untilClosed();
    await client.reopen(shell.socketUrl(code, id));
    if (client.hello && client.say(client.hello)) count(1);
  }
  await settle(shell, code, clients, null);
}

/** Time passes, in which clients ping. */
async function wait(shell: DrivenShell, code: string, clients: Map<string, Client>, ms: number): Promise<void> {
  // A day of pings changes nothing that the last of them does not.
  const skippedMs = Math.max(0, ms - 20 * PING_EVERY_MS);
  if (skippedMs > 0) await shell.advance(code, skippedMs);
  for (let left = ms - skippedMs; left > 0; left -= PING_EVERY_MS) {
    const pinging = [...clients].filter(([, client]) => !client.closed && !client.muted).map(([id]) => id);
    await shell.pinged(code, pinging);
    await shell.advance(code, Math.min(left, PING_EVERY_MS));
    await settle(shell, code, clients, null);
  }
}

/** Waits until the room has dealt with all that was said, and everybody has what they were sent. */
async function settle(
  shell: DrivenShell,
  code: string,
  clients: Map<string, Client>,
  said: number | null,
): Promise<void> {
  const until = Date.now() + 10_000;
  for (;;) {
    const traffic = await shell.traffic(code);
    const open = [...clients.values()].filter((client) => !client.closed).length;
    const arrived = [...clients].every(([id, client]) => client.frames === (traffic.sent[id] ?? 0));
    if ((said === null || traffic.received === said) && traffic.connections === open && arrived) return;
    if (Date.now() > until) {
      const got = [...clients].map(([id, client]) => [id, client.frames]);
      throw new Error(`not settled: ${JSON.stringify({ traffic, said, open, got })}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

class Client {
  readonly heard: string[] = [];
  frames = 0;
  closed = false;
  muted = false;
  /** Has been asked to acknowledge at once. */
  probed = false;
  #seq = 0;
  #unacknowledged = 0;
  /** What it said to come in. */
  hello: object | null = null;
  #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#listen(socket);
  }

  #listen(socket: WebSocket): void {
    socket.on("message", (data) => {
      this.frames += 1;
      this.heard.push(data.toString());
      if (data.toString().includes('"probe":true')) this.probed = true;
      const seq = /"seq":(\d+)/.exec(data.toString())?.[1];
      if (!seq) return;
      this.#seq = Math.max(this.#seq, Number(seq));
      this.#unacknowledged += 1;
    });
    socket.on("close", (code, reason) => {
      this.closed = true;
      this.heard.push(`#${code} ${reason}`);
    });
    socket.on("error", () => undefined);
  }

  static open(url: string): Promise<Client> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    const client = new Client(socket);
    return new Promise((resolve, reject) => {
      socket.once("open", () => resolve(client));
      socket.once("error", reject);
    });
  }

  /** False if there is nobody to say it to. */
  say(frame: object | string | Uint8Array): boolean {
    if (this.closed) return false;
    if ((frame as { t?: string }).t === "hello") this.hello = frame as object;
    this.#socket.send(typeof frame === "string" || frame instanceof Uint8Array ? frame : JSON.stringify(frame));
    return true;
  }

  /** Acknowledges as the protocol asks; false if there is no need to. */
  acknowledge(): boolean {
    if (this.closed || this.muted) return false;
    if (!this.probed && this.#unacknowledged < ACK_AFTER_STATES) return false;
    this.probed = false;
    this.#unacknowledged = 0;
    return this.say({ t: "ack", seq: this.#seq });
  }

  mute(): void {
    this.muted = true;
  }

  untilClosed(): Promise<void> {
    if (this.closed) return Promise.resolve();
    return new Promise((resolve) => this.#socket.once("close", () => resolve()));
  }

  /** The same client on a new socket. */
  reopen(url: string): Promise<void> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    this.#socket = socket;
    this.closed = false;
    this.#unacknowledged = 0;
    this.#listen(socket);
    return new Promise((resolve, reject) => {
      socket.once("open", () => resolve());
      socket.once("error", reject);
    });
  }

  drop(): Promise<void> {
    if (this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#socket.once("close", () => resolve());
      this.#socket.close(1000, "bye");
    });
  }

  terminate(): void {
    this.#socket.terminate();
  }
}
