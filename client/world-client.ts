import type { Failure } from "../core/protocol/errors.ts";
import type { PeopleFrame, SceneFrame, SceneView } from "../core/protocol/world-frames.ts";
import { type Connection, Line, type LineEnds, type LineOptions } from "./line.ts";
import { type AnyFailure, localFailure, RequestError } from "./request-error.ts";
import { readWorldFrame, type WorldReceived } from "./world-received.ts";
import { type WorldReply, WorldRequests } from "./world-requests.ts";

/** A line of text for a person, in the order in which the world told it. */
export type WorldLineOfText =
  /** What happened, as seen from here; `type` names the kind of event. */
  | { from: "event"; type: string; text: string }
  /** What a command gave back, for its author alone. */
  | { from: "reply"; ok: boolean; text: string };

/** Everything known of a world, as of the newest frame. Replaced, never changed. */
export interface WorldState {
  connection: Connection;
  /**
   * What one sees. `null` until the first scene arrives; kept while reconnecting. `scene.you` is `null` before
   * entering: then it is the place where newcomers stand.
   */
  scene: SceneView | null;
  /** One was in, and is not now: asleep, or through a gate. The scene is the last one seen. */
  isAway: boolean;
  /** Why one was not let in again under the name one had. */
  refusal: AnyFailure | null;
}

/** What a client that watches is told; `MovingWorld` takes it. */
export type MotionNews =
  | { type: "anew" }
  | { type: "frame"; bytes: Uint8Array }
  | { type: "people"; people: PeopleFrame };

export interface WorldClientOptions extends Omit<LineOptions, "role"> {
  /** Enter by oneself under this name. */
  name?: string;
  /** Binary frames may be lost on this line: snapshots then build only on those that are known to have arrived. */
  loses?: boolean;
  /** Reads frames, instead of `readWorldFrame`: clients of one process are told much in the same words. */
  read?(text: string): WorldReceived | null;
  /** Called after every change. */
  onChange?(state: WorldState): void;
  /** Called with what the world tells. */
  onLines?(lines: WorldLineOfText[]): void;
  /** Motion, where one watches: a binary frame, or news of who is here; `anew`: there is a new connection. */
  onMotion?(news: MotionNews): void;
  /** An error that belongs to no request. */
  onError?(failure: Failure): void;
}

/** One person's line to one world, from the first connection over every lost one to the end. */
export interface WorldClient {
  readonly state: WorldState;
  /** Resolves with the first scene; rejects with a `RequestError` if the client ends before. */
  readonly ready: Promise<void>;
  /**
   * Enters under this name, or as whom one was here before. Rejects with a `RequestError` (NAME_TAKEN, …). From then
   * on every new connection enters again by itself.
   */
  enter(name: string): Promise<void>;
  /**
   * Sends a command line. Resolves with the reply, whose lines go to `onLines` as well; rejects with a `RequestError`.
   * It is never sent again by itself: after CONNECTION_LOST it is unknown whether it was carried out.
   */
  command(line: string): Promise<WorldReply>;
  /** Whether to be told of motion, on this connection and every later one. */
  watch(on: boolean): void;
  /** Sends a frame that nobody answers: a move. False if it cannot go now. */
  send(frame: object): boolean;
  /** Tries to connect now: instead of later, again although it had ended, or anew although it is live. */
  reconnect(): void;
  /** Closes for good. */
  stop(): void;
}

/** Connects to a world; see {@link WorldClient}. */
export function createWorldClient(options: WorldClientOptions): WorldClient {
  return new Client(options);
}

/** The address of a realm's socket on the origin of a page (`http://host:8787` gives `ws://host:8787/…`). */
export function worldSocketUrl(origin: string, realm: string): string {
  return `${origin.replace(/^http/, "ws")}/api/v1/realms/${encodeURIComponent(realm)}/socket`;
}

class Client implements WorldClient, LineEnds<WorldReceived> {
  readonly read: (text: string) => WorldReceived | null;
  readonly #options: WorldClientOptions;
  readonly #line: Line<WorldReceived>;
  readonly #requests: WorldRequests;
  #state: WorldState = { connection: { state: "connecting" }, scene: null, isAway: false, refusal: null };
  /** Whom to enter as; `null`: not until asked. */
  #name: string | null;
  #watches = false;
  /** How it stands with this connection; nobody is in on a new one. */
  #standing: "out" | "entering" | "in" = "out";

  constructor(options: WorldClientOptions) {
    this.#options = options;
    this.read = options.read ?? readWorldFrame;
    this.#name = options.name ?? null;
    this.#line = new Line({ ...options, role: "player" }, this);
    this.#requests = new WorldRequests((frame) => this.#line.send(frame), this.#line.patience.replyWithinMs);
  }

  get state(): WorldState {
    return this.#state;
  }

  get ready(): Promise<void> {
    return this.#line.ready;
  }

  async enter(name: string): Promise<void> {
    this.#mustBeLive();
    try {
      await this.#requests.add({ t: "enter", name });
    } catch (error) {
      if (!isAlreadyIn(error)) throw error;
    }
    this.#name = name;
    this.#standing = "in";
    this.#change({ refusal: null });
  }

  async command(line: string): Promise<WorldReply> {
    this.#mustBeLive();
    return this.#requests.add({ t: "command", line });
  }

  watch(on: boolean): void {
    if (this.#watches === on) return;
    this.#watches = on;
    this.#sendWatch();
  }

  send(frame: object): boolean {
    return this.#standing === "in" && this.#line.send(frame);
  }

  reconnect(): void {
    if (this.#state.connection.state === "live") this.#line.drop();
    this.#line.reconnect();
  }

  stop(): void {
    this.#line.stop();
  }

  onFrame(frame: WorldReceived): void {
    switch (frame.t) {
      case "welcome":
        return this.#welcomed();
      case "scene":
        return this.#takeScene(frame);
      case "events":
        return this.#tell(frame.events.map(({ type, text }) => ({ from: "event", type, text })));
      case "people":
        return this.#options.onMotion?.({ type: "people", people: frame });
      case "reply":
        this.#tell(frame.lines.map((text) => ({ from: "reply", ok: frame.ok, text })));
        return this.#requests.replied(frame);
      case "error":
        if (frame.id === undefined) this.#options.onError?.(frame.error);
        else this.#requests.failed(frame.id, frame.error);
    }
  }

  onBytes(bytes: Uint8Array): void {
    this.#options.onMotion?.({ type: "frame", bytes });
  }

  onConnection(connection: Connection): void {
    this.#change({ connection });
    if (connection.state === "ended") this.#requests.lost(connection.failure ?? localFailure("NOT_CONNECTED"));
    else if (connection.state !== "live") this.#requests.lost(localFailure("CONNECTION_LOST"));
  }

  #welcomed(): void {
    this.#standing = "out";
    if (!this.#watches) return;
    this.#options.onMotion?.({ type: "anew" });
    this.#sendWatch();
  }

  #sendWatch(): void {
    this.#line.send({ t: "watch", on: this.#watches, ...(this.#options.loses ? { loses: true } : {}) });
  }

  #mustBeLive(): void {
    if (this.#state.connection.state !== "live") throw new RequestError(localFailure("NOT_CONNECTED"));
  }

  #takeScene({ scene }: SceneFrame): void {
    if (scene.you) {
      this.#standing = "in";
      return this.#show(scene);
    }
    if (this.#standing === "in") return this.#change({ isAway: true });
    // On the way back in, the place of newcomers is nothing to look at.
    if (this.#name === null) return this.#show(scene);
    if (this.#standing === "out") void this.#enterAgain(this.#name, scene);
  }

  async #enterAgain(name: string, outside: SceneView): Promise<void> {
    this.#standing = "entering";
    try {
      await this.#requests.add({ t: "enter", name });
      this.#standing = "in";
    } catch (error) {
      this.#notIn(error, outside);
    }
  }

  #notIn(error: unknown, outside: SceneView): void {
    if (!(error instanceof RequestError)) throw error;
    if (isAlreadyIn(error)) this.#standing = "in";
    else if (error.code === "NO_REPLY") this.#line.drop();
    else if (error.code !== "CONNECTION_LOST" && error.code !== "NOT_CONNECTED") {
      this.#name = null;
      this.#standing = "out";
      this.#change({ refusal: error });
      this.#show(outside);
    }
  }

  #show(scene: SceneView): void {
    this.#change({ scene, isAway: false });
    this.#line.live();
  }

  #tell(lines: WorldLineOfText[]): void {
    if (lines.length > 0) this.#options.onLines?.(lines);
  }

  #change(part: Partial<WorldState>): void {
    this.#state = { ...this.#state, ...part };
    this.#options.onChange?.(this.#state);
  }
}

function isAlreadyIn(error: unknown): boolean {
  return error instanceof RequestError && error.code === "ALREADY_JOINED";
}
