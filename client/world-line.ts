import { type CloseReason, closeCodes, type ErrorCode, type Failure, mayReconnect } from "../core/protocol/errors.ts";
import { PROTOCOL_VERSION } from "../core/protocol/limits.ts";
import { Acknowledgements } from "./acknowledgements.ts";
import { Heartbeat, type Patience, patience } from "./heartbeat.ts";
import { type Page, thisPage } from "./page.ts";
import type { Connection } from "./quiz-client.ts";
import { ReconnectingSocket, type Verdict } from "./reconnecting-socket.ts";
import { RequestError } from "./request-error.ts";
import { readWorldFrame, type WorldReceived } from "./world-received.ts";

/** New tokens asked for in a row before a refusal is believed. */
const TOKENS_MAX = 3;

/** Where a line leads, and what it needs of the program around it. */
export interface LineOptions {
  /** `ws://` or `wss://` address of the realm's socket. */
  url: string;
  /**
   * Gives the token to enter with; asked at every connection until the server gives one of its own.
   * `refused`: why the last one was not taken. A rejection counts as a failed try.
   */
  token(refused: ErrorCode | null): Promise<string>;
  /** The server's own token: keep it, and give it from {@link token} next time. */
  onToken?(token: string): void;
  /** Asked before another try: a browser is not told why an upgrade was refused. True: ends as ROOM_NOT_FOUND. */
  gone?(): Promise<boolean>;
  /** Defaults to the runtime's; Node programs may pass that of `ws`. */
  WebSocket?: new (
    url: string,
  ) => WebSocket;
  page?: Page;
  patience?: Partial<Patience>;
  random?(): number;
  /** A monotonic clock in milliseconds. */
  local?(): number;
}

/** What a line tells its client. */
export interface LineEnds {
  /** A new connection was welcomed: nothing said before counts on it. */
  welcomed(): void;
  /** A frame that is not the line's own business. Numbered ones are acknowledged already. */
  took(frame: Exclude<WorldReceived, { t: "welcome" }>): void;
  /** A binary frame: motion. */
  tookBytes(bytes: Uint8Array): void;
  changed(connection: Connection): void;
}

/** One person's line to one realm: hello, tokens, pings, acknowledgements, and coming back. Knows nothing of worlds. */
export class WorldLine {
  readonly #options: LineOptions;
  readonly #ends: LineEnds;
  readonly #page: Page;
  readonly #acks = new Acknowledgements();
  readonly #heartbeat: Heartbeat;
  #socket: ReconnectingSocket | null = null;
  #unwake: () => void = () => undefined;
  #connection: Connection = { state: "connecting" };
  #token: string | null = null;
  #refused: ErrorCode | null = null;
  #refusals = 0;
  #tried = false;
  #lastError: Failure | null = null;

  constructor(options: LineOptions, ends: LineEnds) {
    this.#options = options;
    this.#ends = ends;
    this.#page = options.page ?? thisPage();
    this.#heartbeat = new Heartbeat({
      page: this.#page,
      patience: { ...patience, ...options.patience },
      local: options.local ?? (() => performance.now()),
      ping: () => this.#socket?.send("ping"),
      dead: () => this.#socket?.drop(),
      roundTrip: () => undefined,
    });
  }

  get connection(): Connection {
    return this.#connection;
  }

  start(): void {
    this.#refusals = 0;
    this.#unwake = this.#page.onWake(() => this.#heartbeat.wake());
    this.#socket = new ReconnectingSocket({
      url: this.#options.url,
      WebSocket: this.#options.WebSocket ?? WebSocket,
      page: this.#page,
      random: this.#options.random ?? Math.random,
      hello: () => this.#hello(),
      onText: (text) => this.#heard(text),
      onBytes: (bytes) => this.#ends.tookBytes(bytes),
      onDown: (code, error) => this.#down(code, error),
    });
  }

  /** False if there is no open connection. */
  send(frame: object): boolean {
    return this.#socket?.send(JSON.stringify(frame)) ?? false;
  }

  /** All is known that a person needs: the connection counts as made. */
  live(): void {
    if (this.#connection.state === "live" || this.#connection.state === "ended") return;
    this.#socket?.welcomed();
    this.#heartbeat.start();
    this.#change({ state: "live" });
  }

  /** This connection is of no use, though it is open: on to the next. */
  drop(): void {
    this.#socket?.drop();
  }

  /** Connects now: instead of later, again although it had ended, or anew although it is live. */
  reconnect(): void {
    const { state } = this.#connection;
    if (state === "connecting" || state === "reconnecting") return this.#socket?.hurry();
    this.#release();
    this.#change(state === "live" ? { state: "reconnecting", failure: null } : { state: "connecting" });
    this.start();
  }

  /** Closes for good. */
  end(reason: CloseReason | "STOPPED", failure: Failure | null): void {
    this.#release();
    this.#change({ state: "ended", reason, failure });
  }

  #release(): void {
    this.#unwake();
    this.#heartbeat.stop();
    this.#socket?.stop();
    this.#socket = null;
  }

  async #hello(): Promise<string> {
    if (this.#tried && (await this.#options.gone?.())) {
      this.end("ROOM_NOT_FOUND", null);
      throw new Error("the realm is gone");
    }
    this.#tried = true;
    const token = this.#token ?? (await this.#options.token(this.#refused));
    return JSON.stringify({ t: "hello", v: PROTOCOL_VERSION, role: "player", token });
  }

  #heard(text: string): void {
    if (text === "pong") return this.#heartbeat.pong();
    const frame = readWorldFrame(text);
    if (!frame) return;
    if (frame.t === "welcome") return this.#welcome(frame.token);
    if (frame.t === "scene" || frame.t === "events" || frame.t === "people") this.#acknowledge(frame.seq);
    if (frame.t === "error" && frame.id === undefined) this.#lastError = frame.error;
    this.#ends.took(frame);
  }

  #welcome(token: string | undefined): void {
    this.#acks.reset();
    this.#tried = false;
    this.#refused = null;
    this.#refusals = 0;
    if (typeof token === "string") {
      this.#token = token;
      this.#options.onToken?.(token);
    }
    this.#ends.welcomed();
  }

  #acknowledge(seq: number): void {
    const due = this.#acks.arrived(seq, false);
    if (due !== null) this.send({ t: "ack", seq: due });
  }

  #down(code: number | null, error: unknown): Verdict {
    const said = this.#lastError;
    this.#lastError = null;
    this.#heartbeat.stop();
    if (this.#connection.state === "ended") return "never";
    if (code === closeCodes.REFUSED && this.#mayAskForToken(said)) return "at once";
    if (code !== null && !mayReconnect(code)) {
      this.end(reasonOf(code), said);
      return "never";
    }
    const wasLive = this.#connection.state === "live";
    this.#change({ state: "reconnecting", failure: said ?? (error instanceof RequestError ? error : null) });
    return wasLive && code === closeCodes.TOO_SLOW ? "at once" : "again";
  }

  /** A token that is no longer good is no reason to stop: its giver may have another. */
  #mayAskForToken(said: Failure | null): boolean {
    if (said?.code !== "TOKEN_EXPIRED" && said?.code !== "TOKEN_INVALID") return false;
    this.#token = null;
    this.#refused = said.code;
    this.#refusals += 1;
    this.#tried = false;
    return this.#refusals < TOKENS_MAX;
  }

  #change(connection: Connection): void {
    this.#connection = connection;
    this.#ends.changed(connection);
  }
}

function reasonOf(code: number): CloseReason {
  const reasons = Object.keys(closeCodes) as CloseReason[];
  return reasons.find((reason) => closeCodes[reason] === code) ?? "ROOM_CLOSED";
}
