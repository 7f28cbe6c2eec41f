import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SqlJournal } from "../core/sql-journal.ts";
import { journalCases } from "../testing/journal-cases.ts";
import { MemoryJournal } from "../testing/memory-journal.ts";
import { FileSql } from "./file-sql.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skerry-journal-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("the journal in a file", () => {
  for (const { name, run } of journalCases) {
    it(name, () => {
      const opened: FileSql[] = [];
      run(() => {
        const sql = new FileSql(join(folder, "room.sqlite"));
        opened.push(sql);
        return new SqlJournal(sql);
      });
      for (const sql of opened) sql.close();
    });
  }

  it("undoes a commit that failed half-way, and takes the next one", () => {
    const sql = new FileSql(join(folder, "room.sqlite"));
    sql.exec("CREATE TABLE t (n INTEGER PRIMARY KEY)");
    const twice = () =>
      sql.atomically(() => {
        sql.exec("INSERT INTO t VALUES (1)");
        sql.exec("INSERT INTO t VALUES (1)");
      });
    expect(twice).toThrow(/UNIQUE/);
    expect(sql.exec("SELECT * FROM t")).toEqual([]);
    sql.atomically(() => sql.exec("INSERT INTO t VALUES (2)"));
    expect(sql.exec("SELECT n FROM t")).toEqual([{ n: 2 }]);
    sql.erase();
    expect(existsSync(join(folder, "room.sqlite"))).toBe(false);
  });

  it("is synced at every commit, and no commit shares a sector of the disk with the next", () => {
    const sql = new FileSql(join(folder, "room.sqlite"));
    const setting = (name: string) => Object.values(sql.exec(`PRAGMA ${name}`)[0] ?? {})[0];
    sql.exec("CREATE TABLE t (n INTEGER PRIMARY KEY)");
    expect(setting("journal_mode")).toBe("wal");
    // 2 is FULL.
    expect(setting("synchronous")).toBe(2);
    expect([setting("fullfsync"), setting("checkpoint_fullfsync")]).toEqual([1, 1]);
    const logBytes = () => statSync(join(folder, "room.sqlite-wal")).size;
    const frameBytes = 24 + Number(setting("page_size"));
    for (let i = 0; i < 10; i++) {
      const before = logBytes();
      sql.exec("INSERT INTO t VALUES (?)", i);
      // The page, and what fills its last sector up.
      expect(logBytes() - before).toBe(2 * frameBytes);
    }
    sql.close();
  });

  it("holds no file open that it cannot read", () => {
    const path = join(folder, "room.sqlite");
    writeFileSync(path, "no database at all, by any reading of it");
    const sql = new FileSql(path);
    const open = () => readdirSync("/proc/self/fd").length;
    const before = open();
    for (let i = 0; i < 20; i++) expect(() => sql.exec("SELECT 1 FROM t")).toThrow(/not a database/);
    expect(open()).toBe(before);
  });
});

describe("the journal in memory, on which the simulation stands", () => {
  for (const { name, run } of journalCases) {
    it(name, () => {
      const journal = new MemoryJournal<{ type: string; n: number }>();
      run(() => journal);
    });
  }
});
