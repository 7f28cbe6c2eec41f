import type { Aead } from "./aead.ts";
import { ByteReader } from "./bytes.ts";
import type { ConnectToken } from "./connect-token.ts";
import { Connection, type ConnectionEnds } from "./connection.ts";
import { type Address, answerTo } from "./handshakes.ts";
import { ADDRESS_WITHIN_MS, CONNECT_WITHIN_MS, HANDSHAKE_EVERY_MS } from "./limits.ts";
import { lineCloses } from "./line-closes.ts";
import { isPossible, kindOf, openPacket, PacketSealer, packetKinds, sequenceOf, writeRequest } from "./packet.ts";

/** Whom a client tells. */
export interface ClientEnds extends Omit<ConnectionEnds, "send"> {
  send(to: Address, packet: Uint8Array): void;
  /** The server is there, and is the one that the token is for. */
  opened(): void;
}

type State =
  | { is: "asking"; challenge: { number: number; sealed: Uint8Array } | null; sinceMs: number; saidMs: number }
  | { is: "connected"; connection: Connection }
  | { is: "over" };

/** A client's side of the protocol: one connection by one token, from the first request to the end. */
export class DatagramClient {
  readonly #token: ConnectToken;
  readonly #addresses: readonly Address[];
  readonly #aead: Aead;
  readonly #ends: ClientEnds;
  readonly #sealer: PacketSealer;
  readonly #startedMs: number;
  #at = 0;
  #state: State;

  /** @param addresses those of the token's server, in the order in which to try them; at least one */
  constructor(token: ConnectToken, addresses: readonly Address[], aead: Aead, ends: ClientEnds, nowMs: number) {
    this.#token = token;
    this.#addresses = addresses;
    this.#aead = aead;
    this.#ends = ends;
    this.#sealer = new PacketSealer(aead, token.toServer);
    this.#startedMs = nowMs;
    this.#state = { is: "asking", challenge: null, sinceMs: nowMs, saidMs: Number.NEGATIVE_INFINITY };
    this.tick(nowMs);
  }

  /** Nothing more will come of it. */
  get isOver(): boolean {
    return this.#state.is === "over" || (this.#state.is === "connected" && this.#state.connection.isOver);
  }

  /** The way there and back in ms, smoothed; `null` while it is not known. */
  get rttMs(): number | null {
    return this.#state.is === "connected" ? this.#state.connection.rttMs : null;
  }

  /** As {@link Connection.heard}. */
  get heard(): { newest: number; count: number } {
    return this.#state.is === "connected" ? this.#state.connection.heard : { newest: 0, count: 0 };
  }

  /** A packet has come, from wherever: only the server can have sealed it. Its memory may be used again afterwards. */
  receive(packet: Uint8Array, nowMs: number): void {
    if (!isPossible(packet, "client")) return;
    const state = this.#state;
    if (state.is === "asking") this.#hear(state, packet, nowMs);
    else if (state.is === "connected" && kindOf(packet) >= packetKinds.keepalive)
      state.connection.receive(packet, nowMs);
  }

  /** To be called every few milliseconds. */
  tick(nowMs: number): void {
    const state = this.#state;
    if (state.is === "connected") return state.connection.tick(nowMs);
    if (state.is === "over") return;
    if (nowMs - this.#startedMs >= CONNECT_WITHIN_MS) return this.#end(lineCloses.LOST, "");
    if (nowMs - state.sinceMs >= ADDRESS_WITHIN_MS && this.#addresses.length > 1) this.#next(state, nowMs);
    if (nowMs - state.saidMs >= HANDSHAKE_EVERY_MS) this.#ask(state, nowMs);
  }

  /** A text that is to arrive, in order; nothing is said before it is open. To go out it wants {@link flush}. */
  text(text: Uint8Array, nowMs: number): void {
    if (this.#state.is === "connected") this.#state.connection.text(text, nowMs);
  }

  /** As {@link Connection.input}. */
  input(input: Uint8Array, how: { topic: string; isState: boolean }, nowMs: number): void {
    if (this.#state.is === "connected") this.#state.connection.input(input, how, nowMs);
  }

  flush(nowMs: number): void {
    if (this.#state.is === "connected") this.#state.connection.flush(nowMs);
  }

  close(code: number, reason: string, nowMs: number): void {
    if (this.#state.is === "connected") this.#state.connection.close(code, reason, nowMs);
    else if (this.#state.is === "asking") this.#end(code, reason);
  }

  #next(state: State & { is: "asking" }, nowMs: number): void {
    this.#at = (this.#at + 1) % this.#addresses.length;
    state.challenge = null;
    state.sinceMs = nowMs;
    state.saidMs = Number.NEGATIVE_INFINITY;
  }

  #ask(state: State & { is: "asking" }, nowMs: number): void {
    const to = this.#addresses[this.#at];
    if (!to) return this.#end(lineCloses.LOST, "");
    state.saidMs = nowMs;
    const { challenge } = state;
    if (!challenge) return this.#ends.send(to, writeRequest(this.#token));
    const clear = answerTo(challenge.number, challenge.sealed);
    this.#ends.send(to, this.#sealer.seal(packetKinds.response, new Uint8Array(0), clear));
  }

  #hear(state: State & { is: "asking" }, packet: Uint8Array, nowMs: number): void {
    const kind = kindOf(packet);
    if (kind >= packetKinds.keepalive) return this.#connect(state, packet, nowMs);
    const plaintext = openPacket(this.#aead, this.#token.toClient, packet);
    if (!plaintext) return;
    if (kind === packetKinds.denied) return this.#end(new ByteReader(plaintext).u16(), "");
    if (state.challenge) return;
    state.challenge = { number: sequenceOf(packet), sealed: plaintext };
    this.#ask(state, nowMs);
  }

  /** The first packet of a connection, of whatever kind, says that there is one. */
  #connect(state: State & { is: "asking" }, packet: Uint8Array, nowMs: number): void {
    const to = this.#addresses[this.#at];
    if (!state.challenge || !to || !openPacket(this.#aead, this.#token.toClient, packet)) return;
    const parts = {
      side: "client" as const,
      aead: this.#aead,
      openKey: this.#token.toClient,
      sealer: this.#sealer,
      timeoutMs: this.#token.timeoutSeconds * 1_000,
    };
    const ends = { ...this.#ends, send: (sealed: Uint8Array) => this.#ends.send(to, sealed) };
    const connection = new Connection(parts, ends, nowMs);
    this.#state = { is: "connected", connection };
    this.#ends.opened();
    connection.receive(packet, nowMs);
  }

  #end(code: number, reason: string): void {
    this.#state = { is: "over" };
    this.#ends.closed(code, reason);
  }
}
