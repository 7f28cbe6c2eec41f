import type { Sql } from "../sql-journal.ts";
import type { TickInputs } from "./inputs.ts";

/** A stretch of a world's past: every tick from `from` on, before `to`, with the inputs of those that had any. */
export interface LogRow {
  from: number;
  to: number;
  ticks: readonly TickInputs[];
}

/** Where checkpoints are put: values of at most {@link PART_MAX_BYTES}. Writes may be lost in a crash, never torn. */
export interface CheckpointParts {
  get(key: string): Uint8Array | null;
  put(key: string, bytes: Uint8Array): void;
  delete(keys: readonly string[]): void;
}

/** A whole world at a tick. */
export interface WorldCheckpoint {
  /** The first tick that is not in it. */
  tick: number;
  /** What made it: engine, map and schema by their hashes. */
  made: string;
  bytes: Uint8Array;
}

/** Rows are capped at 2 MB on Durable Objects. */
const PART_MAX_BYTES = 1_500_000;

const schema = [
  "CREATE TABLE IF NOT EXISTS world_log (from_tick INTEGER PRIMARY KEY, to_tick INTEGER NOT NULL, ticks TEXT NOT NULL)",
  `CREATE TABLE IF NOT EXISTS world_checkpoint (tick INTEGER PRIMARY KEY, made TEXT NOT NULL, parts INTEGER NOT NULL,
   bytes INTEGER NOT NULL, digest INTEGER NOT NULL)`,
];

/**
 * A world's durable memory, the same on every shell: the log of inputs in rows, one a second or so, and checkpoints
 * in parts beside it. A checkpoint counts once all of its parts are there and whole; only then is the log before it
 * pruned, so that some checkpoint and the log behind it always reach to the present.
 */
export class WorldLog {
  readonly #sql: Sql;
  readonly #parts: CheckpointParts;
  #ready = false;

  constructor(sql: Sql, parts: CheckpointParts) {
    this.#sql = sql;
    this.#parts = parts;
  }

  /** Durable before anything that is sent after it can be seen outside. */
  append(row: LogRow): void {
    this.#prepare();
    const ticks = JSON.stringify(row.ticks.map(({ tick, inputs }) => [tick, inputs]));
    this.#sql.exec("INSERT INTO world_log (from_tick, to_tick, ticks) VALUES (?, ?, ?)", row.from, row.to, ticks);
  }

  /** The stretches that reach beyond this tick, oldest first. */
  *rows(from: number): Generator<LogRow> {
    if (!this.#exists("world_log")) return;
    const found = this.#sql.exec("SELECT * FROM world_log WHERE to_tick > ? ORDER BY from_tick", from);
    for (const row of found) {
      const ticks = JSON.parse(String(row["ticks"])) as [number, TickInputs["inputs"]][];
      yield {
        from: Number(row["from_tick"]),
        to: Number(row["to_tick"]),
        ticks: ticks.map(([tick, inputs]) => ({ tick, inputs })),
      };
    }
  }

  /** Puts the parts away; {@link settle} must follow once they are known to be stored. */
  save(checkpoint: WorldCheckpoint): void {
    const { tick, bytes } = checkpoint;
    this.#prepare();
    const count = Math.max(1, Math.ceil(bytes.length / PART_MAX_BYTES));
    for (let part = 0; part < count; part++) {
      this.#parts.put(partKey(tick, part), bytes.slice(part * PART_MAX_BYTES, (part + 1) * PART_MAX_BYTES));
    }
    this.#sql.exec(
      "INSERT OR REPLACE INTO world_checkpoint (tick, made, parts, bytes, digest) VALUES (?, ?, ?, ?, ?)",
      tick,
      checkpoint.made,
      count,
      bytes.length,
      digest(bytes),
    );
  }

  /** The newest checkpoint is known to be stored: what only older ones need is forgotten. */
  settle(): void {
    const whole = this.checkpoint();
    if (!whole) return;
    for (const row of this.#sql.exec("SELECT tick, parts FROM world_checkpoint WHERE tick < ?", whole.tick)) {
      const tick = Number(row["tick"]);
      this.#parts.delete(Array.from({ length: Number(row["parts"]) }, (_, part) => partKey(tick, part)));
    }
    this.#sql.atomically(() => {
      this.#sql.exec("DELETE FROM world_checkpoint WHERE tick < ?", whole.tick);
      this.#sql.exec("DELETE FROM world_log WHERE to_tick <= ?", whole.tick);
    });
  }

  /** The newest whole checkpoint. */
  checkpoint(): WorldCheckpoint | null {
    if (!this.#exists("world_checkpoint")) return null;
    for (const row of this.#sql.exec("SELECT * FROM world_checkpoint ORDER BY tick DESC")) {
      const tick = Number(row["tick"]);
      const bytes = this.#gather(tick, Number(row["parts"]), Number(row["bytes"]));
      if (bytes && digest(bytes) === Number(row["digest"])) return { tick, made: String(row["made"]), bytes };
    }
    return null;
  }

  #gather(tick: number, parts: number, length: number): Uint8Array | null {
    const bytes = new Uint8Array(length);
    let at = 0;
    for (let part = 0; part < parts; part++) {
      const piece = this.#parts.get(partKey(tick, part));
      if (!piece || at + piece.length > length) return null;
      bytes.set(piece, at);
      at += piece.length;
    }
    return at === length ? bytes : null;
  }

  #exists(table: string): boolean {
    this.#ready ||= this.#sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", table).length > 0;
    return this.#ready;
  }

  #prepare(): void {
    if (this.#ready) return;
    this.#sql.atomically(() => {
      for (const statement of schema) this.#sql.exec(statement);
    });
    this.#ready = true;
  }
}

/** The same parts; tells of every row that is written. */
export function countedParts(parts: CheckpointParts, wrote: () => void): CheckpointParts {
  return {
    get: (key) => parts.get(key),
    put(key, bytes) {
      wrote();
      parts.put(key, bytes);
    },
    delete(keys) {
      for (const _ of keys) wrote();
      parts.delete(keys);
    },
  };
}

function partKey(tick: number, part: number): string {
  return `checkpoint:${tick}:${part}`;
}

/** FNV-1a, 32 bits: enough to know a torn checkpoint. */
export function digest(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return hash >>> 0;
}
