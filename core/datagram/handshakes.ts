import { HandshakeLimits } from "./address-limits.ts";
import type { Aead, LongNonceAead } from "./aead.ts";
import { ByteReader, ByteWriter, hexOf } from "./bytes.ts";
import { type Challenge, openChallenge, sealChallenge } from "./challenge.ts";
import { openToken } from "./connect-token.ts";
import { CHALLENGES_FROM, CHALLENGES_REMEMBERED, TOKEN_LIFETIME_SECONDS, USED_TOKENS_MAX } from "./limits.ts";
import { lineCloses } from "./line-closes.ts";
import { openPacket, packetKinds, RESPONSE_CLEAR_BYTES, readRequest, sealPacket } from "./packet.ts";

/** Where a packet came from, as sockets say it. */
export interface Address {
  address: string;
  port: number;
}

/** What a server keeps to itself; drawn anew at every start, so that no token or number outlives it. */
export interface ServerSecrets {
  /** Seals tokens; shared with whoever issues them. */
  tokenKey: Uint8Array;
  /** Seals challenges. */
  challengeKey: Uint8Array;
}

export interface HandshakeParts {
  secrets: ServerSecrets;
  aead: Aead;
  tokenAead: LongNonceAead;
  /** The `host:port`s by which this server is named in tokens. */
  addresses: readonly string[];
}

/** What a packet of a stranger leads to: an answer, a connection, or, mostly, nothing. */
export type Outcome = { is: "nothing" } | { is: "answer"; packet: Uint8Array } | { is: "granted"; grant: Challenge };

const nothing: Outcome = { is: "nothing" };

/**
 * Talks with strangers, and remembers none of them: all that a request says goes back with the challenge, sealed, and
 * comes again with the response. What is wrong in any way gets no answer. What is cheap to find out comes first.
 */
export class Handshakes {
  readonly #parts: HandshakeParts;
  readonly #limits: HandshakeLimits;
  /** Clients of tokens that became connections, and when those tokens expire, in seconds; oldest first. */
  readonly #used = new Map<string, number>();
  /** The number of the next challenge or denial: no two are sealed under one. */
  #next = CHALLENGES_FROM;

  constructor(parts: HandshakeParts, nowMs: number) {
    this.#parts = parts;
    this.#limits = new HandshakeLimits(nowMs);
  }

  /** A request of a possible form. */
  request(from: Address, packet: Uint8Array, isFull: boolean, nowMs: number): Outcome {
    const request = readRequest(packet);
    const { expiresAt, sealed, nonce } = request;
    const aheadSeconds = expiresAt - Math.floor(nowMs / 1_000);
    if (aheadSeconds <= 0 || aheadSeconds > TOKEN_LIFETIME_SECONDS) return nothing;
    if (!this.#limits.take(from.address, nowMs)) return nothing;
    const { secrets, tokenAead, addresses } = this.#parts;
    const token = openToken({ key: secrets.tokenKey, aead: tokenAead }, { sealed, nonce, expiresAt });
    if (!token?.addresses.some((address) => addresses.includes(address))) return nothing;
    if (this.#used.has(hexOf(token.clientId))) return nothing;
    if (isFull) return this.#deny(token.toClient);
    const number = this.#next++;
    const where = { number, address: `${from.address} ${from.port}` };
    const challenge = sealChallenge(this.#parts.aead, secrets.challengeKey, where, { ...token, expiresAt });
    const head = { kind: packetKinds.challenge, sequence: number };
    return { is: "answer", packet: sealPacket(this.#parts.aead, token.toClient, head, challenge) };
  }

  /** A response of a possible form, from an address that has no connection. */
  response(from: Address, packet: Uint8Array, isFull: boolean, nowMs: number): Outcome {
    const clear = new ByteReader(packet.subarray(1 + ((packet[0] ?? 0) >> 4)));
    const number = clear.u64();
    if (number >= this.#next || number < this.#next - CHALLENGES_REMEMBERED) return nothing;
    if (!this.#limits.take(from.address, nowMs)) return nothing;
    const { aead, secrets } = this.#parts;
    const where = { number, address: `${from.address} ${from.port}` };
    const sealed = clear.take(RESPONSE_CLEAR_BYTES - 8);
    const challenge = openChallenge(aead, secrets.challengeKey, where, sealed);
    const nowSeconds = Math.floor(nowMs / 1_000);
    if (!challenge || challenge.expiresAt <= nowSeconds || this.#used.has(hexOf(challenge.clientId))) return nothing;
    if (!openPacket(aead, challenge.toServer, packet, RESPONSE_CLEAR_BYTES)) return nothing;
    if (isFull || !this.#use(challenge, nowSeconds)) return this.#deny(challenge.toClient);
    return { is: "granted", grant: challenge };
  }

  /** From now on the token is good for nothing more: its keys must not count packets from 1 a second time. */
  #use({ clientId, expiresAt }: Challenge, nowSeconds: number): boolean {
    for (const [client, until] of this.#used) if (until <= nowSeconds) this.#used.delete(client);
    if (this.#used.size >= USED_TOKENS_MAX) return false;
    this.#used.set(hexOf(clientId), expiresAt);
    return true;
  }

  #deny(toClient: Uint8Array): Outcome {
    const head = { kind: packetKinds.denied, sequence: this.#next++ };
    const code = new ByteWriter(2).u16(lineCloses.FULL).bytes;
    return { is: "answer", packet: sealPacket(this.#parts.aead, toClient, head, code) };
  }
}

/** What a client says to a challenge with this number. */
export function answerTo(number: number, challenge: Uint8Array): Uint8Array {
  return new ByteWriter(RESPONSE_CLEAR_BYTES).u64(number).put(challenge).bytes;
}
