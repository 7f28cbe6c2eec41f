const CHUNK_CHARS = 4_096;

/** How many bytes the text takes in UTF-8 at most. */
export function utf8BytesMax(text: string): number {
  return text.length * 3;
}

/** Writes text as UTF-8 (lone surrogates as U+FFFD); gives the address after it. */
export function writeUtf8(into: Uint8Array, at: number, text: string): number {
  let to = at;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      into[to++] = code;
      continue;
    }
    if (code >= 0xd800 && code <= 0xdfff) {
      code = text.codePointAt(i) ?? 0;
      if (code > 0xffff) i++;
      else code = 0xfffd;
    }
    to = writeWide(into, to, code);
  }
  return to;
}

function writeWide(into: Uint8Array, at: number, code: number): number {
  let to = at;
  if (code < 0x800) into[to++] = 0xc0 | (code >> 6);
  else {
    if (code < 0x10000) into[to++] = 0xe0 | (code >> 12);
    else {
      into[to++] = 0xf0 | (code >> 18);
      into[to++] = 0x80 | ((code >> 12) & 63);
    }
    into[to++] = 0x80 | ((code >> 6) & 63);
  }
  into[to++] = 0x80 | (code & 63);
  return to;
}

/** Reads what the engine wrote: UTF-8 in which lone surrogates stand for themselves. It may end within a character. */
export function readUtf8(from: Uint8Array, at: number, end: number): string {
  let text = "";
  let units: number[] = [];
  for (let i = at; i < end; ) {
    const first = from[i++] ?? 0;
    const more = first < 0xc0 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    let code = more === 0 ? first : first & (63 >> more);
    for (let j = 0; j < more; j++) code = (code << 6) | ((from[i++] ?? 0) & 63);
    if (code > 0xffff) units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 1023));
    else units.push(code);
    if (units.length < CHUNK_CHARS) continue;
    text += String.fromCharCode(...units);
    units = [];
  }
  return text + String.fromCharCode(...units);
}
