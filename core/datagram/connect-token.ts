import { KEY_BYTES, LONG_NONCE_BYTES, type LongNonceAead, SEAL_BYTES } from "./aead.ts";
import { asciiBytes, asciiText, ByteReader, ByteWriter } from "./bytes.ts";
import { TIMEOUT_SECONDS, TOKEN_LIFETIME_SECONDS } from "./limits.ts";
import { VERSION_BYTES, versionBytes } from "./version.ts";

/** The private part of a token, sealed. */
export const TOKEN_BYTES = 1_024;
export const USER_DATA_BYTES = 256;
export const CLIENT_ID_BYTES = 8;
const ADDRESSES_MAX = 8;
/** `[` … `]:65535` around the longest IPv6 address. */
const ADDRESS_MAX_CHARS = 64;

/** The keys of a connection, one for each direction. */
export interface SessionKeys {
  toServer: Uint8Array;
  toClient: Uint8Array;
}

/** What a server has sealed for itself: who comes, for how long silence is borne, where it is good, and where it leads. */
export interface PrivateToken extends SessionKeys {
  clientId: Uint8Array;
  timeoutSeconds: number;
  /** As `host:port`: the servers that are to take it. */
  addresses: readonly string[];
  /** The place: `realm/golden-dragon`. Characters up to U+007F, at most 256. */
  place: string;
}

/** All that a client needs to connect: what an HTTP answer carries. */
export interface ConnectToken extends SessionKeys {
  /** Sealed: see {@link PrivateToken}. */
  sealed: Uint8Array;
  nonce: Uint8Array;
  /** Seconds since 1970, by the server's clock. */
  expiresAt: number;
  timeoutSeconds: number;
}

/** Makes a token for one connection. @param random gives so many bytes from a CSPRNG */
export function issueToken(
  { key, aead, random }: { key: Uint8Array; aead: LongNonceAead; random(bytes: number): Uint8Array },
  { place, addresses, nowMs }: { place: string; addresses: readonly string[]; nowMs: number },
): ConnectToken {
  const keys = { toServer: random(KEY_BYTES), toClient: random(KEY_BYTES) };
  const timeoutSeconds = TIMEOUT_SECONDS;
  const expiresAt = Math.floor(nowMs / 1_000) + TOKEN_LIFETIME_SECONDS;
  const nonce = random(LONG_NONCE_BYTES);
  const plaintext = writeToken({ clientId: random(CLIENT_ID_BYTES), timeoutSeconds, addresses, place, ...keys });
  return { sealed: aead.seal(key, nonce, signedOf(expiresAt), plaintext), nonce, expiresAt, timeoutSeconds, ...keys };
}

/** The private part of a token; `null`: this key did not seal it with this moment of expiry. */
export function openToken(
  { key, aead }: { key: Uint8Array; aead: LongNonceAead },
  { sealed, nonce, expiresAt }: Pick<ConnectToken, "sealed" | "nonce" | "expiresAt">,
): PrivateToken | null {
  const plaintext = aead.open(key, nonce, signedOf(expiresAt), sealed);
  return plaintext && readToken(plaintext);
}

function signedOf(expiresAt: number): Uint8Array {
  return new ByteWriter(VERSION_BYTES + 8).put(versionBytes).u64(expiresAt).bytes;
}

/** Text in 256 bytes, zeros behind it. Throws if it is longer: places come from the server's own list. */
export function userDataOf(place: string): Uint8Array {
  return new ByteWriter(USER_DATA_BYTES).put(asciiBytes(place)).bytes;
}

export function placeOf(userData: Uint8Array): string {
  const end = userData.indexOf(0);
  return asciiText(end < 0 ? userData : userData.subarray(0, end));
}

function writeToken(token: PrivateToken): Uint8Array {
  const writer = new ByteWriter(TOKEN_BYTES - SEAL_BYTES);
  writer.put(token.clientId).u32(token.timeoutSeconds).put(token.toServer).put(token.toClient);
  writer.put(userDataOf(token.place));
  const addresses = token.addresses.slice(0, ADDRESSES_MAX);
  writer.u8(addresses.length);
  for (const address of addresses) writer.u8(address.length).put(asciiBytes(address));
  return writer.bytes;
}

function readToken(plaintext: Uint8Array): PrivateToken | null {
  const reader = new ByteReader(plaintext);
  const clientId = reader.take(CLIENT_ID_BYTES);
  const timeoutSeconds = reader.u32();
  const keys = { toServer: reader.take(KEY_BYTES), toClient: reader.take(KEY_BYTES) };
  const place = placeOf(reader.take(USER_DATA_BYTES));
  const addresses = Array.from({ length: Math.min(ADDRESSES_MAX, reader.u8()) }, () =>
    asciiText(reader.take(Math.min(ADDRESS_MAX_CHARS, reader.u8()))),
  );
  return reader.isShort ? null : { clientId, timeoutSeconds, place, addresses, ...keys };
}
