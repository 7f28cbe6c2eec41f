import { DatabaseSync } from "node:sqlite";
import type { Sql, SqlValue } from "../core/sql-journal.ts";

/** A database in memory that can be made to fail at the next commit. */
export class MemorySql implements Sql {
  readonly #database = new DatabaseSync(":memory:");
  writes = 0;
  failsNext = false;

  exec(statement: string, ...values: SqlValue[]): Record<string, unknown>[] {
    if (!statement.startsWith("SELECT")) this.writes += 1;
    return this.#database.prepare(statement).all(...values);
  }

  atomically(run: () => void): void {
    this.#database.exec("BEGIN");
    try {
      run();
      if (this.failsNext) throw new Error("disk full");
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    } finally {
      this.failsNext = false;
    }
  }

  erase(): void {}
}
