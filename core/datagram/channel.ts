import { type Acknowledgement, AckWindow, forEachAcked } from "./ack-window.ts";
import { InputSender } from "./input-sender.ts";
import {
  INPUT_MAX_BYTES,
  REPLAY_WINDOW,
  TEXT_TO_CLIENT_MAX_BYTES,
  TEXT_TO_SERVER_MAX_BYTES,
  UNRELIABLE_MAX_BYTES,
  UNSENT_IN_ALL_MAX_BYTES,
  UNSENT_TO_CLIENT_MAX_BYTES,
  UNSENT_TO_SERVER_MAX_BYTES,
} from "./limits.ts";
import type { Side } from "./packet.ts";
import {
  BYTES_HEAD_BYTES,
  FRAGMENT_HEAD_BYTES,
  INPUT_HEAD_BYTES,
  type Message,
  PayloadWriter,
  readPayload,
} from "./payload.ts";
import { ReliableReceiver } from "./reliable-receiver.ts";
import { type Fragment, type Held, ReliableSender } from "./reliable-sender.ts";
import { RoundTrip } from "./round-trip.ts";

/** Whom a channel tells of what has come. */
export interface ChannelEnds {
  /** A text, whole, in UTF-8 as the other side says; inputs are texts too. */
  text(text: Uint8Array): void;
  bytes(frame: Uint8Array): void;
}

/** Why the other side is no honest one. */
export type Fault = "malformed" | "too-large";

/** What was in a packet that is not acknowledged yet. */
interface Sent {
  sequence: number;
  atMs: number;
  fragments: Fragment[];
  input: number;
}

/** Binary messages that wait for the next flush; they are not worth waiting for long. */
const FRAMES_WAITING_MAX = 8;

/** What travels in payload packets: texts that all come, in order; binary messages and inputs, as fast as they can. */
export class Channel {
  readonly #side: Side;
  readonly #ends: ChannelEnds;
  readonly #came = new AckWindow();
  readonly #roundTrip = new RoundTrip();
  readonly #sender: ReliableSender;
  readonly #receiver: ReliableReceiver;
  readonly #inputs = new InputSender();
  /** By remainder of the sequence number: an acknowledgement speaks of nothing older. */
  readonly #sent: (Sent | undefined)[] = [];
  #frames: Uint8Array[] = [];
  #newestInput = 0;

  /** @param side which one this is @param held what all channels of a server hold together */
  constructor(side: Side, ends: ChannelEnds, held: Held = { bytes: 0 }) {
    const isClient = side === "client";
    this.#side = side;
    this.#ends = ends;
    this.#receiver = new ReliableReceiver(isClient ? TEXT_TO_CLIENT_MAX_BYTES : TEXT_TO_SERVER_MAX_BYTES);
    const own = isClient ? UNSENT_TO_SERVER_MAX_BYTES : UNSENT_TO_CLIENT_MAX_BYTES;
    this.#sender = new ReliableSender(held, { own, all: UNSENT_IN_ALL_MAX_BYTES });
  }

  /** Everything that was to come there has come. */
  get isSettled(): boolean {
    return this.#sender.isEmpty;
  }

  /** So much has come that it is to be acknowledged at once. */
  get isAckUrgent(): boolean {
    return this.#came.isUrgent;
  }

  /** The way there and back, smoothed; `null` while it is not known. */
  get rttMs(): number | null {
    return this.#roundTrip.ms;
  }

  /** Says a text. False: too much waits for the other side already. */
  addText(text: Uint8Array): boolean {
    return this.#sender.add(text);
  }

  /** Says a binary message, once; one that fits into no packet is not said. */
  addBytes(frame: Uint8Array): void {
    if (frame.length > UNRELIABLE_MAX_BYTES) return;
    if (this.#frames.length >= FRAMES_WAITING_MAX) this.#frames.shift();
    this.#frames.push(frame);
  }

  /** Says an input ({@link InputSender.add}); a long one as a text. False as {@link addText} says it. */
  addInput(input: Uint8Array, topic: string, isState: boolean): boolean {
    if (input.length > INPUT_MAX_BYTES) return this.addText(input);
    this.#inputs.add(input, topic, isState);
    return true;
  }

  /** The next payload that is to go now, under this sequence number; `null`: none. */
  write(sequence: number, nowMs: number): Uint8Array | null {
    const mustSayInputs = this.#inputs.isDue(nowMs);
    const isNews = mustSayInputs || this.#frames.length > 0 || this.#sender.due(nowMs, this.#roundTrip) !== null;
    if (!isNews && !this.#came.isDue(nowMs)) return null;
    const writer = new PayloadWriter(this.#came.acknowledgement);
    this.#came.said();
    const sent: Sent = { sequence, atMs: nowMs, fragments: [], input: 0 };
    this.#writeFrames(writer);
    this.#writeFragments(writer, sent, nowMs);
    this.#writeInputs(writer, sent, nowMs);
    // What only acknowledges is not acknowledged itself.
    if (!writer.isEmpty) this.#sent[sequence % REPLAY_WINDOW] = sent;
    return writer.payload;
  }

  /** A payload has come. @returns what is wrong with it; `null`: nothing */
  read(sequence: number, plaintext: Uint8Array, nowMs: number): Fault | null {
    const payload = readPayload(plaintext, this.#side);
    if (!payload) return "malformed";
    this.#came.came(sequence, payload.messages.length > 0, nowMs);
    this.#acknowledged(payload, nowMs);
    for (const message of payload.messages) {
      const fault = this.#take(message);
      if (fault) return fault;
    }
    return null;
  }

  /** Forgets what was to be said. */
  clear(): void {
    this.#sender.clear();
    this.#frames = [];
    this.#sent.length = 0;
  }

  #writeFrames(writer: PayloadWriter): void {
    while (this.#frames[0] && writer.left >= this.#frames[0].length + BYTES_HEAD_BYTES) {
      writer.bytes(this.#frames[0]);
      this.#frames.shift();
    }
  }

  #writeFragments(writer: PayloadWriter, sent: Sent, nowMs: number): void {
    for (;;) {
      const fragment = this.#sender.due(nowMs, this.#roundTrip);
      if (!fragment || writer.left < fragment.data.length + FRAGMENT_HEAD_BYTES) return;
      writer.fragment(fragment);
      this.#sender.sent(fragment, nowMs, this.#roundTrip);
      sent.fragments.push(fragment);
    }
  }

  /** All or none: else it would not be known which of them came. Where there is no room they follow at once. */
  #writeInputs(writer: PayloadWriter, sent: Sent, nowMs: number): void {
    const { waiting } = this.#inputs;
    const needs = waiting.reduce((sum, { data }) => sum + data.length + INPUT_HEAD_BYTES, 0);
    if (waiting.length === 0 || needs > writer.left) return;
    for (const input of waiting) writer.input(input);
    sent.input = this.#inputs.sent(nowMs);
  }

  #acknowledged(said: Acknowledgement, nowMs: number): void {
    forEachAcked(said, (sequence) => {
      const slot = sequence % REPLAY_WINDOW;
      const sent = this.#sent[slot];
      if (sent?.sequence !== sequence) return;
      this.#sent[slot] = undefined;
      this.#roundTrip.came(sent.atMs);
      if (sequence === said.ack) this.#roundTrip.took(nowMs - sent.atMs);
      for (const fragment of sent.fragments) this.#sender.acked(fragment);
      this.#inputs.acked(sent.input);
    });
  }

  #take(message: Message): Fault | null {
    if (message.type === "bytes") this.#ends.bytes(message.data);
    else if (message.type === "input") this.#takeInput(message);
    else {
      const taken = this.#receiver.take(message.number, message);
      if (!taken.ok) return taken.why === "too-large" ? "too-large" : "malformed";
      for (const text of taken.texts) this.#ends.text(text);
    }
    return null;
  }

  #takeInput({ number, data }: { number: number; data: Uint8Array }): void {
    if (number <= this.#newestInput) return;
    this.#newestInput = number;
    this.#ends.text(data);
  }
}
