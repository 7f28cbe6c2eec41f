// Loaded into an edge node with `--import`: writes down what of each of its databases is on the disk for good. The node is
// told of a commit when SQLite returns from it, and SQLite returns when all of it is synced. What is different then from
// what was on the disk before goes into a record, before anybody can be told of the commit; the record lies in the system's
// memory, and outlives the process. Sent SIGUSR2, the node dies at its next commit, before it hears that it is done.
import { openSync, readdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, StatementSync } from "node:sqlite";
import { type Group, groupBytes, readOrNull, runsOf } from "./disk-record.ts";

const record = openSync(process.env["POWER_RECORD"] ?? "", "a");
/** Files as they are on the disk for good. */
const known = new Map<string, Buffer | null>();
const owners = new WeakMap<StatementSync, DatabaseSync>();
let diesAtCommit = false;
process.on("SIGUSR2", () => {
  diesAtCommit = true;
});

// What is there when the node starts has survived already.
for (const place of ["rooms", "worlds"]) {
  const folder = join(process.env["SKERRY_DATA"] ?? "", place);
  for (const name of namesIn(folder)) known.set(join(folder, name), readOrNull(join(folder, name)));
}

const { prepare, exec, close } = DatabaseSync.prototype;
const { all } = StatementSync.prototype;

DatabaseSync.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql);
  if (!sql.startsWith("SELECT")) owners.set(statement, this);
  return statement;
};

DatabaseSync.prototype.exec = function (sql) {
  exec.call(this, sql);
  note(this);
};

DatabaseSync.prototype.close = function () {
  const path = this.location() ?? "";
  close.call(this);
  noteFiles(path);
};

StatementSync.prototype.all = function (this: StatementSync, ...values: Parameters<typeof all>) {
  const rows = all.apply(this, values);
  const database = owners.get(this);
  if (database) note(database);
  return rows;
  // Of its overloads TypeScript takes the last.
} as typeof all;

function note(database: DatabaseSync): void {
  if (!database.isTransaction) noteFiles(database.location() ?? "");
}

function noteFiles(path: string): void {
  const group: Group = { files: [] };
  for (const file of [path, `${path}-wal`]) {
    const before = known.get(file) ?? null;
    const now = readOrNull(file);
    const runs = runsOf(before, now);
    if (runs.length === 0 && before?.length === now?.length) continue;
    group.files.push({ file, size: now?.length ?? null, runs });
    known.set(file, now);
  }
  if (group.files.length === 0) return;
  if (diesAtCommit) die();
  writeSync(record, groupBytes(group));
}

function die(): never {
  process.kill(process.pid, "SIGKILL");
  for (;;);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /\.sqlite(?:-wal)?$/.test(name));
  } catch {
    return [];
  }
}
