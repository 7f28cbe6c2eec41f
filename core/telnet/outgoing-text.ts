import { doubled } from "./codes.ts";
import type { Terminal } from "./terminal.ts";
import { asciiText } from "./text/ascii-text.ts";
import { encodeUtf8 } from "./utf8.ts";

const ESCAPE = String.fromCharCode(0x1b);

/** Colours (SGR) as our own renderer writes them; else all that moves the cursor, rings, or turns the writing round. */
const special = new RegExp(`(${ESCAPE}\\[[0-9;]{0,32}m)|[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]`, "gu");

/**
 * Text for a terminal as bytes. Line breaks become CR LF; of control characters only colours remain, and those only
 * where there are any; where the client has not agreed to UTF-8 it is ASCII.
 */
export function outgoingText(text: string, { colours, utf8 }: Terminal): Uint8Array {
  const tame = text.replace(special, (found: string, colour: string | undefined) => {
    if (colour !== undefined) return colours === 0 ? "" : colour;
    if (found === "\n") return "\r\n";
    return found === "\t" ? " " : "";
  });
  return doubled(encodeUtf8(utf8 ? tame : asciiText(tame)));
}
