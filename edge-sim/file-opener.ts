import { FileSql } from "./file-sql.ts";
import type { Surroundings } from "./socket-process.ts";
import { UnreadableFile } from "./unreadable-file.ts";

/** The same surroundings, for what lives in a file: where it could not be read, the report names the file. */
export function namingFile(around: Surroundings, path: string): Surroundings {
  const report: Surroundings["report"] = (error, where) =>
    around.report(where === "recover" ? new UnreadableFile(path, error) : error, where);
  return { ...around, report };
}

/** Says now that a file cannot be read, and not only to who needs it. The node does without it as well as it can. */
export function reportUnreadable(sql: FileSql, report: Surroundings["report"]): void {
  try {
    sql.exec("SELECT 1 FROM sqlite_master LIMIT 1");
  } catch (error) {
    report(error, "opening a file");
  }
}

/** What could not be read is not tried again for so long, however many ask for it. */
const AGAIN_MS = 60_000;

/** Opens files. What cannot be read is reported with its path, and keeps nothing else from being read. */
export class FileOpener {
  readonly #around: Pick<Surroundings, "clock" | "report">;
  readonly #failed = new Map<string, { error: UnreadableFile; againMs: number }>();

  constructor(around: Pick<Surroundings, "clock" | "report">) {
    this.#around = around;
  }

  /** How many files could not be read when they were last tried. */
  get failures(): number {
    return this.#failed.size;
  }

  /**
   * Gives what `read` makes of a file. Throws an {@link UnreadableFile} if that throws, and for a minute from then on.
   * @param where for the log
   */
  open<T>(path: string, where: string, read: (sql: FileSql) => T): T {
    const failed = this.#failed.get(path);
    if (failed && this.#around.clock() < failed.againMs) throw failed.error;
    const sql = new FileSql(path);
    try {
      const made = read(sql);
      this.#failed.delete(path);
      return made;
    } catch (cause) {
      sql.close();
      const error = cause instanceof UnreadableFile ? cause : new UnreadableFile(path, cause);
      this.#failed.set(path, { error, againMs: this.#around.clock() + AGAIN_MS });
      this.#around.report(error, where);
      throw error;
    }
  }

  /** Whatever was there is gone. */
  forget(path: string): void {
    this.#failed.delete(path);
  }
}
