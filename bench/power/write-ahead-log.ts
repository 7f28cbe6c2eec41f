/** Of SQLite's file format: https://sqlite.org/fileformat2.html#walformat. */
export const LOG_HEAD_BYTES = 32;
export const FRAME_HEAD_BYTES = 24;
const SALT_AT = 16;
const FRAME_SALT_AT = 8;
const SALT_BYTES = 8;

/** Whether both logs have the same beginning: the later one goes on where the earlier one ended. */
export function goesOn(before: Buffer | null, after: Buffer | null): boolean {
  if (!before || !after || before.length < LOG_HEAD_BYTES) return false;
  return before.compare(after, 0, LOG_HEAD_BYTES, 0, LOG_HEAD_BYTES) === 0;
}

/** Where the frames of a log's present round end; what lies behind is of rounds before, or nothing. */
export function logEnd(log: Buffer): { at: number; frameBytes: number } {
  const frameBytes = FRAME_HEAD_BYTES + (log.length < LOG_HEAD_BYTES ? 4096 : log.readUInt32BE(8));
  let at = LOG_HEAD_BYTES;
  while (at + frameBytes <= log.length && isOfThisRound(log, at)) at += frameBytes;
  return { at, frameBytes };
}

function isOfThisRound(log: Buffer, at: number): boolean {
  const salt = at + FRAME_SALT_AT;
  return log.compare(log, SALT_AT, SALT_AT + SALT_BYTES, salt, salt + SALT_BYTES) === 0;
}
