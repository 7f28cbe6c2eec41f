/**
 * ChaCha20-Poly1305 (RFC 8439): a sealed text is 16 bytes longer than what is in it. Synchronous, for a packet is done
 * with before the next one is looked at.
 */
export interface Aead {
  /** @param key 32 bytes @param nonce 12 bytes, never twice for a key @param aad what is not hidden, but cannot be changed */
  seal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array): Uint8Array;
  /** `null`: not sealed with this key, nonce and associated data. Never throws. */
  open(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Uint8Array | null;
}

/** The same with nonces of 24 bytes, which may be drawn by lot: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03). */
export type LongNonceAead = Aead;

/** Bytes by which a seal makes longer. */
export const SEAL_BYTES = 16;
export const KEY_BYTES = 32;
export const LONG_NONCE_BYTES = 24;
