import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { type Failure, failure } from "../../core/protocol/index.ts";

export const PASSPHRASE_MIN_CHARS = 8;
export const PASSPHRASE_MAX_CHARS = 200;

/** scrypt's cost (RFC 7914): 32 MiB, and a tenth of a second of a core that is not busy. */
const COST = { N: 2 ** 15, r: 8, p: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** What is stored may cost at most this much memory to check: a damaged file shall not take the process down. */
const MEMORY_MAX_BYTES = 256 * 1_024 * 1_024;
/** Hashes made at once: each takes its memory, and a thread that also reads files. */
const AT_ONCE_MAX = 2;
/** Hashes that wait for their turn. */
export const WAITING_MAX = 32;

/** What a passphrase lacks; `null` if it can be one. */
export function passphraseFault(passphrase: string): Failure | null {
  const { length } = [...passphrase];
  if (length >= PASSPHRASE_MIN_CHARS && length <= PASSPHRASE_MAX_CHARS) return null;
  const message = `A passphrase has ${PASSPHRASE_MIN_CHARS} to ${PASSPHRASE_MAX_CHARS} characters.`;
  return { ...failure("BAD_REQUEST"), message };
}

/**
 * Makes and checks the hashes by which passphrases are known. A hash says how it was made, so that the cost can be
 * raised without asking anybody. Few are made at once, and the queue is bounded: guessing shall not take the node's
 * cores and memory.
 */
export class PassphraseHasher {
  readonly #cost: typeof COST;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param cost what new hashes cost: tests have no time for the real one */
  constructor(cost = COST) {
    this.#cost = cost;
  }

  /** Whether one more would be refused. */
  get isBusy(): boolean {
    return this.#waiting.length >= WAITING_MAX;
  }

  /** A hash with a salt of its own; never twice the same. */
  async hash(passphrase: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const { N, r, p } = this.#cost;
    const hash = await this.#derive(passphrase, salt, HASH_BYTES, this.#cost);
    return ["scrypt", N, r, p, salt.toString("base64url"), hash.toString("base64url")].join("$");
  }

  /** Whether a hash is this passphrase's. Rejects where the hash cannot be read. */
  async matches(passphrase: string, stored: string): Promise<boolean> {
    const [kind, N, r, p, salt = "", hash = ""] = stored.split("$");
    const expected = Buffer.from(hash, "base64url");
    if (kind !== "scrypt" || expected.length === 0) throw new Error("the stored hash is not one");
    const cost = { N: Number(N), r: Number(r), p: Number(p) };
    const found = await this.#derive(passphrase, Buffer.from(salt, "base64url"), expected.length, cost);
    return timingSafeEqual(found, expected);
  }

  async #derive(passphrase: string, salt: Buffer, bytes: number, cost: typeof COST): Promise<Buffer> {
    await this.#turn();
    try {
      // The same letters may come composed or not, as the keyboard has it.
      return await derive(passphrase.normalize("NFC"), salt, bytes, { ...cost, maxmem: MEMORY_MAX_BYTES });
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  /** The one who ends hands its place to the next. */
  #turn(): Promise<void> {
    if (this.#running < AT_ONCE_MAX) {
      this.#running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

function derive(passphrase: string, salt: Buffer, bytes: number, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, bytes, options, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}
