import type { Sql } from "../../core/sql-journal.ts";

/** Somebody's row. */
export interface AccountRow {
  /** What names are compared by. */
  skeleton: string;
  name: string;
  /** Who they are in tokens: random, and the same for good. */
  subject: string;
  /** Where they last came from; `null`: that was long ago. */
  address: string | null;
  seenMs: number;
  /** The hash of their passphrase; `null`: they are a guest. */
  secret: string | null;
  /** They listen to a screen reader. */
  isReader: boolean;
}

const schema = [
  "CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY)",
  `CREATE TABLE IF NOT EXISTS accounts (skeleton TEXT PRIMARY KEY, name TEXT NOT NULL, subject TEXT NOT NULL UNIQUE,
   address TEXT, seen INTEGER NOT NULL, secret TEXT)`,
  "INSERT OR IGNORE INTO migrations (version) VALUES (1)",
];
/** What files of the first form lack. */
const second = [
  "ALTER TABLE accounts ADD COLUMN reader INTEGER NOT NULL DEFAULT 0",
  "INSERT INTO migrations (version) VALUES (2)",
];

/** The people of this node who play by name, in SQLite. The file is made when the first comes. */
export class AccountStore {
  readonly #sql: Sql;
  #isMade = false;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  find(skeleton: string): AccountRow | null {
    this.#make();
    const [row] = this.#sql.exec(
      "SELECT skeleton, name, subject, address, seen, secret, reader FROM accounts WHERE skeleton = ?",
      skeleton,
    );
    return row ? readRow(row) : null;
  }

  /** Adds somebody in the place of whoever had the name. */
  add({ skeleton, name, subject, address, seenMs, secret, isReader }: AccountRow): void {
    this.#make();
    this.#sql.exec(
      "INSERT OR REPLACE INTO accounts (skeleton, name, subject, address, seen, secret, reader) VALUES (?, ?, ?, ?, ?, ?, ?)",
      ...[skeleton, name, subject, address, Math.floor(seenMs), secret, isReader ? 1 : 0],
    );
  }

  /** Somebody listens to a screen reader, or does not. */
  setReader(subject: string, isReader: boolean): void {
    this.#sql.exec("UPDATE accounts SET reader = ? WHERE subject = ?", isReader ? 1 : 0, subject);
  }

  /** Somebody came in, from there. */
  seen(subject: string, address: string, atMs: number): void {
    this.#sql.exec("UPDATE accounts SET address = ?, seen = ? WHERE subject = ?", address, Math.floor(atMs), subject);
  }

  /** Gives somebody a passphrase. False: there is no such person any more. */
  guard(subject: string, secret: string): boolean {
    return (
      this.#sql.exec("UPDATE accounts SET secret = ? WHERE subject = ? RETURNING subject", secret, subject).length > 0
    );
  }

  /** Forgets guests who were last seen before that, and from where others came. */
  forget(beforeMs: number): void {
    this.#make();
    this.#sql.exec("DELETE FROM accounts WHERE secret IS NULL AND seen < ?", Math.floor(beforeMs));
    this.#sql.exec("UPDATE accounts SET address = NULL WHERE address IS NOT NULL AND seen < ?", Math.floor(beforeMs));
  }

  #make(): void {
    if (this.#isMade) return;
    this.#sql.atomically(() => {
      for (const statement of schema) this.#sql.exec(statement);
      if (this.#sql.exec("SELECT 1 FROM migrations WHERE version = 2").length > 0) return;
      for (const statement of second) this.#sql.exec(statement);
    });
    this.#isMade = true;
  }
}

function readRow(row: Record<string, unknown>): AccountRow {
  const { skeleton, name, subject, address, seen, secret, reader } = row;
  return {
    skeleton: String(skeleton),
    name: String(name),
    subject: String(subject),
    address: address === null ? null : String(address),
    seenMs: Number(seen),
    secret: secret === null ? null : String(secret),
    isReader: reader === 1,
  };
}
