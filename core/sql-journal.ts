import type { Checkpoint, Journal, JournalEntry, Recovered } from "./ports.ts";

export type SqlValue = string | number | null;

/** A private SQLite database: a Durable Object's, or a file. */
export interface Sql {
  /** Runs one statement and gives its rows. */
  exec(statement: string, ...values: SqlValue[]): Record<string, unknown>[];
  /** All of it or nothing, durable when this returns (or before anything sent later is seen outside). */
  atomically(run: () => void): void;
  /** Deletes everything, and the database with it. */
  erase(): void;
}

/** A row is at most 2 MB on Durable Objects; in characters, of which some take three bytes in UTF-8. */
const PART_MAX_CHARS = 600_000;

const schema = [
  "CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY)",
  "CREATE TABLE IF NOT EXISTS journal (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, entries TEXT NOT NULL)",
  `CREATE TABLE IF NOT EXISTS checkpoint (part INTEGER PRIMARY KEY, facts INTEGER NOT NULL, at INTEGER NOT NULL,
   rules INTEGER NOT NULL, body TEXT NOT NULL)`,
  "INSERT OR IGNORE INTO migrations (version) VALUES (1)",
];

/**
 * The journal in SQL, the same on every shell. One row a commit: the entries as JSON, and which facts
 * they are (`first` to `last`, counted from 0, `last` exclusive). Nothing is written before the first append.
 */
export class SqlJournal<Fact> implements Journal<Fact> {
  readonly #sql: Sql;
  #facts = 0;
  #ready = false;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  recover(): Recovered<Fact> | null {
    if (!this.#exists()) return null;
    this.#ready = true;
    this.#facts = Number(this.#sql.exec("SELECT max(last) AS last FROM journal")[0]?.["last"] ?? 0);
    if (this.#facts === 0) return null;
    const checkpoint = this.#checkpoint();
    return { checkpoint, entries: [...this.#entriesFrom(checkpoint?.facts ?? 0)] };
  }

  append(entries: readonly JournalEntry<Fact>[]): void {
    const facts = this.#facts + entries.reduce((sum, entry) => sum + entry.facts.length, 0);
    this.#sql.atomically(() => {
      if (!this.#ready) for (const statement of schema) this.#sql.exec(statement);
      let first = this.#facts;
      for (const part of parts(entries)) {
        const last = first + part.reduce((sum, entry) => sum + entry.facts.length, 0);
        const text = JSON.stringify(part.map(({ atMs, facts }) => [atMs, facts]));
        this.#sql.exec("INSERT INTO journal (first, last, entries) VALUES (?, ?, ?)", first, last, text);
        first = last;
      }
    });
    this.#ready = true;
    this.#facts = facts;
  }

  checkpoint({ facts, atMs, rules, state }: Checkpoint): void {
    this.#sql.atomically(() => {
      this.#sql.exec("DELETE FROM checkpoint");
      textParts(state).forEach((body, part) => {
        this.#sql.exec(
          "INSERT INTO checkpoint (part, facts, at, rules, body) VALUES (?, ?, ?, ?, ?)",
          part,
          facts,
          atMs,
          rules,
          body,
        );
      });
    });
  }

  all(): Iterable<JournalEntry<Fact>> {
    return this.#exists() ? this.#entriesFrom(0) : [];
  }

  erase(): void {
    this.#sql.erase();
    this.#facts = 0;
    this.#ready = false;
  }

  #exists(): boolean {
    return this.#sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'journal'").length > 0;
  }

  #checkpoint(): Checkpoint | null {
    const rows = this.#sql.exec("SELECT facts, at, rules, body FROM checkpoint ORDER BY part");
    const first = rows[0];
    if (!first) return null;
    const state = rows.map((row) => String(row["body"])).join("");
    return { facts: Number(first["facts"]), atMs: Number(first["at"]), rules: Number(first["rules"]), state };
  }

  /** Entries behind the first `from` facts. A checkpoint may lie in the middle of a commit, never of an entry. */
  *#entriesFrom(from: number): Generator<JournalEntry<Fact>> {
    for (const row of this.#sql.exec("SELECT first, entries FROM journal WHERE last > ? ORDER BY first", from)) {
      let position = Number(row["first"]);
      for (const [atMs, facts] of JSON.parse(String(row["entries"])) as [number, Fact[]][]) {
        if (position >= from) yield { atMs, facts };
        position += facts.length;
      }
    }
  }
}

/** Cuts text into rows of bearable size, never through a surrogate pair: half of one is no text. */
function textParts(text: string): string[] {
  const cut: string[] = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + PART_MAX_CHARS);
    const last = text.charCodeAt(to - 1);
    if (to < text.length && last >= 0xd800 && last <= 0xdbff) to -= 1;
    cut.push(text.slice(from, to));
    from = to;
  }
  return cut;
}

/** Cuts a commit into rows of bearable size. */
// An entry is a step: the largest, a room's creation with 50 questions, is about 60 kB.
function parts<Fact>(entries: readonly JournalEntry<Fact>[]): JournalEntry<Fact>[][] {
  if (entries.length <= 100) return [[...entries]];
  const rows: JournalEntry<Fact>[][] = [];
  for (let i = 0; i < entries.length; i += 100) rows.push(entries.slice(i, i + 100));
  return rows;
}
