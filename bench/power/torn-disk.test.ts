import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileSql } from "../../edge-sim/file-sql.ts";
import { seededRandom } from "../load/random.ts";
import { groupBytes, patched, readGroups, runsOf } from "./disk-record.ts";
import { contentOf, readStored } from "./stored.ts";
import { type Step, type Stored, tear } from "./torn-disk.ts";

const COMMITS = 60;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skerry-torn-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Commits of many sizes, each torn. @returns at which steps, and at which of them not the whole commit or nothing was there */
function tornCommits(path: string, run: (statement: string, ...values: (string | number)[]) => void) {
  const random = seededRandom(11);
  const steps = new Set<Step>();
  const lost: Step[] = [];
  run("CREATE TABLE t (n INTEGER PRIMARY KEY, v TEXT)");
  let before = readStored(path);
  for (let i = 0; i < COMMITS; i++) {
    run("INSERT OR REPLACE INTO t VALUES (?, ?)", i % 20, "x".repeat(Math.floor(random() ** 3 * 60_000)));
    const after = readStored(path);
    for (const begun of [before, after]) {
      const { step, disk } = tear(begun, after, random);
      const [found, ...wanted] = [disk, begun, after].map((one: Stored) => contentOf(one, folder, random));
      const isWhole = wanted.some(({ digest }) => digest === found?.digest) && found?.faults.length === 0;
      steps.add(step);
      if (!isWhole) lost.push(step);
    }
    before = after;
  }
  return { steps, lost };
}

describe("a disk that lost its power in the middle of a commit", () => {
  it("has all of it or nothing, and everything before: log, its beginning, checkpoint", () => {
    const path = join(folder, "file.sqlite");
    const sql = new FileSql(path);
    const { steps, lost } = tornCommits(path, (statement, ...values) => sql.exec(statement, ...values));
    expect(lost).toEqual([]);
    expect([...steps].sort()).toEqual(["checkpoint", "log", "log's beginning"]);
    sql.close();
  });

  it("would not, did commits share their sectors: so the check can fail", () => {
    const path = join(folder, "file.sqlite");
    const database = new DatabaseSync(path);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 128");
    const { lost } = tornCommits(path, (statement, ...values) => database.prepare(statement).run(...values));
    expect(lost.length).toBeGreaterThan(3);
    database.close();
  });
});

describe("a record of what was synced", () => {
  const before = Buffer.from("a".repeat(10_000));
  const after = Buffer.from(`${"a".repeat(5_000)}bc${"a".repeat(5_998)}`);

  it("gives the files back as they were, and keeps to what is other", () => {
    const runs = runsOf(before, after);
    expect(runs.map(({ at, bytes }) => [at, bytes.length])).toEqual([
      [5_000, 2],
      [10_000, 1_000],
    ]);
    const record = groupBytes({ files: [{ file: "f", size: after.length, runs }] });
    const groups = [...readGroups(Buffer.concat([record, record]))];
    expect(groups).toHaveLength(2);
    expect(patched(before, groups[0]?.files[0] ?? { size: null, runs: [] })?.equals(after)).toBe(true);
    expect(patched(before, { size: null, runs: [] })).toBeNull();
  });

  it("ends before what was not written to its end, wherever that was cut", () => {
    const record = groupBytes({ files: [{ file: "f", size: 5, runs: runsOf(null, Buffer.from("hello")) }] });
    for (let cut = 0; cut < record.length; cut++) {
      expect([...readGroups(Buffer.concat([record, record.subarray(0, cut)]))]).toHaveLength(1);
    }
  });
});
