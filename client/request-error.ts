import type { ErrorCode, Failure } from "../core/protocol/errors.ts";

const local = {
  CONNECTION_LOST: "The connection was lost before the answer came. Try again.",
  NOT_CONNECTED: "There is no connection to the room just now.",
  NO_REPLY: "The server did not answer. Try again.",
  NETWORK: "The server could not be reached. Check your connection.",
  BAD_REPLY: "The server's answer could not be read.",
} as const;

/** What can go wrong on this side of the wire. */
export type LocalCode = keyof typeof local;

/** An error as the server words it, or one that arose here. */
export type AnyFailure = Omit<Failure, "code"> & { code: ErrorCode | LocalCode };

/** The failure of a code of this side. */
export function localFailure(code: LocalCode): AnyFailure {
  return { code, message: local[code] };
}

/** A refused or lost request: a {@link Failure} that can be thrown. */
export class RequestError extends Error implements AnyFailure {
  readonly code: ErrorCode | LocalCode;
  readonly details: Record<string, unknown> = {};

  constructor(failure: AnyFailure) {
    super(failure.message);
    this.name = "RequestError";
    this.code = failure.code;
    if (failure.details) this.details = failure.details;
  }
}

/** What to tell a person about anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
