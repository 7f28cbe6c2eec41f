import { createCipheriv, createDecipheriv } from "node:crypto";

const CIPHER = "chacha20-poly1305";
const SEAL = 16;

/** ChaCha20-Poly1305 by node:crypto; `null`: it does not open. */
export function open(key: Uint8Array, nonce: Uint8Array, signed: Uint8Array, sealed: Uint8Array): Buffer | null {
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: SEAL });
  decipher.setAAD(signed, { plaintextLength: sealed.length - SEAL });
  decipher.setAuthTag(sealed.subarray(sealed.length - SEAL));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - SEAL)), decipher.final()]);
  } catch {
    return null;
  }
}

export function seal(key: Uint8Array, nonce: Uint8Array, signed: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: SEAL });
  cipher.setAAD(signed, { plaintextLength: plaintext.length });
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/**
 * XChaCha20-Poly1305: HChaCha20 (draft-irtf-cfrg-xchacha-03, 2.2) makes a key of the first 16 bytes of the nonce; the
 * other 8 follow four zero bytes as the nonce.
 */
export function openLong(key: Uint8Array, nonce: Uint8Array, signed: Uint8Array, sealed: Uint8Array): Buffer | null {
  const short = Buffer.concat([Buffer.alloc(4), nonce.subarray(16)]);
  return open(hChaCha20(key, nonce.subarray(0, 16)), short, signed, sealed);
}

const constants = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];

function hChaCha20(key: Uint8Array, nonce: Uint8Array): Buffer {
  const words = (bytes: Uint8Array) =>
    Array.from({ length: bytes.length / 4 }, (_, i) => Buffer.from(bytes).readUInt32LE(i * 4));
  const state = Uint32Array.from([...constants, ...words(key), ...words(nonce)]);
  for (let round = 0; round < 10; round++) {
    for (let column = 0; column < 4; column++) quarter(state, column, column + 4, column + 8, column + 12);
    for (let i = 0; i < 4; i++) quarter(state, i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
  }
  const made = Buffer.alloc(32);
  const kept = [0, 1, 2, 3, 12, 13, 14, 15];
  for (const [at, word] of kept.entries()) made.writeUInt32LE(state[word] ?? 0, at * 4);
  return made;
}

/** RFC 8439, 2.1. */
function quarter(state: Uint32Array, a: number, b: number, c: number, d: number): void {
  const steps = [
    [a, b, d, 16],
    [c, d, b, 12],
    [a, b, d, 8],
    [c, d, b, 7],
  ] as const;
  for (const [to, from, turned, bits] of steps) {
    state[to] = (state[to] ?? 0) + (state[from] ?? 0);
    const mixed = ((state[turned] ?? 0) ^ (state[to] ?? 0)) >>> 0;
    state[turned] = (mixed << bits) | (mixed >>> (32 - bits));
  }
}
