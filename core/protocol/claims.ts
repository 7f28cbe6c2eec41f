import { type Failure, failure } from "./errors.ts";

/** What a connection may be. */
export type Role = "player" | "host" | "screen";

/**
 * What a signed token says. `guest`: a person's device, anywhere. `room`: the same person in one room.
 * `host`, `screen`: the holder may run, or show, one room.
 */
export type Claims =
  | { kind: "guest"; subject: string }
  | { kind: "room" | "host" | "screen"; subject: string; room: string };

/** Seconds a token of each kind is good for. */
export const tokenLifetimes = {
  guest: 90 * 86_400,
  room: 3 * 86_400,
  host: 3 * 86_400,
  screen: 3 * 86_400,
} as const satisfies Record<Claims["kind"], number>;

/** Why the holder of these claims may not enter the room in that role; `null` if they may. */
export function refusal(claims: Claims, role: Role, room: string): Failure | null {
  if (claims.kind !== "guest" && claims.room !== room) return failure("FORBIDDEN", { reason: "other room" });
  const wanted = role === "player" ? claims.kind === "guest" || claims.kind === "room" : claims.kind === role;
  return wanted ? null : failure("FORBIDDEN", { reason: `not a ${role} token` });
}
