import { type Failure, failure, refusal } from "../core/protocol/index.ts";
import type { Tokens } from "./ports.ts";

/** The token of an `Authorization: Bearer` header (RFC 6750); `null` if there is none. */
export function bearerOf(request: Request): string | null {
  return /^Bearer +([\w.~+/-]+=*) *$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
}

/** Why the sender of a request may not act as the host of a room; `null` if they may. */
export async function hostRefusal(request: Request, room: string, tokens: Tokens): Promise<Failure | null> {
  const token = bearerOf(request);
  if (token === null) return failure("UNAUTHORIZED");
  const read = await tokens.read(token);
  return read.ok ? refusal(read.value, "host", room) : read.error;
}
