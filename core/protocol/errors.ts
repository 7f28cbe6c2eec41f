import { answerErrors } from "./answer-errors.ts";

/**
 * Every error a caller can meet, on HTTP and on sockets: one table, one shape
 * `{ "error": { "code", "message", "details"? } }`.
 */
const table = {
  BAD_REQUEST: [400, "The request is not valid."],
  BAD_TOPIC: [400, "A topic is at most 100 characters of text."],
  BAD_CODE: [404, "This is not a room code. Check it for a typing error."],
  BAD_FRAME: [400, "The message is not valid."],
  FRAME_TOO_LARGE: [413, "The message is too large."],
  BODY_TOO_LARGE: [413, "The request body is too large."],
  UNKNOWN_FRAME: [400, "This kind of message is not known."],
  NOT_FOUND: [404, "There is nothing at this address."],
  ROOM_NOT_FOUND: [404, "There is no such room. It may have been deleted."],
  ROOM_CLOSED: [410, "The room is closed."],
  METHOD_NOT_ALLOWED: [405, "This address does not take that method."],
  UPGRADE_REQUIRED: [426, "This address takes WebSocket connections only."],
  BAD_ORIGIN: [403, "Requests from this origin are not taken."],
  BAD_HOST: [421, "The server does not answer for this host name."],
  UNAUTHORIZED: [401, "A token is needed here."],
  TOKEN_INVALID: [401, "The token is not valid."],
  TOKEN_EXPIRED: [401, "The token has expired."],
  FORBIDDEN: [403, "The token does not allow this."],
  RATE_LIMITED: [429, "Too many requests. Wait a moment and try again."],
  TOO_MANY_CODES: [429, "Too many wrong codes. Wait a minute and try again."],
  HELLO_FIRST: [400, "The first message must be hello."],
  HELLO_TWICE: [409, "This connection has already said hello."],
  VERSION_UNSUPPORTED: [400, "This version of the protocol is not spoken here. Reload the page."],
  WRONG_PHASE: [409, "This is not possible at this point of the game."],
  WRONG_QUESTION: [409, "This is not the question that is open."],
  TOO_LATE: answerErrors.TOO_LATE,
  TOO_EARLY: [409, "The question is not open yet."],
  ALREADY_ANSWERED: answerErrors.ALREADY_ANSWERED,
  NOT_SCORED_YET: [409, "You are in from the next question."],
  PAUSED: [409, "The game is paused."],
  NOT_PAUSED: [409, "The game is not paused."],
  NOT_A_PLAYER: answerErrors.NOT_A_PLAYER,
  ALREADY_JOINED: [409, "You have already joined."],
  ENTER_FIRST: [409, "Enter the world first."],
  REALM_NOT_FOUND: [404, "There is no such realm."],
  REALM_ELSEWHERE: [404, "This realm is on a node at somebody's home and cannot be entered from here."],
  UPLINK_OFF: [403, "No nodes are taken here."],
  UPLINK_FULL: [403, "No more nodes are taken here."],
  NAME_EMPTY: [400, "Type a name."],
  NAME_TOO_LONG: [400, "A name is at most 24 characters."],
  NAME_NOT_ALLOWED: [400, "This name is not possible here. Try another."],
  NAME_TAKEN: [409, "Somebody here has this name, or one that looks like it."],
  ROOM_LOCKED: [403, "The host has locked the room."],
  ROOM_FULL: [403, "The room is full."],
  KICKED: [403, "The host has removed you from this room."],
  NO_PLAYERS: [409, "Nobody has joined yet."],
  NO_SUCH_PLAYER: [404, "There is no such player."],
  NO_SUCH_QUESTION: [404, "There is no such question."],
  LAST_QUESTION: [409, "A quiz needs at least one question."],
  QUESTION_REJECTED: [400, "This question cannot be used."],
  REPLACED: [409, "You opened this room somewhere else; this page has let go."],
  TOO_SLOW: [408, "Your connection could not keep up. Reconnecting shows the game as it stands."],
  TOO_MANY_ERRORS: [400, "Too many messages that could not be used."],
  SILENT: [408, "The connection was silent for too long."],
  AI_UNAVAILABLE: [503, "The AI could not write questions."],
  AI_TIMEOUT: [504, "The AI did not answer in time."],
  NO_DATAGRAMS: [501, "This server does not speak UDP."],
  NOT_READY: [503, "The server is not ready."],
  UNREADABLE: [503, "What is stored of this place cannot be read. Whoever runs the server finds out why in its log."],
  INTERNAL: [500, "Something went wrong here. It is not your fault."],
} as const satisfies Record<string, readonly [status: number, message: string]>;

/** A code from the table above: stable, for programs. */
export type ErrorCode = keyof typeof table;

/** An error as a value: what a caller is told. */
export interface Failure {
  code: ErrorCode;
  message: string;
  details?: Record<string, unknown>;
}

/** The outcome of something that may fail in a way the caller should handle. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure };

/** The failure of a code, with its message; `details` says more to programs. */
export function failure(code: ErrorCode, details?: Record<string, unknown>): Failure {
  const base: Failure = { code, message: table[code][1] };
  return details ? { ...base, details } : base;
}

/** A failed {@link Result}. */
export function fail(code: ErrorCode, details?: Record<string, unknown>): { ok: false; error: Failure } {
  return { ok: false, error: failure(code, details) };
}

/** A successful {@link Result}. */
export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

/** The HTTP status that goes with a code. */
export function statusOf(code: ErrorCode): number {
  return table[code][0];
}

/** Every code, for documentation and its test. */
export const errorCodes = /* @__PURE__ */ Object.keys(table) as ErrorCode[];

/**
 * WebSocket close codes of the application (RFC 6455 keeps 4000–4999 for it). A client must not
 * reconnect by itself after a code for which {@link mayReconnect} is false.
 */
export const closeCodes = {
  /** The room is over or deleted. */
  ROOM_CLOSED: 4000,
  /** The same person opened the room somewhere else. */
  REPLACED: 4001,
  /** The host removed this player. */
  KICKED: 4002,
  /** The client left of its own will. */
  LEFT: 4003,
  /** No such room. */
  ROOM_NOT_FOUND: 4004,
  /** The token was refused, or was for another role or room. */
  REFUSED: 4005,
  /** State was not acknowledged for too long: connect again and receive the whole. */
  TOO_SLOW: 4008,
  /** Too many messages, or too many that could not be used. */
  ABUSE: 4009,
  /** Nothing was heard for too long, not even a ping. */
  SILENT: 4010,
  /** The room had to start again from its journal: connect again. */
  RESTART: 4012,
} as const;

/** The name of an application close code. */
export type CloseReason = keyof typeof closeCodes;

const final = new Set<number>([4000, 4001, 4002, 4003, 4004, 4005, 4009]);

/** Whether a client should connect again by itself after this close code. */
export function mayReconnect(closeCode: number): boolean {
  return !final.has(closeCode);
}
