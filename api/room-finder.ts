import type { RoomSummary } from "../core/protocol/index.ts";
import { fail, ok, type Result, readRoomCode } from "../core/protocol/index.ts";
import type { ApiPorts } from "./ports.ts";

type Finding = Pick<ApiPorts, "rooms" | "limits">;

/**
 * A typed code, as the code it can only mean. BAD_CODE, without looking anything up, if a character is
 * wrong; TOO_MANY_CODES once an address has tried too many wrong ones, for right ones too: otherwise a
 * guesser would learn of the right one by its different answer.
 */
export async function readCode(typed: string, address: string, { limits }: Finding): Promise<Result<string>> {
  if (!(await limits.mayTryCode(address))) return fail("TOO_MANY_CODES");
  const code = readRoomCode(typed);
  if (code !== null) return ok(code);
  return fail((await limits.wrongCode(address)) ? "BAD_CODE" : "TOO_MANY_CODES");
}

/** The room that a typed code names. As {@link readCode}, and ROOM_NOT_FOUND, which is a wrong code too. */
export async function findRoom(typed: string, address: string, finding: Finding): Promise<Result<RoomSummary>> {
  const code = await readCode(typed, address, finding);
  if (!code.ok) return code;
  const room = await finding.rooms.summary(code.value);
  if (!room) return fail((await finding.limits.wrongCode(address)) ? "ROOM_NOT_FOUND" : "TOO_MANY_CODES");
  // Asked again: a thousand guesses sent at once all pass the first time, but few are answered before the limit is.
  return (await finding.limits.mayTryCode(address)) ? ok(room) : fail("TOO_MANY_CODES");
}
