import { ROOM_CODE_LENGTH, readRoomCode } from "./protocol/index.ts";

const LINE_MAX_CHARS = 400;
const STACK_FRAMES = 2;

const token = /\b[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}\b/g;
const ipv4 = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
const ipv6 = /(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi;
const query = /[?#][^\s"')]*/g;
const word = new RegExp(`\\b\\w{${ROOM_CODE_LENGTH}}\\b`, "g");

/**
 * An exception for the log: its name, message and the two innermost places, with whatever looks like a
 * token, an address, a query or a room code taken out, since any library may have put one in.
 */
export function errorLine(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `thrown: ${typeof thrown}`;
  const places = (thrown.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at "));
  const where = places.slice(0, STACK_FRAMES).map((line) => ` ${line.trim()}`);
  return scrub(`${thrown.name}: ${thrown.message}${where.join("")}`).slice(0, LINE_MAX_CHARS);
}

function scrub(text: string): string {
  return text
    .slice(0, 4 * LINE_MAX_CHARS)
    .replace(token, "[token]")
    .replace(query, "")
    .replace(ipv4, "[address]")
    .replace(ipv6, "[address]")
    .replace(word, (found) => (readRoomCode(found) ? "[code]" : found));
}
