import { closeSync, existsSync, openSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { Sql } from "../core/sql-journal.ts";
import { syncFolder } from "./folders.ts";
import { UnreadableFile } from "./unreadable-file.ts";

/**
 * A SQLite file of one's own: WAL, and a full sync at every commit, so that what was committed is there after the
 * plug was pulled. The file is made at the first write. Throws an {@link UnreadableFile} where it cannot be opened.
 */
export class FileSql implements Sql {
  readonly path: string;
  #database: DatabaseSync | null = null;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string) {
    this.path = path;
  }

  exec(statement: string, ...values: (string | number | null)[]): Record<string, unknown>[] {
    // Where there is no file there is nothing to read, and reading shall not make one.
    if (!this.#database && statement.startsWith("SELECT") && !existsSync(this.path)) return [];
    return this.#prepared(statement).all(...values) as Record<string, unknown>[];
  }

  atomically(run: () => void): void {
    this.exec("BEGIN IMMEDIATE");
    try {
      run();
      this.exec("COMMIT");
    } catch (error) {
      if (this.#database?.isTransaction) this.exec("ROLLBACK");
      throw error;
    }
  }

  erase(): void {
    this.close();
    // The file itself first: without it the others are nothing.
    for (const suffix of ["", "-wal", "-shm"]) rmSync(this.path + suffix, { force: true });
    syncFolder(dirname(this.path));
  }

  close(): void {
    this.#statements.clear();
    this.#database?.close();
    this.#database = null;
  }

  #prepared(statement: string): StatementSync {
    this.#database ??= open(this.path);
    let prepared = this.#statements.get(statement);
    if (!prepared) {
      prepared = this.#database.prepare(statement);
      this.#statements.set(statement, prepared);
    }
    return prepared;
  }
}

function open(path: string): DatabaseSync {
  // Names and answers of people stand in it: for the owner alone.
  closeSync(openSync(path, "a", 0o600));
  const url = pathToFileURL(path);
  // Whatever the power goes out on may take the rest of its sector along: nothing that counts shares one with the next commit.
  url.searchParams.set("psow", "0");
  const database = new DatabaseSync(url);
  try {
    // A short log is soon written over from its beginning, and syncing a file that does not grow costs half as much.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 128");
    // The two last ones matter on macOS, where a plain sync ends in the disk's own memory.
    database.exec("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON");
    database.exec("PRAGMA busy_timeout = 2000");
    // After a crash the log may end inside of a sector. It is begun anew, so that nothing is written beside what counts.
    database.exec("PRAGMA wal_checkpoint");
  } catch (error) {
    database.close();
    throw new UnreadableFile(path, error);
  }
  return database;
}
