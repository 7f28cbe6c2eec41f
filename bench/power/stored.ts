import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { readOrNull } from "./disk-record.ts";
import type { Stored } from "./torn-disk.ts";

/** Where a node keeps its databases, in its data folder. */
const PLACES = ["rooms", "worlds"];

/** Every database in a node's data folder, by its path; also those of which only the log is there. */
export function databasesIn(data: string): string[] {
  return PLACES.flatMap((place) => {
    mkdirSync(join(data, place), { recursive: true });
    const names = readdirSync(join(data, place)).flatMap((name) => /^(.*\.sqlite)(?:-wal)?$/.exec(name)?.[1] ?? []);
    return [...new Set(names)].map((name) => join(data, place, name));
  });
}

export function readStored(path: string): Stored {
  return { main: readOrNull(path), log: readOrNull(`${path}-wal`) };
}

/** Puts a database on the disk as it is. Its index of the log, which is never synced, holds anything, or is not there. */
export function writeStored(path: string, { main, log }: Stored, random: () => number = () => 1): void {
  const index = random() < 0.5 ? Buffer.from(Array.from({ length: 32_768 }, () => Math.floor(random() * 256))) : null;
  const files = { "": main, "-wal": log, "-shm": main ? index : null, "-journal": null };
  for (const [end, bytes] of Object.entries(files)) {
    if (bytes) writeFileSync(path + end, bytes);
    else rmSync(path + end, { force: true });
  }
}

/** What stands in a database as SQLite reads it, as a digest; and what is wrong with it. */
export interface Content {
  digest: string;
  faults: string[];
}

/** Opens a database, as a node would after its start, in a folder of its own. */
export function contentOf(stored: Stored, workshop: string, random: () => number): Content {
  const folder = mkdtempSync(join(workshop, "look-"));
  try {
    const path = join(folder, "copy.sqlite");
    writeStored(path, stored, random);
    return stored.main ? looked(path) : { digest: "nothing", faults: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function looked(path: string): Content {
  const database = new DatabaseSync(path);
  try {
    const checks = database
      .prepare("PRAGMA integrity_check")
      .all()
      .flatMap((row) => Object.values(row).map(String));
    const hash = createHash("sha256");
    const tables = database.prepare("SELECT name, sql FROM sqlite_master ORDER BY name").all();
    for (const { name, sql } of tables) {
      hash.update(`${name} ${sql}`);
      if (!String(sql).startsWith("CREATE TABLE")) continue;
      for (const row of database.prepare(`SELECT * FROM ${name} ORDER BY 1`).iterate()) {
        hash.update(JSON.stringify(Object.values(row)));
      }
    }
    const digest = tables.length === 0 ? "nothing" : hash.digest("hex");
    return { digest, faults: checks.filter((check) => check !== "ok") };
  } catch (error) {
    return { digest: "unreadable", faults: [(error as Error).message] };
  } finally {
    database.close();
  }
}
