import type { Role } from "../core/protocol/claims.ts";
import type { Failure } from "../core/protocol/errors.ts";
import type { AcceptedFrame, HostView, RoomView, StateFrame, YouView } from "../core/protocol/server-frames.ts";
import { type ReceivedFrame, readFrame } from "./frames.ts";
import { type Connection, Line, type LineEnds, type LineOptions, monotonic } from "./line.ts";
import { type Page, thisPage } from "./page.ts";
import { localFailure } from "./request-error.ts";
import { type RequestFrame, Requests } from "./requests.ts";
import { emptyRoster, foldRoster, type Roster } from "./roster.ts";
import { ServerClock } from "./server-clock.ts";

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

export interface QuizClientOptions extends LineOptions {
  /** Called after every change. */
  onChange?(state: QuizState): void;
  /** An error that belongs to no request. */
  onError?(failure: Failure): void;
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

class Client implements QuizClient, LineEnds<ReceivedFrame> {
  readonly read = readFrame;
  readonly #options: QuizClientOptions;
  readonly #clock: ServerClock;
  readonly #requests: Requests;
  readonly #line: Line<ReceivedFrame>;
  #state: QuizState = {
    connection: { state: "connecting" },
    view: null,
    you: null,
    host: null,
    roster: emptyRoster,
    accepted: null,
  };

  constructor(options: QuizClientOptions) {
    const { role, page = thisPage() } = options;
    this.#options = options;
    this.#clock = new ServerClock(options.local ?? monotonic);
    this.#line = new Line({ ...options, page: pageFor(role, page) }, this);
    this.#requests = new Requests({
      send: (frame) => this.#sendRequest(frame),
      replyWithinMs: this.#line.patience.replyWithinMs,
    });
  }

  get state(): QuizState {
    return this.#state;
  }

  get ready(): Promise<void> {
    return this.#line.ready;
  }

  request(frame: RequestFrame): Promise<void> {
    return this.#requests.add(frame, this.#state.view);
  }

  now(): number {
    return this.#clock.now() ?? Date.now();
  }

  reconnect(): void {
    this.#line.reconnect();
  }

  stop(): void {
    this.#line.stop();
  }

  onFrame(frame: ReceivedFrame): void {
    switch (frame.t) {
      case "state":
        return this.#takeState(frame);
      case "roster":
        return this.#change({ roster: foldRoster(this.#state.roster, frame) });
      case "accepted":
        this.#change({ accepted: frame });
        return this.#requests.replied(frame.id, null);
      case "ok":
        return this.#requests.replied(frame.id, null);
      case "error":
        if (frame.id === undefined) this.#options.onError?.(frame.error);
        else this.#requests.replied(frame.id, frame.error);
    }
  }

  roundTrip(ms: number): void {
    this.#clock.roundTrip(ms);
  }

  onConnection(connection: Connection): void {
    this.#change({ connection });
    if (connection.state === "reconnecting") this.#requests.lost();
    if (connection.state === "ended") this.#requests.ended(connection.failure ?? localFailure("NOT_CONNECTED"));
  }

  #takeState(frame: StateFrame): void {
    const { isNew } = this.#line;
    if (isNew) this.#clock.reset();
    this.#clock.heard(frame.at);
    const you = frame.you === undefined ? this.#state.you : frame.you;
    const known = { view: frame.room, you, host: frame.host ?? this.#state.host };
    if (!isNew) return this.#change(known);
    // The first state of a connection: only now is it known how the room stands. It is told together with being live.
    this.#state = { ...this.#state, ...known };
    this.#line.live();
    this.#requests.resumed(frame.room, you, this.now());
  }

  #sendRequest(frame: RequestFrame & { id: number }): boolean {
    if (this.#state.connection.state !== "live") return false;
    const seq = frame.t === "answer" ? this.#line.said() : null;
    return this.#line.send(seq === null ? frame : { ...frame, seq });
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
