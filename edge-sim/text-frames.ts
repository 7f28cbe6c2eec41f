/** RFC 6455: final frames, and where lengths grow beyond 7 and 16 bits. */
const FIN_TEXT = 0x81;
const FIN_BINARY = 0x82;
const LENGTH_7_MAX = 125;
const LENGTH_16_MAX = 0xffff;

/**
 * WebSocket text frames as bytes, as a server sends them: whole, unmasked, uncompressed. What goes to many is
 * encoded once: the last frame is kept, and given again for the same text.
 */
export class TextFrames {
  #text: string | null = null;
  #frame: Buffer = Buffer.alloc(0);

  of(text: string): Buffer {
    if (text !== this.#text) {
      this.#frame = frameOf(text);
      this.#text = text;
    }
    return this.#frame;
  }
}

/** The same for bytes; they are copied. */
export function binaryFrame(bytes: Uint8Array): Buffer {
  const frame = frameWith(FIN_BINARY, bytes.length);
  frame.set(bytes, frame.length - bytes.length);
  return frame;
}

function frameOf(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const frame = frameWith(FIN_TEXT, length);
  frame.write(text, frame.length - length);
  return frame;
}

/** A frame with its head, and room for so many bytes behind it. */
function frameWith(first: number, length: number): Buffer {
  const head = length <= LENGTH_7_MAX ? 2 : length <= LENGTH_16_MAX ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = first;
  if (head === 2) frame[1] = length;
  else if (head === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  return frame;
}
