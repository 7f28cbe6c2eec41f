/** Everything in a tar is padded to this. */
const BLOCK_BYTES = 512;
const NAME_MAX_BYTES = 100;
/** Eleven octal digits. */
const SIZE_MAX_BYTES = 0o77777777777;
/** Where the checksum stands in a header; it is counted as spaces. */
const CHECKSUM_AT = 148;
const CHECKSUM_END = 156;

/** The file is no tar, is cut off, or holds something that a backup never does. The message is for people. */
export class TarFault extends Error {}

/**
 * The header of a regular file, in the format "ustar" (POSIX.1-1988), which every tar reads.
 * @param name at most 100 bytes of UTF-8
 */
export function tarHeader(name: string, sizeBytes: number, modifiedMs: number): Buffer {
  const header = Buffer.alloc(BLOCK_BYTES);
  if (Buffer.byteLength(name) > NAME_MAX_BYTES) throw new TarFault(`The name ${name} is too long for a tar.`);
  if (sizeBytes > SIZE_MAX_BYTES) throw new TarFault(`${name} is too large for a tar.`);
  header.write(name, 0);
  header.write("0000600\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${sizeBytes.toString(8).padStart(11, "0")}\0`, 124);
  header.write(
    `${Math.floor(modifiedMs / 1_000)
      .toString(8)
      .padStart(11, "0")}\0`,
    136,
  );
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  header.write(`${checksumOf(header).toString(8).padStart(6, "0")}\0 `, CHECKSUM_AT);
  return header;
}

/** What goes behind a file of this size. */
export function tarPadding(sizeBytes: number): Buffer {
  return Buffer.alloc((BLOCK_BYTES - (sizeBytes % BLOCK_BYTES)) % BLOCK_BYTES);
}

/** What goes behind the last file. */
export function tarEnd(): Buffer {
  return Buffer.alloc(2 * BLOCK_BYTES);
}

/** One file of a tar, as its bytes arrive. */
export interface TarEntry {
  name: string;
  sizeBytes: number;
  /** To be read before the next entry is asked for; what is left is passed over. */
  body: AsyncGenerator<Buffer>;
}

/**
 * Reads a tar of regular files, to its very end. Links, folders, devices and extended headers are refused: a backup has
 * none, and they are how a tar reaches outside of the folder that it is unpacked to.
 * @throws {TarFault}
 */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const bytes = new ByteReader(source);
  for (;;) {
    const header = await bytes.exactly(BLOCK_BYTES);
    if (header.every((byte) => byte === 0)) break;
    const { name, sizeBytes } = readHeader(header);
    const body = bytes.chunks(sizeBytes);
    yield { name, sizeBytes, body };
    while (!(await body.next()).done);
    await bytes.exactly(tarPadding(sizeBytes).length);
  }
  const second = await bytes.exactly(BLOCK_BYTES);
  if (second.some((byte) => byte !== 0)) throw new TarFault("It has no proper end.");
  // To the end of what it is packed in, for only there that checks itself.
  await bytes.nothingMore();
}

function readHeader(header: Buffer): { name: string; sizeBytes: number } {
  const checksum = octal(header, CHECKSUM_AT, 8);
  if (header.toString("latin1", 257, 262) !== "ustar" || checksum !== checksumOf(header)) {
    throw new TarFault("One of its headers is damaged.");
  }
  const name = textAt(header, 0, NAME_MAX_BYTES);
  if (header[156] !== 0x30) throw new TarFault(`It holds something that is no plain file: ${name}`);
  if (header[345] !== 0) throw new TarFault(`It holds a name in two parts: ${name}`);
  return { name, sizeBytes: octal(header, 124, 12) };
}

function textAt(header: Buffer, from: number, length: number): string {
  const end = header.indexOf(0, from);
  return header.toString("utf8", from, end < 0 ? from + length : Math.min(end, from + length));
}

function octal(header: Buffer, from: number, length: number): number {
  const digits = textAt(header, from, length).trim();
  if (!/^[0-7]+$/.test(digits)) throw new TarFault("One of its headers is damaged.");
  return Number.parseInt(digits, 8);
}

function checksumOf(header: Buffer): number {
  let sum = 0;
  for (const [at, byte] of header.entries()) sum += at >= CHECKSUM_AT && at < CHECKSUM_END ? 0x20 : byte;
  return sum;
}

/** Bytes from a stream, as many as are asked for. */
class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #left: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async exactly(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.chunks(count)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** So many bytes, in the pieces in which they arrive. */
  async *chunks(count: number): AsyncGenerator<Buffer> {
    for (let missing = count; missing > 0; ) {
      if (this.#left.length === 0) await this.#more();
      const part = this.#left.subarray(0, missing);
      this.#left = this.#left.subarray(part.length);
      missing -= part.length;
      yield part;
    }
  }

  /** Everything that is left is padding. */
  async nothingMore(): Promise<void> {
    for (let rest = this.#left; ; rest = this.#left) {
      if (rest.some((byte) => byte !== 0)) throw new TarFault("It goes on behind its end.");
      const next = await this.#source.next();
      if (next.done) return;
      this.#left = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    }
  }

  async #more(): Promise<void> {
    const next = await this.#source.next();
    if (next.done) throw new TarFault("It is cut off.");
    this.#left = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
  }
}
