import { ok, refusal } from "../core/protocol/index.ts";
import type { Admit, Tokens } from "./ports.ts";

/**
 * The check at a room's door: whose token is this, and may they enter this room in this role? A player
 * who shows a guest token is given a token for this room, good for as long as a room can last, by which
 * the same person returns from any device. TOKEN_INVALID, TOKEN_EXPIRED, FORBIDDEN.
 */
export function createAdmit(tokens: Tokens): Admit {
  return async (token, role, room) => {
    const read = await tokens.read(token);
    if (!read.ok) return read;
    const claims = read.value;
    const error = refusal(claims, role, room);
    if (error) return { ok: false, error };
    if (claims.kind !== "guest") return ok({ claims });
    return ok({ claims, token: await tokens.issue({ kind: "room", subject: claims.subject, room }) });
  };
}
