import { chownSync, closeSync, existsSync, fchmodSync, openSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makeFolder } from "./folders.ts";
import { OwnerFault, systemCode } from "./owner-fault.ts";

/** The file by which a folder is held; it stays, and says nothing while nobody holds it. */
export const LOCK_FILE = "node.lock";

/** What the folder was called before a restore put another in its place, and what that is called until it is whole. */
export const BEFORE_RESTORE = ".before-restore-";
export const RESTORING = ".restoring-";

/** Somebody who only looks who holds the folder is gone by then. */
const BUSY_MS = 500;
/** SQLite's result for "somebody else has the lock", and for "that is no database". */
const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;

/**
 * What this process holds, by the path of the lock: a database that nobody remembers is closed, and the lock with it. The
 * same happens where the file is opened and closed once more by the process, which therefore looks here first.
 */
const held = new Map<string, DatabaseSync>();

/** A data folder that is this process's alone. */
export interface HeldFolder {
  /** Lets go of it. So does the end of the process, however it comes. */
  release(): void;
}

/**
 * Makes a data folder this process's alone, and the folder itself where there is none. Two nodes on one folder would
 * both write every room's file, and neither would see what the other has in memory.
 *
 * The lock is SQLite's on a file in the folder, which the system takes back when a process dies: Node has no locks of
 * its own, and a file with a process id may name a process that is long gone.
 * @param who what to tell others who holds it: "a node", "a restore"
 * @throws {OwnerFault} `FOLDER_IN_USE`, `FOLDER_UNUSABLE`, or `RESTORE_INTERRUPTED`
 */
export function holdFolder(folder: string, who: string, nowMs: number): HeldFolder {
  const interrupted = interruptedRestore(folder);
  if (interrupted) throw new OwnerFault("RESTORE_INTERRUPTED", interrupted);
  try {
    makeFolder(folder, 0o700);
    return lock(folder, who, nowMs);
  } catch (error) {
    if (error instanceof OwnerFault) throw error;
    throw new OwnerFault("FOLDER_UNUSABLE", `The folder ${folder} cannot be used: ${reasonOf(error)}`);
  }
}

function lock(folder: string, who: string, nowMs: number): HeldFolder {
  const path = join(realpathSync(folder), LOCK_FILE);
  const own = held.get(path);
  if (own) throw inUse(folder, holderOf(own));
  makeLockFile(path, folder);
  const database = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    database.exec("CREATE TABLE IF NOT EXISTS holder (id INTEGER PRIMARY KEY, pid INTEGER, who TEXT, since TEXT)");
    // Committed, so that others can read it; what holds the folder is the second transaction, which never ends.
    database.exec("BEGIN IMMEDIATE");
    const since = new Date(nowMs).toISOString();
    database.prepare("INSERT OR REPLACE INTO holder VALUES (1, ?, ?, ?)").run(process.pid, who, since);
    database.exec("COMMIT; BEGIN IMMEDIATE");
  } catch (error) {
    const holder = isBusy(error) ? holderOf(database) : null;
    database.close();
    if (!isBusy(error)) throw error;
    throw inUse(folder, holder);
  }
  held.set(path, database);
  return {
    release() {
      if (held.delete(path)) database.close();
    },
  };
}

function inUse(folder: string, holder: string | null): OwnerFault {
  const by = holder ?? "another process";
  const advice = "Stop it first, or give this one a folder of its own (SKERRY_DATA).";
  return new OwnerFault("FOLDER_IN_USE", `The folder ${folder} is in use by ${by}. ${advice}`);
}

/** For the owner of the folder alone; also where root holds it for a moment, so that the node can hold it again. */
function makeLockFile(path: string, folder: string): void {
  const isNew = !existsSync(path);
  const file = openSync(path, "a", 0o600);
  if (isNew) fchmodSync(file, 0o600);
  closeSync(file);
  const { uid, gid } = statSync(folder);
  if (isNew && process.getuid?.() === 0 && uid !== 0) chownSync(path, uid, gid);
}

function isBusy(error: unknown): boolean {
  return resultOf(error) === SQLITE_BUSY;
}

/** SQLite's primary result code: the lowest byte of the extended one. */
function resultOf(error: unknown): number | null {
  const isOfSqlite = error instanceof Error && "errcode" in error && typeof error.errcode === "number";
  return isOfSqlite ? Number(error.errcode) & 0xff : null;
}

function holderOf(database: DatabaseSync): string | null {
  try {
    const row = database.prepare("SELECT pid, who, since FROM holder WHERE id = 1").get();
    return row ? `${row["who"]} (process ${row["pid"]}, since ${row["since"]})` : null;
  } catch {
    return null;
  }
}

function reasonOf(error: unknown): string {
  if (systemCode(error) === "EACCES") return "this user may not write there.";
  if (resultOf(error) === SQLITE_NOTADB) return `its ${LOCK_FILE} is damaged; delete that file.`;
  return error instanceof Error ? error.message : String(error);
}

/**
 * What to tell where a restore was interrupted; `null` where none was. A restore renames twice. Where the power went in
 * between there is no folder, and a node would begin anew as if there had never been anything: so this is to be asked
 * before the folder is made.
 */
export function interruptedRestore(folder: string): string | null {
  const parent = dirname(folder);
  if (existsSync(folder) || !existsSync(parent)) return null;
  const names = readdirSync(parent);
  const restoring = names.find((name) => name.startsWith(basename(folder) + RESTORING));
  const before = names.findLast((name) => name.startsWith(basename(folder) + BEFORE_RESTORE));
  if (!restoring || !before) return null;
  return (
    `A restore into ${folder} was interrupted at its last step. What was to be restored is whole, in ` +
    `${join(parent, restoring)}; what was there before is in ${join(parent, before)}. ` +
    `Rename the one that you want to ${folder}, or restore again.`
  );
}
