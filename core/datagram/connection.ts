import type { Aead } from "./aead.ts";
import { asciiBytes, asciiText, ByteReader, ByteWriter } from "./bytes.ts";
import { Channel, type ChannelEnds, type Fault } from "./channel.ts";
import {
  DISCONNECT_EVERY_MS,
  DISCONNECTS,
  HANDSHAKE_EVERY_MS,
  KEEPALIVE_EVERY_MS,
  LINGER_MS,
  SEQUENCE_END,
} from "./limits.ts";
import { lineCloses } from "./line-closes.ts";
import {
  kindOf,
  openPacket,
  type PacketSealer,
  packetKinds,
  REASON_MAX_BYTES,
  type Side,
  sequenceOf,
} from "./packet.ts";
import type { Held } from "./reliable-sender.ts";
import { ReplayWindow } from "./replay-window.ts";

/** Whom a connection tells. */
export interface ConnectionEnds extends ChannelEnds {
  send(packet: Uint8Array): void;
  /** Once, whoever closed it, and nothing after it. */
  closed(code: number, reason: string): void;
}

/** What a connection is made of. */
export interface ConnectionParts {
  side: Side;
  aead: Aead;
  /** Opens what comes. */
  openKey: Uint8Array;
  /** Seals what goes. */
  sealer: PacketSealer;
  timeoutMs: number;
  held?: Held;
}

type State =
  | { is: "open" }
  /** What was said is to arrive before the goodbye. */
  | { is: "closing"; code: number; reason: string; untilMs: number }
  /** Said goodbye `times` times. */
  | { is: "leaving"; goodbye: Uint8Array; times: number; nextMs: number }
  | { is: "over" };

/** A connection whose both ends are proven, as either side has it: a WebSocket's verbs over packets that may be lost. */
export class Connection {
  readonly #parts: ConnectionParts;
  readonly #ends: ConnectionEnds;
  readonly #channel: Channel;
  readonly #replay = new ReplayWindow();
  #state: State = { is: "open" };
  #isClosed = false;
  /** The other side is known to know of it. */
  #isConfirmed: boolean;
  #heardMs: number;
  #saidMs = Number.NEGATIVE_INFINITY;

  constructor(parts: ConnectionParts, ends: ConnectionEnds, nowMs: number) {
    this.#parts = parts;
    this.#ends = ends;
    // A client that has come so far has heard of it; a server waits for its first word.
    this.#isConfirmed = parts.side === "client";
    this.#heardMs = nowMs;
    const tell: ChannelEnds = {
      text: (text) => this.#isOpen && ends.text(text),
      bytes: (frame) => this.#isOpen && ends.bytes(frame),
    };
    this.#channel = new Channel(parts.side, tell, parts.held);
  }

  /** Nothing more will come of it: it may be forgotten. */
  get isOver(): boolean {
    return this.#state.is === "over";
  }

  /** The way there and back in ms, smoothed; `null` while it is not known. */
  get rttMs(): number | null {
    return this.#channel.rttMs;
  }

  /** The number of the newest packet that has come, and how many have: the difference was lost, or is late. */
  get heard(): { newest: number; count: number } {
    return this.#replay.heard;
  }

  get #isOpen(): boolean {
    return this.#state.is === "open";
  }

  /** A text that is to arrive, in order. To go out it wants {@link flush}, as all that follows. */
  text(text: Uint8Array, nowMs: number): void {
    if (this.#isOpen && !this.#channel.addText(text)) this.#leave(lineCloses.TOO_SLOW, "TOO_SLOW", nowMs);
  }

  /** A binary message that may be lost. */
  bytes(frame: Uint8Array): void {
    if (this.#isOpen) this.#channel.addBytes(frame);
  }

  /** A text that is said until it has come, and counts once; `InputSender.add` says what the others mean. */
  input(input: Uint8Array, { topic, isState }: { topic: string; isState: boolean }, nowMs: number): void {
    if (!this.#isOpen) return;
    if (!this.#channel.addInput(input, topic, isState)) this.#leave(lineCloses.TOO_SLOW, "TOO_SLOW", nowMs);
  }

  /** Ends it, once what was said before has arrived, or after a while. */
  close(code: number, reason: string, nowMs: number): void {
    if (this.#isOpen) this.#state = { is: "closing", code, reason, untilMs: nowMs + LINGER_MS };
    this.tick(nowMs);
  }

  /** A possible packet (`isPossible`) has come. False: it is not authentic, though no replay. */
  receive(packet: Uint8Array, nowMs: number): boolean {
    const sequence = sequenceOf(packet);
    if (this.isOver || this.#replay.hasSeen(sequence)) return true;
    if (sequence >= SEQUENCE_END) return false;
    const plaintext = openPacket(this.#parts.aead, this.#parts.openKey, packet);
    if (!plaintext) return false;
    this.#replay.advance(sequence);
    this.#heardMs = nowMs;
    this.#isConfirmed = true;
    const kind = kindOf(packet);
    if (kind === packetKinds.disconnect) this.#hungUp(plaintext);
    else if (kind === packetKinds.payload) this.#read(sequence, plaintext, nowMs);
    return true;
  }

  /** To be called every few milliseconds. */
  tick(nowMs: number): void {
    const state = this.#state;
    if (state.is === "over") return;
    if (nowMs - this.#heardMs >= this.#parts.timeoutMs) return this.#lost();
    if (state.is === "leaving") return this.#sayGoodbye(state, nowMs);
    this.flush(nowMs);
    const after = this.#state;
    if (after.is === "closing" && (this.#channel.isSettled || nowMs >= after.untilMs))
      return this.#leave(after.code, after.reason, nowMs);
    const everyMs = this.#isConfirmed ? KEEPALIVE_EVERY_MS : HANDSHAKE_EVERY_MS;
    if (nowMs - this.#saidMs >= everyMs) this.#send(this.#parts.sealer.seal(packetKinds.keepalive), nowMs);
  }

  /** Sends whatever is to go now. */
  flush(nowMs: number): void {
    const { sealer } = this.#parts;
    while (this.#state.is === "open" || this.#state.is === "closing") {
      if (sealer.isSpent) return this.#lost();
      const payload = this.#channel.write(sealer.next, nowMs);
      if (!payload) return;
      this.#send(sealer.seal(packetKinds.payload, payload), nowMs);
    }
  }

  #send(packet: Uint8Array, nowMs: number): void {
    this.#saidMs = nowMs;
    this.#ends.send(packet);
  }

  #read(sequence: number, plaintext: Uint8Array, nowMs: number): void {
    if (this.#state.is === "leaving") return;
    const fault = this.#channel.read(sequence, plaintext, nowMs);
    if (fault) this.#leave(faultCodes[fault], faultReasons[fault], nowMs);
    else if (this.#channel.isAckUrgent) this.flush(nowMs);
  }

  #leave(code: number, reason: string, nowMs: number): void {
    const goodbye = new ByteWriter(2 + REASON_MAX_BYTES);
    goodbye.u16(code).put(asciiBytes(reason).subarray(0, REASON_MAX_BYTES));
    const state: State = { is: "leaving", goodbye: goodbye.written, times: 0, nextMs: nowMs };
    this.#state = state;
    this.#sayGoodbye(state, nowMs);
    this.#closed(code, reason);
  }

  /** Several times, for one may be lost, and nobody acknowledges it. */
  #sayGoodbye(state: State & { is: "leaving" }, nowMs: number): void {
    if (nowMs < state.nextMs) return;
    if (!this.#parts.sealer.isSpent) this.#send(this.#parts.sealer.seal(packetKinds.disconnect, state.goodbye), nowMs);
    state.times += 1;
    state.nextMs = nowMs + DISCONNECT_EVERY_MS;
    if (state.times >= DISCONNECTS) this.#state = { is: "over" };
  }

  #hungUp(plaintext: Uint8Array): void {
    const reader = new ByteReader(plaintext);
    const code = reader.u16();
    this.#state = { is: "over" };
    this.#closed(code, asciiText(reader.take(reader.left)));
  }

  #lost(): void {
    this.#state = { is: "over" };
    this.#closed(lineCloses.LOST, "");
  }

  #closed(code: number, reason: string): void {
    this.#channel.clear();
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#ends.closed(code, reason);
  }
}

const faultCodes: Record<Fault, number> = { malformed: lineCloses.MALFORMED, "too-large": lineCloses.TOO_LARGE };
const faultReasons: Record<Fault, string> = { malformed: "MALFORMED", "too-large": "TOO_LARGE" };
