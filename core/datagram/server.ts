import { Connection } from "./connection.ts";
import { type Address, type HandshakeParts, Handshakes, type Outcome } from "./handshakes.ts";
import { CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX, FORGERIES_PER_SECOND } from "./limits.ts";
import { isPossible, kindOf, PacketSealer, packetKinds } from "./packet.ts";
import type { Held } from "./reliable-sender.ts";

/** Whom a server tells. Texts are UTF-8 as far as clients say so. */
export interface ServerEnds {
  send(to: Address, packet: Uint8Array): void;
  /** A client is there, and wants to this place. */
  opened(connection: number, place: string): void;
  text(connection: number, text: Uint8Array): void;
  closed(connection: number, code: number, reason: string): void;
  count(name: ServerCount): void;
}

/** What is counted. */
export type ServerCount =
  | "datagrams_dropped"
  | "datagrams_forged"
  | "datagram_connections_opened"
  | "datagram_connections_closed"
  | "datagram_handshakes_dropped"
  | "datagram_connections_denied";

export interface ServerOptions extends HandshakeParts {
  /** Connections in all, and of one address; default as in `limits.ts`. */
  connectionsMax?: number;
  connectionsPerAddressMax?: number;
}

interface Peer {
  id: number;
  at: Address;
  connection: Connection;
  /** Packets in this second that only pretended to be of it. */
  forgeries: number;
  forgeriesSinceMs: number;
}

/**
 * A server's side of the protocol: takes packets, gives packets, and tells of connections. It neither knows the time nor
 * draws lots, and never throws for what comes in.
 */
export class DatagramServer {
  readonly #options: ServerOptions;
  readonly #ends: ServerEnds;
  readonly #handshakes: Handshakes;
  readonly #peers = new Map<number, Peer>();
  /** The same by address and port, so that looking for a stranger makes nothing. */
  readonly #byAddress = new Map<string, Map<number, Peer>>();
  readonly #held: Held = { bytes: 0 };
  #newestId = 0;

  constructor(options: ServerOptions, ends: ServerEnds, nowMs: number) {
    this.#options = options;
    this.#ends = ends;
    this.#handshakes = new Handshakes(options, nowMs);
  }

  /** Connections, those included that are saying goodbye. */
  get size(): number {
    return this.#peers.size;
  }

  /** Bytes of texts that wait to be acknowledged, of all connections. */
  get heldBytes(): number {
    return this.#held.bytes;
  }

  /** A packet has come. Its memory may be used again afterwards. */
  receive(from: Address, packet: Uint8Array, nowMs: number): void {
    if (!isPossible(packet, "server")) return this.#ends.count("datagrams_dropped");
    const peer = this.#byAddress.get(from.address)?.get(from.port);
    const kind = kindOf(packet);
    if (kind === packetKinds.request || kind === packetKinds.response) {
      // Whoever is connected has said all this before.
      if (!peer) this.#greet(from, packet, kind, nowMs);
    } else if (peer) this.#hear(peer, packet, nowMs);
    else this.#ends.count("datagrams_dropped");
  }

  /** To be called every few milliseconds while there is anybody. */
  tick(nowMs: number): void {
    for (const peer of this.#peers.values()) {
      peer.connection.tick(nowMs);
      if (peer.connection.isOver) this.#forget(peer);
    }
  }

  /** Says a text to a client; it goes out with {@link flush}. Unknown connections are passed over. */
  text(connection: number, text: Uint8Array, nowMs: number): void {
    this.#peers.get(connection)?.connection.text(text, nowMs);
  }

  bytes(connection: number, frame: Uint8Array): void {
    this.#peers.get(connection)?.connection.bytes(frame);
  }

  close(connection: number, code: number, reason: string, nowMs: number): void {
    this.#peers.get(connection)?.connection.close(code, reason, nowMs);
  }

  closeAll(code: number, reason: string, nowMs: number): void {
    for (const { connection } of this.#peers.values()) connection.close(code, reason, nowMs);
  }

  /** Sends what was said to this client. */
  flush(connection: number, nowMs: number): void {
    this.#peers.get(connection)?.connection.flush(nowMs);
  }

  #greet(from: Address, packet: Uint8Array, kind: number, nowMs: number): void {
    const isFull = this.#isFullFor(from);
    const step = kind === packetKinds.request ? "request" : "response";
    this.#carryOut(from, this.#handshakes[step](from, packet, isFull, nowMs), isFull, nowMs);
  }

  #carryOut(from: Address, outcome: Outcome, isFull: boolean, nowMs: number): void {
    if (outcome.is === "nothing") return this.#ends.count("datagram_handshakes_dropped");
    if (outcome.is === "granted") return this.#open(from, outcome.grant, nowMs);
    if (isFull) this.#ends.count("datagram_connections_denied");
    this.#ends.send(from, outcome.packet);
  }

  #isFullFor({ address }: Address): boolean {
    const { connectionsMax = CONNECTIONS_MAX, connectionsPerAddressMax = CONNECTIONS_PER_ADDRESS_MAX } = this.#options;
    const own = this.#byAddress.get(address)?.size ?? 0;
    return this.#peers.size >= connectionsMax || own >= connectionsPerAddressMax;
  }

  #open(
    { address, port }: Address,
    grant: { toServer: Uint8Array; toClient: Uint8Array; timeoutSeconds: number; place: string },
    nowMs: number,
  ): void {
    const id = ++this.#newestId;
    const at = { address, port };
    const { aead } = this.#options;
    const parts = {
      side: "server" as const,
      aead,
      openKey: grant.toServer,
      sealer: new PacketSealer(aead, grant.toClient),
      timeoutMs: grant.timeoutSeconds * 1_000,
      held: this.#held,
    };
    const ends = {
      send: (packet: Uint8Array) => this.#ends.send(at, packet),
      text: (text: Uint8Array) => this.#ends.text(id, text),
      bytes: () => undefined,
      closed: (code: number, reason: string) => this.#closed(id, code, reason),
    };
    const peer: Peer = {
      id,
      at,
      connection: new Connection(parts, ends, nowMs),
      forgeries: 0,
      forgeriesSinceMs: nowMs,
    };
    this.#peers.set(id, peer);
    const ports = this.#byAddress.get(address) ?? new Map<number, Peer>();
    this.#byAddress.set(address, ports.set(port, peer));
    this.#ends.count("datagram_connections_opened");
    this.#ends.opened(id, grant.place);
    peer.connection.tick(nowMs);
  }

  #hear(peer: Peer, packet: Uint8Array, nowMs: number): void {
    if (nowMs - peer.forgeriesSinceMs >= 1_000) {
      peer.forgeries = 0;
      peer.forgeriesSinceMs = nowMs;
    }
    if (peer.forgeries >= FORGERIES_PER_SECOND) return this.#ends.count("datagrams_dropped");
    if (!peer.connection.receive(packet, nowMs)) {
      peer.forgeries += 1;
      this.#ends.count("datagrams_forged");
    }
    if (peer.connection.isOver) this.#forget(peer);
  }

  #closed(id: number, code: number, reason: string): void {
    this.#ends.count("datagram_connections_closed");
    this.#ends.closed(id, code, reason);
  }

  #forget({ id, at }: Peer): void {
    this.#peers.delete(id);
    const ports = this.#byAddress.get(at.address);
    ports?.delete(at.port);
    if (ports?.size === 0) this.#byAddress.delete(at.address);
  }
}
