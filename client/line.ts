import type { Role } from "../core/protocol/claims.ts";
import { type CloseReason, closeCodes, type ErrorCode, type Failure, mayReconnect } from "../core/protocol/errors.ts";
import { PROTOCOL_VERSION } from "../core/protocol/limits.ts";
import { Acknowledgements } from "./acknowledgements.ts";
import { Heartbeat, type Patience, patience } from "./heartbeat.ts";
import { type Page, thisPage } from "./page.ts";
import { ReconnectingSocket, type SocketLike } from "./reconnecting-socket.ts";
import { type AnyFailure, localFailure, RequestError } from "./request-error.ts";

/** New tokens asked for in a row before a refusal is believed. */
const TOKENS_MAX = 3;

/** Milliseconds, from any zero. */
export const monotonic = () => performance.now();

/** How it stands with the line to a server. */
export type Connection =
  | { state: "connecting" }
  | { state: "live" }
  /** Lost, or not made at the first try; it is being tried again. `failure`: why, where that is known. */
  | { state: "reconnecting"; failure: AnyFailure | null }
  /** Over: it will not come back by itself. `reason` as the server closed it. */
  | { state: "ended"; reason: CloseReason | "STOPPED"; failure: Failure | null };

/** Where a line leads, and what it needs of the program around it. */
export interface LineOptions {
  /** `ws://` or `wss://` address of the socket. */
  url: string;
  /** As whom to say hello. */
  role: Role;
  /**
   * Gives the token to enter with; asked at every connection until the server gives one of its own.
   * `refused`: why the last one was not taken. A rejection counts as a failed try.
   */
  token(refused: ErrorCode | null): Promise<string>;
  /** The server's own token: keep it, and give it from {@link token} next time. */
  onToken?(token: string): void;
  /** Asked before another try: a browser is not told why an upgrade was refused. True: ends as ROOM_NOT_FOUND. */
  gone?(): Promise<boolean>;
  /** Defaults to the runtime's; Node programs may pass that of `ws`, or `DatagramSocket`. */
  WebSocket?: new (
    url: string,
  ) => SocketLike;
  page?: Page;
  patience?: Partial<Patience>;
  random?(): number;
  /** A monotonic clock in milliseconds. */
  local?(): number;
}

/** What every runtime has of its own. */
type Surroundings = Required<Pick<LineOptions, "WebSocket" | "page" | "random" | "local">>;

/** What a line looks at in a frame. */
export interface LineFrame {
  t: string;
  /** Of a welcome: the server's own token. */
  token?: string;
  /** It is to be acknowledged; a probe at once. */
  seq?: number;
  probe?: true;
  /** Of an error: it belongs to this request, and says nothing of the line. */
  id?: number;
  error?: Failure;
}

/** What a line asks of its client, and tells it; never before it is made. */
export interface LineEnds<Frame extends LineFrame> {
  /** The frame in a text; `null`: there is none that can be used. */
  read(text: string): Frame | null;
  /** Every frame, once the line has seen to its own part of it. A welcome: nothing said before counts any more. */
  onFrame(frame: Frame): void;
  /** A binary message; without it they are passed over. */
  onBytes?(bytes: Uint8Array): void;
  /** A ping came back after this many milliseconds. */
  roundTrip?(ms: number): void;
  onConnection(connection: Connection): void;
}

/**
 * One person's line to one server, from the first connection over every lost one to the end: hello, tokens, pings,
 * acknowledgements, and coming back. What is said on it is its client's business.
 */
export class Line<Frame extends LineFrame> {
  /** Resolves once it is live; rejects with a `RequestError` if it ends before. */
  readonly ready: Promise<void>;
  /** As the options have it, and the rest as usual. */
  readonly patience: Patience;
  readonly #options: LineOptions & Surroundings;
  readonly #ends: LineEnds<Frame>;
  readonly #acks = new Acknowledgements();
  readonly #heartbeat: Heartbeat;
  #socket: ReconnectingSocket | null = null;
  #unwake: (() => void) | undefined;
  #settleReady: (failure: AnyFailure | null) => void = () => undefined;
  #connection: Connection = { state: "connecting" };
  #isNew = false;
  #token: string | null = null;
  #refused: ErrorCode | null = null;
  #refusals = 0;
  #tried = false;
  #lastError: Failure | null = null;

  /** Connects at once. */
  constructor(options: LineOptions, ends: LineEnds<Frame>) {
    this.#options = {
      page: thisPage(),
      WebSocket: globalThis.WebSocket,
      random: Math.random,
      local: monotonic,
      ...options,
    };
    this.#ends = ends;
    this.patience = { ...patience, ...options.patience };
    this.#heartbeat = new Heartbeat({
      ...this.#options,
      patience: this.patience,
      ping: () => this.#socket?.send("ping"),
      dead: () => this.drop(),
      roundTrip: (ms) => ends.roundTrip?.(ms),
    });
    this.ready = new Promise((resolve, reject) => {
      this.#settleReady = (failure) => (failure ? reject(new RequestError(failure)) : resolve());
    });
    this.ready.catch(() => undefined);
    this.#start();
  }

  /** Welcomed, and not {@link live} yet: how things stand is not known. */
  get isNew(): boolean {
    return this.#isNew;
  }

  /** False if there is no open connection. */
  send(frame: object): boolean {
    return this.#socket?.send(JSON.stringify(frame)) ?? false;
  }

  /** The newest number, for a frame that carries it and thereby acknowledges; `null` before the first. */
  said(): number | null {
    return this.#acks.said();
  }

  /** All is known that a person needs: the new connection counts as made. */
  live(): void {
    if (!this.#isNew) return;
    this.#isNew = false;
    this.#socket?.welcomed();
    this.#heartbeat.start();
    this.#change({ state: "live" });
    this.#settleReady(null);
  }

  /** This connection is of no use, though it is open: on to the next. */
  drop(): void {
    this.#socket?.drop();
  }

  /** Tries to connect now: instead of later, or again although it had ended. */
  reconnect(): void {
    if (this.#connection.state !== "ended") return this.#socket?.hurry();
    this.#change({ state: "connecting" });
    this.#start();
  }

  /** Closes for good. */
  stop(): void {
    if (this.#connection.state !== "ended") this.#end("STOPPED", null);
  }

  #start(): void {
    this.#refusals = 0;
    this.#unwake = this.#options.page.onWake(() => {
      this.#heartbeat.wake();
      this.#socket?.hurry();
    });
    this.#socket = new ReconnectingSocket({
      ...this.#options,
      hello: () => this.#hello(),
      onText: (text) => this.#heard(text),
      onBytes: (bytes) => this.#ends.onBytes?.(bytes),
      onDown: (code, error) => this.#down(code, error),
    });
  }

  #end(reason: CloseReason | "STOPPED", failure: Failure | null): void {
    this.#isNew = false;
    this.#unwake?.();
    this.#heartbeat.stop();
    this.#socket?.stop();
    this.#socket = null;
    this.#change({ state: "ended", reason, failure });
    this.#settleReady(failure ?? localFailure("NOT_CONNECTED"));
  }

  async #hello(): Promise<string> {
    if (this.#tried && (await this.#options.gone?.())) {
      this.#end("ROOM_NOT_FOUND", null);
      throw new Error("there is nothing at this address any more");
    }
    this.#tried = true;
    const token = this.#token ?? (await this.#options.token(this.#refused));
    return JSON.stringify({ t: "hello", v: PROTOCOL_VERSION, role: this.#options.role, token });
  }

  #heard(text: string): void {
    if (text === "pong") return this.#heartbeat.pong();
    const frame = this.#ends.read(text);
    if (!frame) return;
    if (frame.t === "welcome") this.#welcome(frame.token);
    if (frame.t === "error" && frame.id === undefined) this.#lastError = frame.error ?? null;
    if (typeof frame.seq === "number") this.#acknowledge(frame.seq, frame.probe === true);
    this.#ends.onFrame(frame);
  }

  #welcome(token: string | undefined): void {
    this.#isNew = true;
    this.#acks.reset();
    this.#tried = false;
    this.#refused = null;
    this.#refusals = 0;
    if (typeof token !== "string") return;
    this.#token = token;
    this.#options.onToken?.(token);
  }

  #acknowledge(seq: number, atOnce: boolean): void {
    const due = this.#acks.arrived(seq, atOnce);
    if (due !== null) this.send({ t: "ack", seq: due });
  }

  #down(code: number | null, error: unknown): boolean {
    const said = this.#lastError;
    const wasLive = this.#connection.state === "live";
    this.#lastError = null;
    this.#isNew = false;
    this.#heartbeat.stop();
    if (code === closeCodes.REFUSED && this.#mayAskForToken(said)) return true;
    if (code !== null && !mayReconnect(code)) this.#end(reasonOf(code), said);
    else this.#change({ state: "reconnecting", failure: said ?? (error instanceof RequestError ? error : null) });
    // TOO_SLOW and the like ask for a fresh start; a server that keeps failing is given time.
    return wasLive && code === closeCodes.TOO_SLOW;
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
    this.#ends.onConnection(connection);
  }
}

function reasonOf(code: number): CloseReason {
  const reasons = Object.keys(closeCodes) as CloseReason[];
  return reasons.find((reason) => closeCodes[reason] === code) ?? "ROOM_CLOSED";
}
