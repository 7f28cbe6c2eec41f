import { type Aead, LONG_NONCE_BYTES, SEAL_BYTES } from "./aead.ts";
import { ByteReader, ByteWriter, hasAt } from "./bytes.ts";
import { CHALLENGE_BYTES } from "./challenge.ts";
import { TOKEN_BYTES } from "./connect-token.ts";
import { PAYLOAD_MAX_BYTES, SEQUENCE_END } from "./limits.ts";
import { nonceOf } from "./nonce.ts";
import { VERSION_BYTES, versionBytes } from "./version.ts";

/** What a packet is for: the lower half of its first byte. */
export const packetKinds = {
  request: 0,
  denied: 1,
  challenge: 2,
  response: 3,
  keepalive: 4,
  payload: 5,
  disconnect: 6,
} as const;
export type PacketKind = (typeof packetKinds)[keyof typeof packetKinds];

/** Kind, version, moment of expiry, nonce, sealed token. */
export const REQUEST_BYTES = 1 + VERSION_BYTES + 8 + LONG_NONCE_BYTES + TOKEN_BYTES;
/** The close code, and as much of a reason as a WebSocket's. */
export const REASON_MAX_BYTES = 123;
/** In a response: which challenge it answers, and the challenge. */
export const RESPONSE_CLEAR_BYTES = 8 + CHALLENGE_BYTES;

const SEQUENCE_BYTES_MAX = 6;

/** Who reads a packet. */
export type Side = "client" | "server";

/** By kind: how many bytes lie behind the sequence number, the seal included; `null`: never sent to this side. */
const bodies: Record<Side, readonly ({ least: number; most: number } | null)[]> = {
  client: [null, exactly(2), exactly(CHALLENGE_BYTES), null, exactly(0), between(8, PAYLOAD_MAX_BYTES), goodbye()],
  server: [null, null, null, exactly(RESPONSE_CLEAR_BYTES), exactly(0), between(8, PAYLOAD_MAX_BYTES), goodbye()],
};

function between(least: number, most: number) {
  return { least: least + SEAL_BYTES, most: most + SEAL_BYTES };
}

function exactly(size: number) {
  return between(size, size);
}

function goodbye() {
  return between(2, 2 + REASON_MAX_BYTES);
}

export function kindOf(packet: Uint8Array): number {
  return (packet[0] ?? 0) & 15;
}

/**
 * Whether these bytes may be a packet for this side, as far as can be told without a key: the first question about
 * whatever arrives, so that junk costs next to nothing. Nothing is allocated for it.
 */
export function isPossible(packet: Uint8Array, side: Side): boolean {
  const prefix = packet[0];
  if (prefix === 0) return side === "server" && packet.length === REQUEST_BYTES && hasAt(packet, 1, versionBytes);
  const body = bodies[side][(prefix ?? 0) & 15];
  const sequenceBytes = (prefix ?? 0) >> 4;
  if (!body || sequenceBytes < 1 || sequenceBytes > SEQUENCE_BYTES_MAX) return false;
  const size = packet.length - 1 - sequenceBytes;
  return size >= body.least && size <= body.most;
}

/** The sequence number of a packet that {@link isPossible} and no request. */
export function sequenceOf(packet: Uint8Array): number {
  let sequence = 0;
  for (let at = 1; at <= (packet[0] ?? 0) >> 4; at++) sequence = sequence * 256 + (packet[at] ?? 0);
  return sequence;
}

/** Opens what is sealed in a possible packet; `null`: it is not authentic. `clear`: bytes before it that are only signed. */
export function openPacket(aead: Aead, key: Uint8Array, packet: Uint8Array, clearBytes = 0): Uint8Array | null {
  const bodyAt = 1 + ((packet[0] ?? 0) >> 4);
  const clear = packet.subarray(bodyAt, bodyAt + clearBytes);
  const sealed = packet.subarray(bodyAt + clearBytes);
  return aead.open(key, nonceOf(sequenceOf(packet)), signedOf(packet[0] ?? 0, clear), sealed);
}

/** Makes a packet of any kind but request. @param clear is sent before what is sealed, signed but readable */
export function sealPacket(
  aead: Aead,
  key: Uint8Array,
  { kind, sequence, clear = nothing }: { kind: PacketKind; sequence: number; clear?: Uint8Array },
  plaintext: Uint8Array,
): Uint8Array {
  const sequenceBytes = bytesOf(sequence);
  const prefix = (sequenceBytes << 4) | kind;
  const sealed = aead.seal(key, nonceOf(sequence), signedOf(prefix, clear), plaintext);
  const packet = new Uint8Array(1 + sequenceBytes + clear.length + sealed.length);
  packet[0] = prefix;
  for (let at = sequenceBytes, rest = sequence; at > 0; at--, rest = Math.floor(rest / 256)) packet[at] = rest % 256;
  packet.set(clear, 1 + sequenceBytes);
  packet.set(sealed, 1 + sequenceBytes + clear.length);
  return packet;
}

const nothing = new Uint8Array(0);

function bytesOf(sequence: number): number {
  let count = 1;
  for (let rest = Math.floor(sequence / 256); rest > 0; rest = Math.floor(rest / 256)) count += 1;
  return count;
}

function signedOf(prefix: number, clear: Uint8Array): Uint8Array {
  return new ByteWriter(VERSION_BYTES + 1 + clear.length).put(versionBytes).u8(prefix).put(clear).bytes;
}

/** Seals packets of one direction of one connection, each under the next number. */
export class PacketSealer {
  readonly #aead: Aead;
  readonly #key: Uint8Array;
  #next = 1;

  constructor(aead: Aead, key: Uint8Array) {
    this.#aead = aead;
    this.#key = key;
  }

  /** The number of the next packet. */
  get next(): number {
    return this.#next;
  }

  /** There are no numbers left: a key must not seal twice under the same. */
  get isSpent(): boolean {
    return this.#next >= SEQUENCE_END;
  }

  seal(kind: PacketKind, plaintext: Uint8Array = nothing, clear: Uint8Array = nothing): Uint8Array {
    return sealPacket(this.#aead, this.#key, { kind, sequence: this.#next++, clear }, plaintext);
  }
}

/** What a request holds. */
export interface ConnectRequest {
  /** In seconds since 1970, by the server's clock. */
  expiresAt: number;
  nonce: Uint8Array;
  sealed: Uint8Array;
}

export function writeRequest({ expiresAt, nonce, sealed }: ConnectRequest): Uint8Array {
  const writer = new ByteWriter(REQUEST_BYTES).u8(packetKinds.request).put(versionBytes);
  return writer.u64(expiresAt).put(nonce).put(sealed).bytes;
}

/** Of a possible packet of this kind. Shares its memory. */
export function readRequest(packet: Uint8Array): ConnectRequest {
  const reader = new ByteReader(packet.subarray(1 + VERSION_BYTES));
  return { expiresAt: reader.u64(), nonce: reader.take(LONG_NONCE_BYTES), sealed: reader.take(TOKEN_BYTES) };
}
