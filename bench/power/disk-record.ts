import { readFileSync } from "node:fs";

/** A stretch of a file that is other than before. */
export interface Run {
  at: number;
  bytes: Buffer;
}

/** What one commit changed: of each file its new length (`null`: it is gone), and what is other in it. */
export interface Group {
  files: { file: string; size: number | null; runs: Run[] }[];
}

const END = 0x504f5745;
/** Stretches that are closer together than this are one. */
const GAP_BYTES = 64;

/** What is there; `null`: there is no such file. */
export function readOrNull(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Where `now` is other than `before`, or longer. */
export function runsOf(before: Buffer | null, now: Buffer | null): Run[] {
  if (!now) return [];
  const runs: Run[] = [];
  const shared = Math.min(before?.length ?? 0, now.length);
  for (let at = 0; at < shared; ) {
    // Blocks first: most of a file is as it was.
    const block = Math.min(4096, shared - at);
    if (before?.compare(now, at, at + block, at, at + block) === 0) {
      at += block;
      continue;
    }
    for (let i = at; i < at + block; i++) if (before?.[i] !== now[i]) extend(runs, now, i, i + 1);
    at += block;
  }
  if (now.length > shared) extend(runs, now, shared, now.length);
  return runs;
}

function extend(runs: Run[], now: Buffer, from: number, to: number): void {
  const last = runs.at(-1);
  if (last && from - (last.at + last.bytes.length) < GAP_BYTES) last.bytes = now.subarray(last.at, to);
  else runs.push({ at: from, bytes: now.subarray(from, to) });
}

/** A file with these changes made. */
export function patched(before: Buffer | null, { size, runs }: { size: number | null; runs: readonly Run[] }) {
  if (size === null) return null;
  const after = Buffer.alloc(size);
  before?.copy(after, 0, 0, Math.min(before.length, size));
  for (const { at, bytes } of runs) bytes.copy(after, at);
  return after;
}

/** A group as it stands in a record: a half-written one can be told from a whole one. */
export function groupBytes({ files }: Group): Buffer {
  const head = files.map(({ file, size, runs }) => ({
    file,
    size,
    runs: runs.map(({ at, bytes }) => [at, bytes.length]),
  }));
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const end = Buffer.alloc(4);
  end.writeUInt32LE(END);
  return Buffer.concat([length, json, ...files.flatMap(({ runs }) => runs.map(({ bytes }) => bytes)), end]);
}

/** The groups of a record, oldest first, up to one that was not written to its end. */
export function* readGroups(record: Buffer): Generator<Group> {
  for (let at = 0; at + 4 <= record.length; ) {
    const end = at + 4 + record.readUInt32LE(at);
    if (end > record.length) return;
    const json = record.subarray(at + 4, end);
    at = end;
    const head = JSON.parse(json.toString()) as { file: string; size: number | null; runs: [number, number][] }[];
    const files = head.map(({ file, size, runs }) => ({
      file,
      size,
      runs: runs.map(([where, length]) => {
        const bytes = record.subarray(at, at + length);
        at += length;
        return { at: where, bytes };
      }),
    }));
    if (at + 4 > record.length || record.readUInt32LE(at) !== END) return;
    at += 4;
    yield { files };
  }
}
