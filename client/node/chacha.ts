import { createCipheriv, createDecipheriv } from "node:crypto";
import { type Aead, SEAL_BYTES } from "../../core/datagram/aead.ts";

const CIPHER = "chacha20-poly1305";

/** ChaCha20-Poly1305 by Node's own OpenSSL. */
export const chacha: Aead = {
  seal(key, nonce, aad, plaintext) {
    const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: SEAL_BYTES });
    cipher.setAAD(aad, { plaintextLength: plaintext.length });
    const sealed = new Uint8Array(plaintext.length + SEAL_BYTES);
    sealed.set(cipher.update(plaintext));
    cipher.final();
    sealed.set(cipher.getAuthTag(), plaintext.length);
    return sealed;
  },
  open(key, nonce, aad, sealed) {
    const length = sealed.length - SEAL_BYTES;
    if (length < 0) return null;
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: SEAL_BYTES });
    decipher.setAAD(aad, { plaintextLength: length });
    decipher.setAuthTag(sealed.subarray(length));
    const plaintext = decipher.update(sealed.subarray(0, length));
    try {
      decipher.final();
    } catch {
      // It throws for a seal that does not fit, and for nothing else.
      return null;
    }
    // No Buffer: its `slice` is not that of a Uint8Array.
    return new Uint8Array(plaintext.buffer, plaintext.byteOffset, plaintext.length);
  },
};
