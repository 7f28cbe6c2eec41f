const messages = {
  BAD_REQUEST: "The request is not valid.",
  REALM_UNKNOWN: "No such realm is registered.",
  SHARD_UNKNOWN: "The realm has no such shard.",
  AREA_UNKNOWN: "The realm has no such area.",
  AREA_TWICE: "Two shards claim one area.",
  STALE_OWNER: "Somebody with a newer epoch owns this.",
  EVENT_GAP: "Events before this one were never published.",
  SEQUENCE_AHEAD: "Nothing with this number was sent yet.",
  DIRECTORY_FULL: "The directory takes no more realms.",
} as const;

export type DirectoryCode = keyof typeof messages;

/** What a caller of the directory is told when it is refused. */
export interface DirectoryProblem {
  code: DirectoryCode;
  message: string;
  details?: Record<string, string | number>;
}

export interface Refusal {
  ok: false;
  error: DirectoryProblem;
}

/** A refusal as a value; `details` says more to programs. */
export function refuse(code: DirectoryCode, details?: Record<string, string | number>): Refusal {
  const error: DirectoryProblem = { code, message: messages[code] };
  return { ok: false, error: details ? { ...error, details } : error };
}
