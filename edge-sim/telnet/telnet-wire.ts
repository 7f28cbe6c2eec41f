import type { Socket } from "node:net";
import { constants, createDeflate, type Deflate } from "node:zlib";

/** Smaller than zlib's own, which would take 256 KiB a connection; for lines of text it costs next to nothing. */
const compression = { windowBits: 13, memLevel: 6, level: 6 };

/** What somebody who writes needs to hear of the wire. */
export interface WirePorts {
  /** More is unsent than the other end can be worth waiting for. Told once; from then on only `close` does something. */
  overflowed(): void;
  /** The compressor broke: nothing after that can be read at the other end. */
  broken(error: unknown): void;
}

/**
 * Bytes to a socket, gathered until `flush`, compressed or plain (MCCP2): each stream of zlib begins exactly where it
 * was asked for, is flushed with every flush, and is ended before anything plain or the end of the connection.
 */
export class TelnetWire {
  readonly #socket: Socket;
  readonly #unsentMaxBytes: number;
  readonly #ports: WirePorts;
  #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  #deflate: Deflate | null = null;
  /** What is plain again, and waits until the compressed stream is out. */
  #afterwards: Uint8Array[] | null = null;
  #isOverflowed = false;
  #isClosing = false;

  constructor(socket: Socket, unsentMaxBytes: number, ports: WirePorts) {
    this.#socket = socket;
    this.#unsentMaxBytes = unsentMaxBytes;
    this.#ports = ports;
  }

  /** Bytes that the other end has not taken from this process. */
  get unsentBytes(): number {
    const inDeflate = this.#deflate ? this.#deflate.writableLength + this.#deflate.readableLength : 0;
    const waiting = (this.#afterwards ?? []).reduce((sum, { length }) => sum + length, 0);
    return this.#gatheredBytes + inDeflate + waiting + this.#socket.writableLength;
  }

  send(bytes: Uint8Array): void {
    if (this.#isClosing || this.#isOverflowed || bytes.length === 0) return;
    if (this.unsentBytes + bytes.length > this.#unsentMaxBytes) {
      this.#isOverflowed = true;
      return this.#ports.overflowed();
    }
    this.#gather(bytes);
  }

  /** Whatever is sent from now on is compressed. */
  compressFromHere(): void {
    if (this.#isClosing) return;
    this.flush();
    const deflate = createDeflate(compression);
    deflate.on("data", (chunk: Buffer) => this.#write(chunk));
    deflate.on("error", (error) => this.#ports.broken(error));
    this.#deflate = deflate;
  }

  /** The compressed stream is ended; whatever is sent from now on is plain. */
  plainFromHere(): void {
    this.flush();
    const deflate = this.#deflate;
    if (!deflate) return;
    this.#deflate = null;
    this.#afterwards = [];
    deflate.on("end", () => {
      const waiting = this.#afterwards ?? [];
      this.#afterwards = null;
      for (const bytes of waiting) this.#write(bytes);
      if (this.#isClosing) this.#socket.end();
    });
    deflate.end();
  }

  /** Hands on what was gathered. */
  flush(): void {
    const bytes = Buffer.concat(this.#gathered);
    this.#gathered = [];
    this.#gatheredBytes = 0;
    if (bytes.length === 0) return;
    if (this.#afterwards) this.#afterwards.push(bytes);
    else if (this.#deflate) {
      this.#deflate.write(bytes);
      this.#deflate.flush(constants.Z_SYNC_FLUSH);
    } else this.#write(bytes);
  }

  /** The last words, which are sent in any case, and the end. */
  close(lastWords: Uint8Array): void {
    if (this.#isClosing) return;
    this.#gather(lastWords);
    this.flush();
    this.#isClosing = true;
    if (this.#deflate) return this.plainFromHere();
    if (!this.#afterwards) this.#socket.end();
  }

  #gather(bytes: Uint8Array): void {
    this.#gathered.push(bytes);
    this.#gatheredBytes += bytes.length;
  }

  #write(bytes: Uint8Array): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }
}
