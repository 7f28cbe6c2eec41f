import { goesOn, LOG_HEAD_BYTES, logEnd } from "./write-ahead-log.ts";

/** A database on a disk: its file and its write-ahead log. `null`: there is no such file. */
export interface Stored {
  main: Buffer | null;
  log: Buffer | null;
}

/** At which step of its work the power went: nothing was under way, a file was made, or where it was being written. */
export type Step = "rest" | "making" | "log" | "log's beginning" | "checkpoint";

/** What a disk may have when the power went, and at which step that was. */
export interface Torn {
  step: Step;
  disk: Stored;
}

/** Disks write in one of these, the older ones in the smaller. */
const SECTOR_BYTES = [512, 4096];

/**
 * What a disk may have when the power goes while SQLite does the work of one commit. All that was synced before it is
 * there; of what it had written since its last sync each sector may have arrived, or not, or half, with anything in it,
 * whatever else lies in that sector. Its order of syncs (https://sqlite.org/walformat.html, and seen with strace): the
 * beginning of a new round of the log; the log's frames; the log again, then pages of the database.
 * @param before as it was on the disk for good when the commit began
 * @param after as it is when the commit is done; the same: nothing was under way
 * @param random from 0 up to 1
 */
export function tear(before: Stored, after: Stored, random: () => number): Torn {
  const isSame = same(before.main, after.main) && same(before.log, after.log);
  if (isSame)
    return before.log && before.log.length > LOG_HEAD_BYTES ? tornNext(before, random) : { step: "rest", disk: before };
  // Made by way of a journal, which is gone when it is done.
  if (!before.main || before.main.length === 0) return { step: "making", disk: random() < 0.5 ? before : after };
  const isCheckpoint = !same(before.main, after.main);
  if (isCheckpoint && random() < 0.7) {
    // Its last sync done, the log may go with the last connection.
    const log = after.log ?? before.log;
    return { step: "checkpoint", disk: { main: mixed(before.main, after.main ?? before.main, random), log } };
  }
  if (!after.log) return { step: "rest", disk: before };
  if (goesOn(before.log, after.log)) {
    return { step: "log", disk: { main: before.main, log: mixed(before.log ?? Buffer.alloc(0), after.log, random) } };
  }
  const begun = Buffer.from(before.log ?? after.log.subarray(0, LOG_HEAD_BYTES));
  after.log.copy(begun, 0, 0, LOG_HEAD_BYTES);
  const from = random() < 0.3 ? (before.log ?? Buffer.alloc(0)) : begun;
  const log = mixed(from, from === begun ? after.log : begun, random);
  return { step: "log's beginning", disk: { main: before.main, log } };
}

function same(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other);
}

/** A next commit was under way that nobody knows of: behind the log's end stands what it may have left. */
function tornNext({ main, log }: Stored, random: () => number): Torn {
  const { at, frameBytes } = logEnd(log ?? Buffer.alloc(0));
  const frames = 1 + Math.floor(random() * 3);
  const longer = Buffer.alloc(Math.max(log?.length ?? 0, at + frames * frameBytes));
  log?.copy(longer);
  for (let frame = 0; frame < frames; frame++) forge(longer, at + frame * frameBytes, frameBytes, random);
  return { step: "log", disk: { main, log: mixed(log ?? Buffer.alloc(0), longer, random) } };
}

/** A frame that was written, and is none: of this round, but with another sum; an old one; or anything. */
function forge(log: Buffer, at: number, frameBytes: number, random: () => number): void {
  const kind = random();
  const earlier = LOG_HEAD_BYTES + frameBytes * Math.floor((random() * (at - LOG_HEAD_BYTES)) / frameBytes);
  if (kind < 0.5 && at > LOG_HEAD_BYTES) log.copy(log, at, earlier, earlier + frameBytes);
  else if (kind < 0.8) fill(log, at, at + frameBytes, random);
  if (kind < 0.25) fill(log, at + 16, at + 24, random);
}

/** `after`, as far as it has arrived; the rest as it was, empty, or anything. */
function mixed(before: Buffer, after: Buffer, random: () => number): Buffer {
  const size = sizeOf(before, after, random);
  const result = Buffer.alloc(Math.max(before.length, after.length));
  before.copy(result);
  const sector = SECTOR_BYTES[random() < 0.5 ? 0 : 1] ?? 512;
  const cutAt = random() < 0.3 ? Math.floor(random() * result.length) : null;
  const share = random();
  for (let at = 0; at < result.length; at += sector) {
    const end = Math.min(at + sector, result.length);
    if (isAlike(before, after, at, end)) continue;
    if (cutAt !== null) arrive(after, result, at, Math.max(at, Math.min(end, cutAt)));
    else if (random() < share) arrive(after, result, at, end);
    else if (random() < 0.3) fill(result, at, end, random);
    else if (random() < 0.2) result.fill(0, at, end);
  }
  return result.subarray(0, size);
}

/** A file may have grown already, or not yet, or by a part. */
function sizeOf(before: Buffer, after: Buffer, random: () => number): number {
  const [least, most] = [Math.min(before.length, after.length), Math.max(before.length, after.length)];
  const kind = random();
  if (kind < 0.6) return after.length;
  return kind < 0.8 ? before.length : least + Math.floor(random() * (most - least + 1));
}

function isAlike(before: Buffer, after: Buffer, at: number, end: number): boolean {
  if (end > Math.min(before.length, after.length)) return false;
  return before.compare(after, at, end, at, end) === 0;
}

function arrive(after: Buffer, into: Buffer, at: number, end: number): void {
  after.copy(into, at, at, Math.min(end, after.length));
}

function fill(buffer: Buffer, from: number, to: number, random: () => number): void {
  for (let i = from; i < to; i++) buffer[i] = Math.floor(random() * 256);
}
