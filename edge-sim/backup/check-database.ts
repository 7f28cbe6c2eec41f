import { DatabaseSync } from "node:sqlite";

/** What is wrong with a database that nobody writes; `null` if it is whole. Leaves no file beside it. */
export function databaseProblem(file: string): string | null {
  try {
    // Opened for writing, so that what SQLite puts beside a file goes away again when it is closed.
    const database = new DatabaseSync(file);
    try {
      const [first] = database.prepare("PRAGMA integrity_check(1)").all();
      const verdict = String(first?.["integrity_check"]);
      return verdict === "ok" ? null : verdict;
    } finally {
      database.close();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
