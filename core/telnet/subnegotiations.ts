import { options, subnegotiationBytes } from "./codes.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

/** The first byte of what TTYPE and NEW-ENVIRON say. */
const IS = 0;
const SEND = 1;
const INFO = 2;

const NAME_MAX_CHARS = 64;

/** A name or value of a client's: ASCII that can be seen, and not much of it. */
function shortName(bytes: Uint8Array): string {
  return decodeUtf8(bytes)
    .replace(/[^ -~]/g, "")
    .trim()
    .slice(0, NAME_MAX_CHARS);
}

/** NAWS (RFC 1073): the size of the window; `null` if this is none. */
export function readWindow(payload: Uint8Array): { columns: number; rows: number } | null {
  const [a, b, c, d] = payload;
  if (payload.length !== 4 || a === undefined || b === undefined || c === undefined || d === undefined) return null;
  return { columns: a * 256 + b, rows: c * 256 + d };
}

/** Asks for the next terminal type (RFC 1091). */
export const askForType = subnegotiationBytes(options.TTYPE, Uint8Array.of(SEND));

/** A terminal type; `null` if this is none. */
export function readType(payload: Uint8Array): string | null {
  return payload[0] === IS ? shortName(payload.subarray(1)) : null;
}

const VAR = 0;
const VALUE = 1;
const ESC = 2;
const USERVAR = 3;

/** The variables that are asked for (MNES), and the only ones that are kept. Nothing personal is among them. */
const variableNames = ["CHARSET", "CLIENT_NAME", "MTTS", "TERMINAL_TYPE"];

/** Asks for them (RFC 1572). Short: some clients hold no more than 256 bytes of a subnegotiation. */
export const askForVariables = subnegotiationBytes(
  options.NEW_ENVIRON,
  Uint8Array.of(SEND, ...variableNames.flatMap((name) => [VAR, ...encodeUtf8(name)])),
);

/** Variables and their values (RFC 1572), as an answer or by themselves; those without a value are left out. */
export function readVariables(payload: Uint8Array): Map<string, string> | null {
  if (payload[0] !== IS && payload[0] !== INFO) return null;
  const found = new Map<string, string>();
  let name = "";
  for (const { type, bytes } of pieces(payload.subarray(1))) {
    const text = shortName(bytes);
    if (type !== VALUE) name = text.toUpperCase();
    else if (variableNames.includes(name) && text !== "") found.set(name, text);
  }
  return found;
}

/** Each VAR, USERVAR or VALUE with what follows it; ESC takes the next byte's meaning away. */
function pieces(bytes: Uint8Array): { type: number; bytes: Uint8Array }[] {
  const found: { type: number; bytes: number[] }[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === VAR || byte === VALUE || byte === USERVAR) found.push({ type: byte, bytes: [] });
    else found.at(-1)?.bytes.push(byte === ESC ? (bytes[++i] ?? 0) : byte);
  }
  return found.map(({ type, bytes }) => ({ type, bytes: Uint8Array.from(bytes) }));
}

const REQUEST = 1;
const ACCEPTED = 2;
const REJECTED = 3;
const TTABLE_IS = 4;
const TTABLE_REJECTED = 5;
const UTF8 = "UTF-8";

function charsetBytes(command: number, text = ""): Uint8Array {
  return subnegotiationBytes(options.CHARSET, Uint8Array.of(command, ...encodeUtf8(text)));
}

/** Offers UTF-8, and nothing else (RFC 2066). */
export const offerUtf8 = charsetBytes(REQUEST, `;${UTF8}`);

/** What CHARSET said: whether UTF-8 is agreed on (`null`: nothing about that), and what is to be answered. */
export interface CharsetSaid {
  acceptsUtf8: boolean | null;
  answer: Uint8Array | null;
}

/**
 * Reads a CHARSET subnegotiation. Where both ends have asked, the server's question stands, and the client's is
 * rejected (RFC 2066).
 * @param isAsking whether our own offer has no answer yet
 */
export function readCharset(payload: Uint8Array, isAsking: boolean): CharsetSaid {
  switch (payload[0]) {
    case REQUEST: {
      const isAgreed = !isAsking && offers(payload.subarray(1));
      const answer = isAgreed ? charsetBytes(ACCEPTED, UTF8) : charsetBytes(REJECTED);
      return { acceptsUtf8: isAgreed ? true : null, answer };
    }
    case ACCEPTED:
      // TinTin++ puts a space before the name.
      return { acceptsUtf8: isAsking ? shortName(payload.subarray(1)).toUpperCase() === UTF8 : null, answer: null };
    case REJECTED:
      return { acceptsUtf8: isAsking ? false : null, answer: null };
    case TTABLE_IS:
      return { acceptsUtf8: null, answer: charsetBytes(TTABLE_REJECTED) };
    default:
      return { acceptsUtf8: null, answer: null };
  }
}

/** `[TTABLE]`, a version, then names, each after the separator that comes first. */
function offers(bytes: Uint8Array): boolean {
  const text = decodeUtf8(bytes).replace(/^\[TTABLE \]./s, "");
  const [separator = ""] = text;
  return separator !== "" && text.slice(1).toUpperCase().split(separator).includes(UTF8);
}

const MSSP_VAR = 1;
const MSSP_VAL = 2;

/** What a directory of MUDs is told, by the names of MSSP. */
export type ServerStatus = Readonly<Record<string, string | number>>;

/** The status on the wire. */
export function statusBytes(status: ServerStatus): Uint8Array {
  const fields = Object.entries(status).flatMap(([name, value]) => [
    ...[MSSP_VAR, ...plainBytes(name)],
    ...[MSSP_VAL, ...plainBytes(String(value))],
  ]);
  return subnegotiationBytes(options.MSSP, Uint8Array.from(fields));
}

/** MSSP may not hold what frames it. */
function plainBytes(text: string): Uint8Array {
  return encodeUtf8(text.replace(/\p{Cc}/gu, ""));
}
