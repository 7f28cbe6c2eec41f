import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import type { LongNonceAead } from "../../core/datagram/aead.ts";

/** XChaCha20-Poly1305, for tokens: Node's OpenSSL has none. */
export const xchacha: LongNonceAead = {
  seal: (key, nonce, aad, plaintext) => xchacha20poly1305(key, nonce, aad).encrypt(plaintext),
  open(key, nonce, aad, sealed) {
    try {
      return xchacha20poly1305(key, nonce, aad).decrypt(sealed);
    } catch {
      // It throws for a seal that does not fit.
      return null;
    }
  },
};
