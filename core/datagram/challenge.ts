import { type Aead, KEY_BYTES, SEAL_BYTES } from "./aead.ts";
import { asciiBytes, ByteReader, ByteWriter } from "./bytes.ts";
import { CLIENT_ID_BYTES, placeOf, type SessionKeys, USER_DATA_BYTES, userDataOf } from "./connect-token.ts";
import { nonceOf } from "./nonce.ts";

/**
 * What the server would have to remember of a request, sealed and given to the client to bring back: whoever does, is
 * where they say they are, and until then nothing is kept here.
 */
export interface Challenge extends SessionKeys {
  clientId: Uint8Array;
  expiresAt: number;
  timeoutSeconds: number;
  place: string;
}

const PLAIN_BYTES = CLIENT_ID_BYTES + 8 + 4 + 2 * KEY_BYTES + USER_DATA_BYTES;
/** A challenge, sealed. */
export const CHALLENGE_BYTES = PLAIN_BYTES + SEAL_BYTES;

/** @param number no two under one key @param address whoever answers must do so from there */
export function sealChallenge(
  aead: Aead,
  key: Uint8Array,
  { number, address }: { number: number; address: string },
  { clientId, expiresAt, timeoutSeconds, toServer, toClient, place }: Challenge,
): Uint8Array {
  const writer = new ByteWriter(PLAIN_BYTES).put(clientId).u64(expiresAt).u32(timeoutSeconds);
  writer.put(toServer).put(toClient).put(userDataOf(place));
  return aead.seal(key, nonceOf(number), asciiBytes(address), writer.bytes);
}

/** `null`: not one of ours, or for another address. */
export function openChallenge(
  aead: Aead,
  key: Uint8Array,
  { number, address }: { number: number; address: string },
  sealed: Uint8Array,
): Challenge | null {
  const plaintext = aead.open(key, nonceOf(number), asciiBytes(address), sealed);
  if (!plaintext) return null;
  const reader = new ByteReader(plaintext);
  return {
    clientId: reader.take(CLIENT_ID_BYTES),
    expiresAt: reader.u64(),
    timeoutSeconds: reader.u32(),
    toServer: reader.take(KEY_BYTES),
    toClient: reader.take(KEY_BYTES),
    place: placeOf(reader.take(USER_DATA_BYTES)),
  };
}
