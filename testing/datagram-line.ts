import { chacha } from "../client/node/chacha.ts";
import { DatagramClient } from "../core/datagram/client.ts";
import { type ConnectToken, issueToken } from "../core/datagram/connect-token.ts";
import type { Address, ServerSecrets } from "../core/datagram/handshakes.ts";
import { DATAGRAM_TICK_MS } from "../core/datagram/limits.ts";
import { packetKinds, sealPacket } from "../core/datagram/packet.ts";
import { DatagramServer, type ServerOptions } from "../core/datagram/server.ts";
import { randomFor } from "../core/random.ts";
import { xchacha } from "../edge-sim/datagram/xchacha.ts";

/** How bad a simulated line is: shares from 0 to 1, one way. */
export interface LineWeather {
  loss: number;
  duplicates: number;
  delayMs: number;
  /** Each packet is late or early by up to this: they overtake each other. */
  jitterMs: number;
}

export const fairWeather: LineWeather = { loss: 0, duplicates: 0, delayMs: 5, jitterMs: 0 };
export const badWeather: LineWeather = { loss: 0.05, duplicates: 0.03, delayMs: 200, jitterMs: 50 };

export const SERVER_AT: Address = { address: "192.0.2.1", port: 8787 };
export const CLIENT_AT: Address = { address: "198.51.100.7", port: 50_000 };
export const START_MS = 1_800_000_000_000;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
export const utf8 = (text: string) => encoder.encode(text);
export const textOf = (bytes: Uint8Array) => decoder.decode(bytes);

/** A packet on its way. */
export interface Parcel {
  to: "server" | "client";
  packet: Uint8Array;
}

/** A server and a client of the core at both ends of a simulated line, in simulated time. */
export class DatagramLine {
  readonly server: DatagramServer;
  readonly client: DatagramClient;
  readonly secrets: ServerSecrets;
  readonly token: ConnectToken;
  nowMs = START_MS;
  weather: LineWeather;
  /** Everything that was ever sent, in order. */
  readonly sent: Parcel[] = [];
  /** What each side was told, in order: `open`, `text …`, `bytes …`, `closed …`. */
  readonly atServer: string[] = [];
  readonly atClient: string[] = [];
  /** What the server answered, by whom to. */
  readonly answers: { to: Address; packet: Uint8Array }[] = [];
  readonly counts: Record<string, number> = {};
  connection = 0;
  readonly #random: () => number;
  /** Bytes heard of each address and not answered yet; and those that have answered a challenge. */
  readonly #strangers = new Map<string, { bytes: number; newest: number }>();
  readonly #proven = new Set<string>();
  #speaker = "";
  readonly #under: { atMs: number; deliver(): void }[] = [];

  constructor(seed: string, weather: LineWeather = fairWeather, options: Partial<ServerOptions> = {}) {
    this.weather = weather;
    this.#random = randomFor("datagram-line", seed);
    this.secrets = { tokenKey: this.bytes(32), challengeKey: this.bytes(32) };
    const addresses = [`${SERVER_AT.address}:${SERVER_AT.port}`];
    this.server = new DatagramServer(
      { secrets: this.secrets, aead: chacha, tokenAead: xchacha, addresses, ...options },
      {
        send: (to, packet) => {
          this.#weigh(to, packet);
          this.answers.push({ to, packet });
          this.#send("client", packet, (bytes) => this.client.receive(bytes, this.nowMs));
        },
        opened: (id, place) => {
          this.#proven.add(this.#speaker);
          this.connection = id;
          this.atServer.push(`open ${place}`);
        },
        text: (_, text) => void this.atServer.push(`text ${textOf(text)}`),
        closed: (_, code, reason) => void this.atServer.push(`closed ${code} ${reason}`),
        count: (name) => {
          this.counts[name] = (this.counts[name] ?? 0) + 1;
        },
      },
      this.nowMs,
    );
    this.#listenAtDoor();
    this.token = this.issue();
    this.client = this.connect(this.token, this.atClient);
  }

  /** Bytes of the seed. */
  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => Math.floor(this.#random() * 256));
  }

  issue(addresses = [`${SERVER_AT.address}:${SERVER_AT.port}`]): ConnectToken {
    const issuer = { key: this.secrets.tokenKey, aead: xchacha, random: (length: number) => this.bytes(length) };
    return issueToken(issuer, { place: "realm/golden-dragon", addresses, nowMs: this.nowMs });
  }

  /** Another client. Only the first one hears what the server sends. */
  connect(token: ConnectToken, told: string[], from: Address = CLIENT_AT): DatagramClient {
    const ends = {
      send: (_: Address, packet: Uint8Array) =>
        this.#send("server", packet, (bytes) => this.server.receive(from, bytes, this.nowMs)),
      opened: () => void told.push("open"),
      text: (text: Uint8Array) => void told.push(`text ${textOf(text)}`),
      bytes: (frame: Uint8Array) => void told.push(`bytes ${frame.join()}`),
      closed: (code: number, reason: string) => void told.push(`closed ${code} ${reason}`),
    };
    return new DatagramClient(token, [SERVER_AT], chacha, ends, this.nowMs);
  }

  /** A payload of anybody's making, sealed as only the client can, reaches the server. */
  clientSays(payload: Uint8Array): void {
    const head = { kind: packetKinds.payload, sequence: 1_000 };
    this.server.receive(CLIENT_AT, sealPacket(chacha, this.token.toServer, head, payload), this.nowMs);
  }

  /** Lets time pass. */
  run(ms: number, every: () => void = () => undefined): void {
    for (const endMs = this.nowMs + ms; this.nowMs < endMs; ) {
      this.nowMs += DATAGRAM_TICK_MS;
      this.#deliver();
      every();
      this.client.tick(this.nowMs);
      this.server.tick(this.nowMs);
    }
  }

  /** Lets time pass until something is so; throws after a simulated minute. */
  until(isSo: () => boolean): void {
    for (let i = 0; !isSo(); i++) {
      if (i > 6_000)
        throw new Error(`waited in vain; server: ${this.atServer.at(-1)}, client: ${this.atClient.at(-1)}`);
      this.run(DATAGRAM_TICK_MS);
    }
  }

  open(): this {
    this.until(() => this.atServer.length > 0 && this.atClient.length > 0);
    return this;
  }

  /** Notes who speaks to the server, and how much was heard of them. */
  #listenAtDoor(): void {
    const receive = this.server.receive.bind(this.server);
    this.server.receive = (from, packet, nowMs) => {
      this.#speaker = `${from.address} ${from.port}`;
      const { bytes = 0 } = this.#strangers.get(this.#speaker) ?? {};
      this.#strangers.set(this.#speaker, { bytes: bytes + packet.length, newest: packet.length });
      receive(from, packet, nowMs);
    };
  }

  /** Nobody who has not proven their address is answered with more than they said: not in a packet, nor in all. */
  #weigh({ address, port }: Address, packet: Uint8Array): void {
    const who = `${address} ${port}`;
    const heard = this.#strangers.get(who) ?? { bytes: 0, newest: 0 };
    heard.bytes -= packet.length;
    if (this.#proven.has(who)) return;
    if (heard.bytes < 0 || packet.length > heard.newest)
      throw new Error("a stranger was answered with more than they said");
  }

  #send(to: Parcel["to"], packet: Uint8Array, receive: (packet: Uint8Array) => void): void {
    this.sent.push({ to, packet });
    const { loss, duplicates, delayMs, jitterMs } = this.weather;
    const copies = this.#random() < loss ? 0 : this.#random() < duplicates ? 2 : 1;
    for (let i = 0; i < copies; i++) {
      const atMs = this.nowMs + delayMs + (2 * this.#random() - 1) * jitterMs;
      // A copy: whoever receives may not count on the sender's memory.
      this.#under.push({ atMs, deliver: () => receive(packet.slice()) });
    }
  }

  #deliver(): void {
    const due = this.#under.filter(({ atMs }) => atMs <= this.nowMs).sort((a, b) => a.atMs - b.atMs);
    const later = this.#under.filter(({ atMs }) => atMs > this.nowMs);
    this.#under.splice(0, this.#under.length, ...later);
    for (const { deliver } of due) deliver();
  }
}
