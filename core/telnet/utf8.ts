const REPLACEMENT = "\ufffd";

/**
 * Reads UTF-8 in chunks that may end within a character. What is not UTF-8 becomes U+FFFD, as the Encoding Standard has
 * it: one for each part that could have begun a character.
 */
export class Utf8Decoder {
  #code = 0;
  /** Bytes that the character still needs. */
  #missing = 0;
  /** What the next byte may be: keeps out overlong forms, surrogates, and what is beyond Unicode. */
  #lower = 0x80;
  #upper = 0xbf;

  decode(bytes: Uint8Array): string {
    let text = "";
    for (const byte of bytes) text += this.#missing > 0 ? this.#continue(byte) : this.#begin(byte);
    return text;
  }

  /** Nothing more comes: what was begun is broken. */
  end(): string {
    const isBroken = this.#missing > 0;
    this.#missing = 0;
    return isBroken ? REPLACEMENT : "";
  }

  #begin(byte: number): string {
    if (byte < 0x80) return String.fromCharCode(byte);
    if (byte < 0xc2 || byte > 0xf4) return REPLACEMENT;
    this.#missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    this.#code = byte & (0x3f >> this.#missing);
    this.#lower = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    this.#upper = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    return "";
  }

  #continue(byte: number): string {
    if (byte < this.#lower || byte > this.#upper) {
      this.#missing = 0;
      return REPLACEMENT + this.#begin(byte);
    }
    this.#lower = 0x80;
    this.#upper = 0xbf;
    this.#code = (this.#code << 6) | (byte & 0x3f);
    this.#missing -= 1;
    return this.#missing === 0 ? String.fromCodePoint(this.#code) : "";
  }
}

/** A whole text in UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  const decoder = new Utf8Decoder();
  return decoder.decode(bytes) + decoder.end();
}

/** First bytes, by how many follow. */
const leads = [0, 0xc0, 0xe0, 0xf0];

/** Text as UTF-8; halves of characters become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return encodeBeyondAscii(text);
    bytes[i] = code;
  }
  return bytes;
}

function encodeBeyondAscii(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let at = 0;
  for (const character of text.toWellFormed()) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) {
      bytes[at++] = code;
      continue;
    }
    const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    bytes[at++] = (leads[more] ?? 0) | (code >> (6 * more));
    for (let i = more - 1; i >= 0; i--) bytes[at++] = 0x80 | ((code >> (6 * i)) & 0x3f);
  }
  return bytes.subarray(0, at);
}
