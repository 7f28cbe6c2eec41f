import { WebSocket } from "ws";
import { ACK_AFTER_STATES } from "../../core/protocol/index.ts";

/** What a load client hears. Frames are looked at, not parsed: the generator must not be the bottleneck. */
export interface LightListener {
  /** A frame of this kind; `text` as it came. */
  frame(kind: Kind, text: string): void;
  /** The socket is gone, or never was. */
  down(why: string): void;
}

export type Kind = "welcome" | "state" | "roster" | "accepted" | "ok" | "error";

/** By the first letter of a frame's kind, which stands behind `{"t":"`. */
const kinds: Record<string, Kind> = { w: "welcome", s: "state", r: "roster", a: "accepted", o: "ok", e: "error" };
const KIND_AT = 6;
/** Where `seq`, `at` and `probe` of a state stand; of a roster, `seq` is the last field. */
const HEAD_CHARS = 96;
const TAIL_CHARS = 24;

/** One socket in the product's protocol: says hello, and acknowledges states as a client has to. */
export class LightSocket {
  readonly #socket: WebSocket;
  #seq = 0;
  #unsaid = 0;

  constructor(url: string, hello: { role: "player" | "host"; token: string }, listener: LightListener) {
    const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true });
    this.#socket = socket;
    socket.on("open", () => this.send({ t: "hello", v: 1, ...hello }));
    socket.on("message", (data: Buffer) => {
      const text = data.toString("latin1");
      const kind = kinds[text.charAt(KIND_AT)];
      if (!kind) return;
      if (kind === "state" || kind === "roster") this.#acknowledge(text);
      listener.frame(kind, text);
    });
    socket.on("close", (code, reason) => listener.down(`closed ${code} ${reason}`.trim()));
    // `close` follows.
    socket.on("error", () => undefined);
  }

  send(frame: object): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /** An answer, which acknowledges on the way. */
  answer(id: number, question: number, option: number): void {
    this.#unsaid = 0;
    this.send({ t: "answer", id, question, option, seq: this.#seq });
  }

  end(): void {
    this.#socket.removeAllListeners("close");
    this.#socket.terminate();
  }

  #acknowledge(text: string): void {
    this.#seq = numberAfter(text, '"seq":') || numberAfter(text.slice(-TAIL_CHARS), '"seq":') || this.#seq;
    this.#unsaid += 1;
    if (this.#unsaid < ACK_AFTER_STATES && !text.slice(0, HEAD_CHARS).includes('"probe":true')) return;
    this.#unsaid = 0;
    this.send({ t: "ack", seq: this.#seq });
  }
}

/** The number behind a mark in the head of a frame; 0 if it is not there. */
export function numberAfter(text: string, mark: string): number {
  const at = text.indexOf(mark);
  return at < 0 || at > HEAD_CHARS ? 0 : Number.parseInt(text.slice(at + mark.length, at + mark.length + 16), 10);
}
