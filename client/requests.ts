import { answerErrors } from "../core/protocol/answer-errors.ts";
import type { HostFrame, PlayerFrame } from "../core/protocol/client-frames.ts";
import type { RoomView, YouView } from "../core/protocol/server-frames.ts";
import { type AnyFailure, localFailure, RequestError } from "./request-error.ts";

type Bare<Frame> = Frame extends unknown ? Omit<Frame, "id" | "seq"> : never;
/** What a client may ask of a room; ids and numbers are added on the way. */
export type RequestFrame = Bare<PlayerFrame> | Bare<HostFrame>;
type Answer = Extract<RequestFrame, { t: "answer" }>;

interface Pending {
  frame: RequestFrame;
  /** Index of the question an answer is for, as far as known when it was given. */
  index: number | null;
  timer: ReturnType<typeof setTimeout> | undefined;
  resolve(): void;
  reject(error: RequestError): void;
}

/** What requests need of the connection. */
export interface Wire {
  /** Sends a request; false if there is no live connection. */
  send(frame: RequestFrame & { id: number }): boolean;
  replyWithinMs: number;
}

/** Requests under way, by id. An answer outlives a lost connection as long as it can still count. */
export class Requests {
  readonly #wire: Wire;
  readonly #pending = new Map<number, Pending>();
  #newestId = 0;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** Sends a request. Resolves once it was carried out; rejects with a {@link RequestError}. */
  add(frame: RequestFrame, view: RoomView | null): Promise<void> {
    return new Promise((resolve, reject) => {
      const id = ++this.#newestId;
      this.#pending.set(id, { frame, index: openIndex(view), timer: undefined, resolve, reject });
      if (!this.#send(id, frame) && frame.t !== "answer") this.#settle(id, localFailure("NOT_CONNECTED"));
    });
  }

  /** The server replied; `null`: with yes. */
  replied(id: number | undefined, error: AnyFailure | null): void {
    if (id !== undefined) this.#settle(id, error);
  }

  /** The connection is gone: of everything but answers it is unknown whether it was carried out. */
  lost(): void {
    for (const [id, { frame, timer }] of [...this.#pending]) {
      clearTimeout(timer);
      if (frame.t !== "answer") this.#settle(id, localFailure("CONNECTION_LOST"));
    }
  }

  /** A new connection has shown how the room stands: answers go again, unless they arrived or are too late. */
  resumed(view: RoomView, you: YouView | null, nowMs: number): void {
    for (const [id, { frame, index }] of [...this.#pending]) {
      if (frame.t !== "answer") continue;
      const fate = fateOf(frame, index, view, you, nowMs);
      if (fate === "send") this.#send(id, frame);
      else this.#settle(id, fate === "arrived" ? null : { code: fate, message: answerErrors[fate][1] });
    }
  }

  /** Nothing will come any more. */
  ended(error: AnyFailure): void {
    for (const id of [...this.#pending.keys()]) this.#settle(id, error);
  }

  #send(id: number, frame: RequestFrame): boolean {
    const pending = this.#pending.get(id);
    if (!pending || !this.#wire.send({ ...frame, id })) return false;
    pending.timer = setTimeout(() => this.#settle(id, localFailure("NO_REPLY")), this.#wire.replyWithinMs);
    return true;
  }

  #settle(id: number, error: AnyFailure | null): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    if (error) pending.reject(new RequestError(error));
    else pending.resolve();
  }
}

function openIndex(view: RoomView | null): number | null {
  return view?.now.phase === "question" ? view.now.question.index : null;
}

/** What became of an answer whose acknowledgement was lost with the connection. */
function fateOf(
  answer: Answer,
  index: number | null,
  view: RoomView,
  you: YouView | null,
  nowMs: number,
): "send" | "arrived" | keyof typeof answerErrors {
  if (!you) return "NOT_A_PLAYER";
  const { now } = view;
  if (now.phase === "question" && now.question.id === answer.question) {
    if (you.answer === answer.option) return "arrived";
    if (you.answer !== null) return "ALREADY_ANSWERED";
    return (view.pausedAt ?? nowMs) < now.closesAt ? "send" : "TOO_LATE";
  }
  return you.last?.index === index && you.last.option === answer.option ? "arrived" : "TOO_LATE";
}
