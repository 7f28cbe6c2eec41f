/** Close codes of RFC 6455 that the line itself gives; those from 4000 on are the application's. */
export const lineCloses = {
  /** What was said has not the form that it must have. */
  MALFORMED: 1002,
  /** Nothing more was heard; never sent. */
  LOST: 1006,
  TOO_LARGE: 1009,
  /** There is no room for another connection. */
  FULL: 1013,
  /** As `closeCodes` has it: what waits for the other side is too much. */
  TOO_SLOW: 4008,
} as const;
