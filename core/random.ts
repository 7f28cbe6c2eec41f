import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** Gives numbers in [0, 1), always the same ones for the same seed and label. */
export type Random = () => number;

/**
 * A stream of random numbers for one purpose. The label keeps purposes apart: what one stream shows
 * says nothing of another (SHA-256 in counter mode), as long as the seed stays secret.
 * @param seed  at least 128 bits from a CSPRNG, as text
 * @param label what the numbers are for, for example `options:7`
 */
export function randomFor(seed: string, label: string): Random {
  let block = new DataView(new ArrayBuffer(0));
  let at = 0;
  let counter = 0;
  return () => {
    if (at >= block.byteLength) {
      const bytes = sha256(utf8ToBytes(`${seed}\n${label}\n${counter++}`));
      block = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      at = 0;
    }
    const value = block.getUint32(at);
    at += 4;
    return value / 4_294_967_296;
  };
}

/** A whole number in [0, below). */
export function drawBelow(random: Random, below: number): number {
  return Math.floor(random() * below);
}

/** A shuffled copy (Fisher–Yates). */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = drawBelow(random, i + 1);
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}

/** JSON with the keys of every object in order, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** The state hash: a digest (SHA-256, hex) of plain JSON data, independent of key order. */
export function stateHash(state: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(state))));
}
