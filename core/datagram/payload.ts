import type { Acknowledgement } from "./ack-window.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";
import { FRAGMENT_BYTES, INPUT_MAX_BYTES, PAYLOAD_MAX_BYTES, UNRELIABLE_MAX_BYTES } from "./limits.ts";
import type { Side } from "./packet.ts";

/** What is told in a payload packet: by the first byte of each message in it. */
export const messageKinds = { piece: 1, last: 2, bytes: 3, input: 4 } as const;

export type Message =
  /** A part of a text, in the order of numbers; the last one ends it. */
  | { type: "fragment"; number: number; isLast: boolean; data: Uint8Array }
  /** A binary message. */
  | { type: "bytes"; data: Uint8Array }
  /** A text that is said again until it is known to have come, and counts once. */
  | { type: "input"; number: number; data: Uint8Array };

/** What a payload packet holds, once it is opened. */
export interface Payload extends Acknowledgement {
  messages: Message[];
}

/** What goes before the data of each kind of message. */
export const FRAGMENT_HEAD_BYTES = 7;
export const BYTES_HEAD_BYTES = 3;
export const INPUT_HEAD_BYTES = 6;

/** Takes a payload apart for the side that reads it; `null`: it is not in this form. Shares its memory. */
export function readPayload(plaintext: Uint8Array, side: Side): Payload | null {
  const reader = new ByteReader(plaintext);
  const payload: Payload = { ack: reader.u32(), bits: reader.u32(), messages: [] };
  while (reader.left > 0) {
    const message = readMessage(reader, side);
    if (!message || reader.isShort) return null;
    payload.messages.push(message);
  }
  return reader.isShort ? null : payload;
}

function readMessage(reader: ByteReader, side: Side): Message | null {
  const kind = reader.u8();
  switch (kind) {
    case messageKinds.piece:
    case messageKinds.last: {
      const number = reader.u32();
      const data = reader.take(reader.u16());
      const isLast = kind === messageKinds.last;
      // Pieces are whole, so that what is kept of a text is bounded by their number.
      const fits = isLast ? data.length <= FRAGMENT_BYTES : data.length === FRAGMENT_BYTES;
      return fits && number > 0 ? { type: "fragment", number, isLast, data } : null;
    }
    case messageKinds.bytes: {
      const data = reader.take(reader.u16());
      return side === "client" && data.length <= UNRELIABLE_MAX_BYTES ? { type: "bytes", data } : null;
    }
    case messageKinds.input: {
      const number = reader.u32();
      const data = reader.take(reader.u8());
      return side === "server" && data.length <= INPUT_MAX_BYTES ? { type: "input", number, data } : null;
    }
    default:
      return null;
  }
}

/** Fills one payload. */
export class PayloadWriter {
  readonly #writer = new ByteWriter(PAYLOAD_MAX_BYTES);
  readonly #emptyAt: number;

  constructor({ ack, bits }: Acknowledgement) {
    this.#writer.u32(ack).u32(bits);
    this.#emptyAt = this.#writer.at;
  }

  get isEmpty(): boolean {
    return this.#writer.at === this.#emptyAt;
  }

  /** Bytes that still go in, heads of messages included. */
  get left(): number {
    return this.#writer.left;
  }

  get payload(): Uint8Array {
    return this.#writer.written;
  }

  fragment({ number, isLast, data }: { number: number; isLast: boolean; data: Uint8Array }): void {
    const kind = isLast ? messageKinds.last : messageKinds.piece;
    this.#writer.u8(kind).u32(number).u16(data.length).put(data);
  }

  bytes(data: Uint8Array): void {
    this.#writer.u8(messageKinds.bytes).u16(data.length).put(data);
  }

  input({ number, data }: { number: number; data: Uint8Array }): void {
    this.#writer.u8(messageKinds.input).u32(number).u8(data.length).put(data);
  }
}
