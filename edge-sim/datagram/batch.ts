/** What the two threads tell each other about connections. */
export type News =
  /** A client is there, and wants to a place. */
  | { type: "opened"; connection: number; text: string }
  | { type: "text"; connection: number; text: string }
  /** The bytes are the batch's own. */
  | { type: "bytes"; connection: number; bytes: Uint8Array }
  | { type: "closed"; connection: number; code: number; text: string }
  /** Something happened so many times. */
  | { type: "count"; connection: number; text: string };

const types = ["opened", "text", "bytes", "closed", "count"] as const;
/** Type, connection (of counts: how many), close code, length. */
const HEAD_BYTES = 1 + 4 + 2 + 4;
const FIRST_BYTES = 16_384;
/** Room that is kept for the next batch. */
const KEPT_BYTES = 262_144;

/** News put together, so that a turn of the event loop is one message to the other thread and not hundreds. */
export class BatchWriter {
  #buffer = Buffer.from(new ArrayBuffer(FIRST_BYTES));
  #at = 0;

  get isEmpty(): boolean {
    return this.#at === 0;
  }

  opened(connection: number, place: string): void {
    this.#putText(0, connection, 0, place);
  }

  text(connection: number, text: string): void {
    this.#putText(1, connection, 0, text);
  }

  /** A text that is UTF-8 already, or says so. */
  utf8(connection: number, text: Uint8Array): void {
    this.#putBytes(1, connection, text);
  }

  /** The bytes are copied. */
  bytes(connection: number, bytes: Uint8Array): void {
    this.#putBytes(2, connection, bytes);
  }

  closed(connection: number, code: number, reason: string): void {
    this.#putText(3, connection, code, reason);
  }

  count(name: string, by: number): void {
    this.#putText(4, by, 0, name);
  }

  /** What was put together, in memory of its own and of its size, which may be given away. Begins anew. */
  take(): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(this.#at);
    whole.set(this.#buffer.subarray(0, this.#at));
    if (this.#buffer.length > KEPT_BYTES) this.#buffer = Buffer.from(new ArrayBuffer(FIRST_BYTES));
    this.#at = 0;
    return whole;
  }

  #putText(type: number, connection: number, code: number, text: string): void {
    // A UTF-16 unit takes three bytes at most.
    this.#makeRoom(text.length * 3);
    const length = this.#buffer.write(text, this.#at + HEAD_BYTES, "utf8");
    this.#head(type, connection, code, length);
  }

  #putBytes(type: number, connection: number, bytes: Uint8Array): void {
    this.#makeRoom(bytes.length);
    this.#buffer.set(bytes, this.#at + HEAD_BYTES);
    this.#head(type, connection, 0, bytes.length);
  }

  #head(type: number, connection: number, code: number, length: number): void {
    this.#buffer.writeUInt8(type, this.#at);
    this.#buffer.writeUInt32LE(connection, this.#at + 1);
    this.#buffer.writeUInt16LE(code, this.#at + 5);
    this.#buffer.writeUInt32LE(length, this.#at + 7);
    this.#at += HEAD_BYTES + length;
  }

  #makeRoom(bytes: number): void {
    const needed = this.#at + HEAD_BYTES + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.from(new ArrayBuffer(Math.max(needed, this.#buffer.length * 2)));
    larger.set(this.#buffer.subarray(0, this.#at));
    this.#buffer = larger;
  }
}

/** Calls back with all that a batch holds, in order. It comes from this program's other thread, and is trusted. */
export function readBatch(batch: Uint8Array, visit: (news: News) => void): void {
  const buffer = Buffer.from(batch.buffer, batch.byteOffset, batch.byteLength);
  for (let at = 0; at < buffer.length; ) {
    const type = types[buffer.readUInt8(at)];
    const connection = buffer.readUInt32LE(at + 1);
    const code = buffer.readUInt16LE(at + 5);
    const from = at + HEAD_BYTES;
    at = from + buffer.readUInt32LE(at + 7);
    if (type === "bytes") visit({ type, connection, bytes: buffer.subarray(from, at) });
    else if (type === "closed") visit({ type, connection, code, text: buffer.toString("utf8", from, at) });
    else if (type) visit({ type, connection, text: buffer.toString("utf8", from, at) });
  }
}
