import { existsSync } from "node:fs";
import { join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { DIRECTORY, listDataFiles } from "./data-files.ts";

/** How long a database may be busy with somebody else. */
const BUSY_MS = 5_000;
/** All pages at once: in steps, every write of the node in between would begin the copy anew. */
const ALL_PAGES = 2_147_483_647;

/** A database as it stood at one moment, though others write on. */
export class Snapshot {
  readonly path: string;
  readonly #database: DatabaseSync;

  private constructor(path: string, database: DatabaseSync) {
    this.path = path;
    this.#database = database;
  }

  /**
   * Opens a database, so that its moment can be taken at once; `null` if it is gone, which rooms may be at any time.
   * @param path from the data folder
   * @throws where it cannot be read
   */
  static open(folder: string, path: string): Snapshot | null {
    const file = join(folder, path);
    if (!existsSync(file)) return null;
    try {
      const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
      const snapshot = new Snapshot(path, database);
      snapshot.#look();
      return snapshot;
    } catch (error) {
      if (!existsSync(file)) return null;
      throw error;
    }
  }

  /** Takes the moment. A transaction begins at its first reading, not where it is declared. */
  begin(): void {
    this.#database.exec("BEGIN");
    this.#look();
  }

  /** Copies the database as it was at its moment to a new file, which needs no other file beside it. */
  async copyTo(file: string): Promise<void> {
    await backup(this.#database, file, { rate: ALL_PAGES });
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #look(): void {
    this.#database.prepare("SELECT count(*) FROM sqlite_master").get();
  }
}

/** Snapshots that fit together, and what there was that could not be read. */
export interface Cut {
  snapshots: Snapshot[];
  unreadable: string[];
  /** For how long the directory could not be written. */
  frozenMs: number;
}

/**
 * The worlds and their directory at moments that fit together, and then all other databases but rooms.
 *
 * A world publishes what is in its log, the directory answers, and the world logs the answer; deliveries go the other
 * way in the same manner. Each file alone is consistent, but numbers in one speak of the other: a directory that was
 * copied earlier than a world has given out numbers since that it does not know of, and would give them out again, for
 * other news; one that was copied later has let go of what the world had not heard. So nothing may pass between them
 * while their moments are taken: the directory's write lock is held meanwhile. Whatever it took before is in the worlds'
 * logs, and whatever worlds know of it stands in it. The node waits for the lock, a few milliseconds.
 *
 * Other databases come after worlds: they hold what worlds refer to (somebody must exist before a world can know them).
 */
export function takeCut(folder: string): Cut {
  const cut: Cut = { snapshots: [], unreadable: [], frozenMs: 0 };
  const early = new Map(openAll(folder, listDataFiles(folder).worlds, cut).map((one) => [one.path, one]));
  const [directory] = listDataFiles(folder).hasDirectory ? openAll(folder, [DIRECTORY], cut) : [];
  const freezer = directory ? new DatabaseSync(join(folder, DIRECTORY), { timeout: BUSY_MS }) : null;
  try {
    freezer?.exec("BEGIN IMMEDIATE");
    const startMs = performance.now();
    // A world may have been opened for the first time since.
    const late = listDataFiles(folder).worlds.filter((path) => !early.has(path) && !cut.unreadable.includes(path));
    for (const snapshot of [...early.values(), ...openAll(folder, late, cut)]) begin(snapshot, cut);
    if (directory) begin(directory, cut);
    freezer?.exec("ROLLBACK");
    cut.frozenMs = performance.now() - startMs;
  } finally {
    freezer?.close();
  }
  for (const snapshot of openAll(folder, listDataFiles(folder).databases, cut)) begin(snapshot, cut);
  return cut;
}

function openAll(folder: string, paths: readonly string[], cut: Cut): Snapshot[] {
  return paths.flatMap((path) => {
    try {
      return Snapshot.open(folder, path) ?? [];
    } catch {
      cut.unreadable.push(path);
      return [];
    }
  });
}

function begin(snapshot: Snapshot, cut: Cut): void {
  try {
    snapshot.begin();
    cut.snapshots.push(snapshot);
  } catch {
    snapshot.close();
    cut.unreadable.push(snapshot.path);
  }
}
