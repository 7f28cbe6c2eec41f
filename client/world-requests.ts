import type { ReplyFrame, WorldFrame } from "../core/protocol/world-frames.ts";
import { type AnyFailure, localFailure, RequestError } from "./request-error.ts";

type Bare<Frame> = Frame extends unknown ? Omit<Frame, "id"> : never;
/** What a client may ask of a world; ids are added on the way. */
export type WorldRequest = Bare<Extract<WorldFrame, { t: "enter" | "command" }>>;

/** What a world gave back. `ok: false`: it was understood, and does not go. */
export interface WorldReply {
  ok: boolean;
  lines: string[];
}

interface Pending {
  timer: ReturnType<typeof setTimeout>;
  resolve(reply: WorldReply): void;
  reject(error: RequestError): void;
}

/** Requests under way, by id. None is sent twice: what a command does, it would do twice. */
export class WorldRequests {
  readonly #send: (frame: WorldRequest & { id: number }) => boolean;
  readonly #replyWithinMs: number;
  readonly #pending = new Map<number, Pending>();
  #newestId = 0;

  /** @param send false if there is no connection for it */
  constructor(send: (frame: WorldRequest & { id: number }) => boolean, replyWithinMs: number) {
    this.#send = send;
    this.#replyWithinMs = replyWithinMs;
  }

  /** Resolves with the reply; rejects with a {@link RequestError}. */
  add(frame: WorldRequest): Promise<WorldReply> {
    return new Promise((resolve, reject) => {
      const id = ++this.#newestId;
      if (!this.#send({ ...frame, id })) return reject(new RequestError(localFailure("NOT_CONNECTED")));
      const timer = setTimeout(() => this.failed(id, localFailure("NO_REPLY")), this.#replyWithinMs);
      this.#pending.set(id, { timer, resolve, reject });
    });
  }

  replied({ id, ok, lines }: ReplyFrame): void {
    this.#take(id)?.resolve({ ok, lines });
  }

  failed(id: number | undefined, error: AnyFailure): void {
    this.#take(id)?.reject(new RequestError(error));
  }

  /** No reply will come to what is under way: it is unknown whether it was carried out. */
  lost(error: AnyFailure): void {
    for (const id of [...this.#pending.keys()]) this.failed(id, error);
  }

  #take(id: number | undefined): Pending | undefined {
    if (id === undefined) return undefined;
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }
}
