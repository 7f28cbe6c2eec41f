import type { CheckpointParts } from "../core/world/world-log.ts";
import type { FileSql } from "./file-sql.ts";

const PARTS = "CREATE TABLE IF NOT EXISTS checkpoint_parts (key TEXT PRIMARY KEY, bytes TEXT NOT NULL)";
const SEED = "CREATE TABLE IF NOT EXISTS world_seed (seed TEXT NOT NULL)";

/** Checkpoints beside the log, in the same file. Bytes as text: the port to SQLite knows no others. */
export function fileParts(sql: FileSql): CheckpointParts {
  return {
    get(key) {
      sql.exec(PARTS);
      const [row] = sql.exec("SELECT bytes FROM checkpoint_parts WHERE key = ?", key);
      return row ? new Uint8Array(Buffer.from(String(row["bytes"]), "base64")) : null;
    },
    put(key, bytes) {
      sql.exec(PARTS);
      const text = Buffer.from(bytes).toString("base64");
      sql.exec("INSERT OR REPLACE INTO checkpoint_parts (key, bytes) VALUES (?, ?)", key, text);
    },
    delete(keys) {
      sql.exec(PARTS);
      for (const key of keys) sql.exec("DELETE FROM checkpoint_parts WHERE key = ?", key);
    },
  };
}

/** What decides every lot of a world: drawn once for its whole life. */
export function fileSeed(sql: FileSql, draw: () => string): string {
  sql.exec(SEED);
  const [row] = sql.exec("SELECT seed FROM world_seed");
  if (row) return String(row["seed"]);
  const seed = draw();
  sql.exec("INSERT INTO world_seed (seed) VALUES (?)", seed);
  return seed;
}
