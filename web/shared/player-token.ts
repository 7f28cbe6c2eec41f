import type { HttpApi } from "../../client/http-api.ts";
import type { ErrorCode } from "../../core/protocol/errors.ts";
import { forget, recall, remember } from "./storage.ts";

const GUEST = "skerry.guest";
const roomKey = (code: string) => `skerry.room.${code}`;

/**
 * The token with which this device enters a room as a player: the room's own if it has been here, else the
 * device's guest token, else a new one. Each refusal moves on to the next.
 */
export function playerToken(api: Pick<HttpApi, "createSession">, code: string) {
  let last: "room" | "guest" | null = null;
  return async (refused: ErrorCode | null): Promise<string> => {
    if (refused && last === "room") forget(roomKey(code));
    if (refused && last === "guest") forget(GUEST);
    const own = recall(roomKey(code));
    last = own ? "room" : "guest";
    if (own) return own;
    const guest = recall(GUEST);
    if (guest) return guest;
    const fresh = await api.createSession();
    remember(GUEST, fresh);
    return fresh;
  };
}

/** Keeps the token that a room gave. */
export function keepRoomToken(code: string, token: string): void {
  remember(roomKey(code), token);
}
