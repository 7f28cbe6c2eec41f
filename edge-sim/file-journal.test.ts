import { existsSync, mkdtempSync, rmSync } from "node:fs";
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
});

describe("the journal in memory, on which the simulation stands", () => {
  for (const { name, run } of journalCases) {
    it(name, () => {
      const journal = new MemoryJournal<{ type: string; n: number }>();
      run(() => journal);
    });
  }
});
