import type { Role } from "../core/protocol/claims.ts";
import { type CloseReason, closeCodes, type ErrorCode, type Failure, mayReconnect } from "../core/protocol/errors.ts";
import { PROTOCOL_VERSION } from "../core/protocol/limits.ts";
import type { AcceptedFrame, HostView, RoomView, StateFrame, YouView } from "../core/protocol/server-frames.ts";
import { Acknowledgements } from "./acknowledgements.ts";
import { type ReceivedFrame, readFrame } from "./frames.ts";
import { Heartbeat, type Patience, patience } from "./heartbeat.ts";
import { type Page, thisPage } from "./page.ts";
import { ReconnectingSocket, type Verdict } from "./reconnecting-socket.ts";
import { type AnyFailure, localFailure, RequestError } from "./request-error.ts";
import { type RequestFrame, Requests } from "./requests.ts";
import { emptyRoster, foldRoster, type Roster } from "./roster.ts";
import { ServerClock } from "./server-clock.ts";

/** New tokens asked for in a row before a refusal is believed. */
const TOKENS_MAX = 3;

/** How it stands with the line to the room. */
export type Connection =
  | { state: "connecting" }
  | { state: "live" }
  /** Lost, or not made at the first try; it is being tried again. `failure`: why, where that is known. */
  | { state: "reconnecting"; failure: AnyFailure | null }
  /** Over: it will not come back by itself. `reason` as the server closed it. */
  | { state: "ended"; reason: CloseReason | "STOPPED"; failure: Failure | null };

/** Everything known of the room, as of the newest frame. Replaced, never changed. */
export interface QuizState {
  connection: Connection;
  /** `null` until the first state arrives; kept while reconnecting. */
  view: RoomView | null;
  /** `null`: not joined (or not a player). */
  you: YouView | null;
  /** Only for hosts. */
  host: HostView | null;
  /** Only for hosts and screens. */
  roster: Roster;
  /** The newest answer that the server said it has. */
  accepted: AcceptedFrame | null;
}

export interface QuizClientOptions {
  /** `ws://` or `wss://` address of the room's socket. */
  url: string;
  role: Role;
  /**
   * Gives the token to enter with; asked at every connection until the room gives one of its own.
   * `refused`: why the last one was not taken. A rejection counts as a failed try.
   */
  token(refused: ErrorCode | null): Promise<string>;
  /** Called after every change. */
  onChange?(state: QuizState): void;
  /** The room's own token: keep it, and give it from {@link token} next time. */
  onToken?(token: string): void;
  /** An error that belongs to no request. */
  onError?(failure: Failure): void;
  /**
   * Asked before another try: a browser is not told why an upgrade was refused. True ends the client
   * as ROOM_NOT_FOUND.
   */
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

/** One person's line to one room, from the first connection over every lost one to the end. */
export interface QuizClient {
  readonly state: QuizState;
  /** Resolves with the first state of the room; rejects if the client ends before. */
  readonly ready: Promise<void>;
  /**
   * Asks something of the room. Resolves once it is carried out (an answer: durable); rejects with a
   * `RequestError`. After a lost connection an answer is sent again if it still counts; of other requests
   * it is unknown whether they were carried out, and they reject with CONNECTION_LOST.
   */
  request(frame: RequestFrame): Promise<void>;
  /** The server's clock, in milliseconds since 1970, as well as it is known. */
  now(): number;
  /** Tries to connect now: instead of later, or again although it had ended. */
  reconnect(): void;
  /** Closes for good. */
  stop(): void;
}

/** Connects to a room; see {@link QuizClient}. */
export function createQuizClient(options: QuizClientOptions): QuizClient {
  return new Client(options);
}

/** The address of a room's socket on the origin of a page (`http://host:8787` gives `ws://host:8787/…`). */
export function socketUrl(origin: string, code: string): string {
  return `${origin.replace(/^http/, "ws")}/api/v1/rooms/${code}/socket`;
}

const monotonic = () => performance.timeOrigin + performance.now();

class Client implements QuizClient {
  readonly ready: Promise<void>;
  readonly #options: QuizClientOptions;
  readonly #patience: Patience;
  readonly #page: Page;
  readonly #clock: ServerClock;
  readonly #acks = new Acknowledgements();
  readonly #requests: Requests;
  readonly #heartbeat: Heartbeat;
  #socket: ReconnectingSocket | null = null;
  #unwake: () => void = () => undefined;
  #settleReady: (failure: AnyFailure | null) => void = () => undefined;
  #state: QuizState = {
    connection: { state: "connecting" },
    view: null,
    you: null,
    host: null,
    roster: emptyRoster,
    accepted: null,
  };
  #token: string | null = null;
  #refused: ErrorCode | null = null;
  #refusals = 0;
  /** Between welcome and the first state, how the room stands is not known. */
  #welcomed = false;
  #tried = false;
  #lastError: Failure | null = null;

  constructor(options: QuizClientOptions) {
    this.#options = options;
    this.#patience = { ...patience, ...options.patience };
    this.#page = pageFor(options.role, options.page ?? thisPage());
    const local = options.local ?? monotonic;
    this.#clock = new ServerClock(local);
    this.#requests = new Requests({
      send: (frame) => this.#sendRequest(frame),
      replyWithinMs: this.#patience.replyWithinMs,
    });
    this.#heartbeat = new Heartbeat({
      page: this.#page,
      patience: this.#patience,
      local,
      ping: () => this.#socket?.send("ping"),
      dead: () => this.#socket?.drop(),
      roundTrip: (ms) => this.#clock.roundTrip(ms),
    });
    this.ready = new Promise((resolve, reject) => {
      this.#settleReady = (error) => (error ? reject(new RequestError(error)) : resolve());
    });
    this.ready.catch(() => undefined);
    this.#start();
  }

  get state(): QuizState {
    return this.#state;
  }

  request(frame: RequestFrame): Promise<void> {
    return this.#requests.add(frame, this.#state.view);
  }

  now(): number {
    return this.#clock.now() ?? Date.now();
  }

  reconnect(): void {
    if (this.#state.connection.state === "ended") {
      this.#change({ connection: { state: "connecting" } });
      this.#start();
    } else {
      this.#socket?.hurry();
    }
  }

  stop(): void {
    if (this.#state.connection.state !== "ended") this.#end("STOPPED", null);
  }

  #start(): void {
    this.#refusals = 0;
    this.#unwake = this.#page.onWake(() => this.#heartbeat.wake());
    this.#socket = new ReconnectingSocket({
      url: this.#options.url,
      WebSocket: this.#options.WebSocket ?? WebSocket,
      page: this.#page,
      random: this.#options.random ?? Math.random,
      hello: () => this.#hello(),
      onText: (text) => this.#heard(text),
      onDown: (code, error) => this.#down(code, error),
    });
  }

  async #hello(): Promise<string> {
    if (this.#tried && (await this.#options.gone?.())) {
      this.#end("ROOM_NOT_FOUND", null);
      throw new Error("the room is gone");
    }
    this.#tried = true;
    const token = this.#token ?? (await this.#options.token(this.#refused));
    return JSON.stringify({ t: "hello", v: PROTOCOL_VERSION, role: this.#options.role, token });
  }

  #heard(text: string): void {
    if (text === "pong") return this.#heartbeat.pong();
    const frame = readFrame(text);
    if (frame) this.#take(frame);
  }

  #take(frame: ReceivedFrame): void {
    switch (frame.t) {
      case "welcome":
        return this.#takeWelcome(frame.token);
      case "state":
        return this.#takeState(frame);
      case "roster":
        if (typeof frame.seq === "number") this.#acknowledge(frame.seq, false);
        return this.#change({ roster: foldRoster(this.#state.roster, frame) });
      case "accepted":
        this.#change({ accepted: frame });
        return this.#requests.replied(frame.id, null);
      case "ok":
        return this.#requests.replied(frame.id, null);
      case "error":
        return this.#takeError(frame.id, frame.error);
    }
  }

  #takeWelcome(token: string | undefined): void {
    this.#welcomed = true;
    this.#acks.reset();
    this.#tried = false;
    this.#refused = null;
    this.#refusals = 0;
    if (typeof token !== "string") return;
    this.#token = token;
    this.#options.onToken?.(token);
  }

  #takeState(frame: StateFrame): void {
    this.#acknowledge(frame.seq, frame.probe === true);
    const resumed = this.#welcomed;
    this.#welcomed = false;
    if (resumed) this.#clock.reset();
    this.#clock.heard(frame.at);
    const you = frame.you === undefined ? this.#state.you : frame.you;
    const host = frame.host ?? this.#state.host;
    const connection: Connection = resumed ? { state: "live" } : this.#state.connection;
    this.#change({ view: frame.room, you, host, connection });
    if (resumed) this.#resumed(frame.room, you);
  }

  /** The first state of a connection: only now is it known how the room stands. */
  #resumed(view: RoomView, you: YouView | null): void {
    this.#socket?.welcomed();
    this.#heartbeat.start();
    this.#settleReady(null);
    this.#requests.resumed(view, you, this.now());
  }

  #takeError(id: number | undefined, error: Failure): void {
    if (id !== undefined) return this.#requests.replied(id, error);
    this.#lastError = error;
    this.#options.onError?.(error);
  }

  #acknowledge(seq: number, atOnce: boolean): void {
    const due = this.#acks.arrived(seq, atOnce);
    if (due !== null) this.#socket?.send(JSON.stringify({ t: "ack", seq: due }));
  }

  #sendRequest(frame: RequestFrame & { id: number }): boolean {
    if (this.#state.connection.state !== "live") return false;
    const seq = frame.t === "answer" ? this.#acks.said() : null;
    return this.#socket?.send(JSON.stringify(seq === null ? frame : { ...frame, seq })) ?? false;
  }

  #down(code: number | null, error: unknown): Verdict {
    const said = this.#lastError;
    this.#lastError = null;
    this.#welcomed = false;
    this.#heartbeat.stop();
    if (this.#state.connection.state === "ended") return "never";
    if (code === closeCodes.REFUSED && this.#mayAskForToken(said)) return "at once";
    if (code !== null && !mayReconnect(code)) {
      this.#end(reasonOf(code), said);
      return "never";
    }
    const first = this.#state.connection.state === "live";
    this.#change({ connection: { state: "reconnecting", failure: said ?? failureOf(error) } });
    this.#requests.lost();
    // TOO_SLOW and the like ask for a fresh start; a room that keeps failing is given time.
    return first && code === closeCodes.TOO_SLOW ? "at once" : "again";
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

  #end(reason: CloseReason | "STOPPED", said: Failure | null): void {
    this.#unwake();
    this.#heartbeat.stop();
    this.#change({ connection: { state: "ended", reason, failure: said } });
    this.#socket?.stop();
    const error = said ?? localFailure("NOT_CONNECTED");
    this.#requests.ended(error);
    this.#settleReady(error);
  }

  #change(part: Partial<QuizState>): void {
    this.#state = { ...this.#state, ...part };
    this.#options.onChange?.(this.#state);
  }
}

/**
 * A player's hidden page falls silent, so that nobody waits for a phone in a pocket. A host who plays along in
 * another tab still runs the game, and a screen still shows it: they are there while their page is.
 */
function pageFor(role: Role, page: Page): Page {
  return role === "player" ? page : { visible: () => true, onWake: (listener) => page.onWake(listener) };
}

function reasonOf(code: number): CloseReason {
  const reasons = Object.keys(closeCodes) as CloseReason[];
  return reasons.find((reason) => closeCodes[reason] === code) ?? "ROOM_CLOSED";
}

function failureOf(error: unknown): AnyFailure | null {
  return error instanceof RequestError ? error : null;
}
