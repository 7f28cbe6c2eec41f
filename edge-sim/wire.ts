import type { Duplex } from "node:stream";
import { WebSocket } from "ws";
import { binaryFrame, type TextFrames } from "./text-frames.ts";

/** What a shell hears of one connection. */
export interface WireEnds {
  message(data: string | Uint8Array): void;
  /** Nothing more comes, and nothing more can be sent. */
  closed(): void;
}

/** One client's connection, as a shell uses it: a WebSocket, or a client within this process. */
export interface Wire {
  readonly isOpen: boolean;
  /** What was sent and is still here. */
  readonly unsentBytes: number;
  text(text: string): void;
  /** The bytes are used again after the call. */
  bytes(frame: Uint8Array): void;
  /** A close code of RFC 6455, and its reason. */
  close(code: number, reason: string): void;
  /** Ends it without a goodbye. */
  terminate(): void;
  /** Called once, before anything is sent. */
  listen(ends: WireEnds): void;
}

/** A WebSocket as a {@link Wire}. What goes to many is written below it, encoded once. */
export class WebSocketWire implements Wire {
  readonly #socket: WebSocket;
  readonly #carrier: Duplex;
  readonly #frames: TextFrames;

  /** @param carrier what carries the socket, @param frames shared by all sockets that are told the same */
  constructor(socket: WebSocket, carrier: Duplex, frames: TextFrames) {
    this.#socket = socket;
    this.#carrier = carrier;
    this.#frames = frames;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  get unsentBytes(): number {
    return this.#carrier.writableLength;
  }

  text(text: string): void {
    this.#carrier.write(this.#frames.of(text));
  }

  bytes(frame: Uint8Array): void {
    this.#carrier.write(binaryFrame(frame));
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  listen(ends: WireEnds): void {
    this.#socket.on("message", (data: Buffer, isBinary) =>
      ends.message(isBinary ? new Uint8Array(data) : data.toString("utf8")),
    );
    this.#socket.on("close", () => ends.closed());
    // `close` follows every error: nothing more to do.
    this.#socket.on("error", () => undefined);
  }
}
