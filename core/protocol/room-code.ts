/**
 * Room codes: six characters from 22 that cannot be misread or spell a word (no vowels, no look-alikes);
 * the last is a check character, so that a typing error is known before anything is looked up.
 * The check is ISO 7064's MOD (n+1, n) scheme with n = 22: it catches every single wrong character and
 * nearly every swap of neighbours.
 */
const alphabet = "23456789CDFHJKMNPRTVWX";
const n = alphabet.length;

export const ROOM_CODE_LENGTH = 6;

function check(body: string): string {
  let sum = n;
  for (const character of body) {
    sum = (sum + alphabet.indexOf(character)) % n || n;
    sum = (sum * 2) % (n + 1);
  }
  return alphabet[(n + 1 - sum) % n] as string;
}

/** A room code drawn from five random bytes (0–255 each; the bias of 256 mod 22 is of no consequence). */
export function makeRoomCode(random: Uint8Array): string {
  let body = "";
  for (let i = 0; i < ROOM_CODE_LENGTH - 1; i++) body += alphabet[(random[i] ?? 0) % n];
  return body + check(body);
}

/** What a person typed as a code: upper case, without spaces and dashes. `null` if it cannot be a code. */
export function readRoomCode(typed: string): string | null {
  if (typed.length > 24) return null;
  const code = typed.toUpperCase().replace(/[\s-]/g, "");
  if (code.length !== ROOM_CODE_LENGTH) return null;
  for (const character of code) if (!alphabet.includes(character)) return null;
  return check(code.slice(0, -1)) === code.at(-1) ? code : null;
}
