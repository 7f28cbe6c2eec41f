import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileSql } from "../file-sql.ts";
import { takeCut } from "./snapshot.ts";

let folder: string;
let writer: ChildProcess | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skerry-cut-"));
  mkdirSync(join(folder, "data/worlds"), { recursive: true });
});

afterEach(() => {
  writer?.kill("SIGKILL");
  writer = null;
  rmSync(folder, { recursive: true });
});

/**
 * What worlds and their directory do with each other, faster than any disk would take it: a world logs a publication, the
 * directory takes it, the other world hears it, the directory notes that, and the first logs that it was taken.
 */
async function startExchange(): Promise<void> {
  const module = join(import.meta.dirname, "../file-sql.ts");
  const script = `import { FileSql } from ${JSON.stringify(module)};
    const open = (name) => {
      const sql = new FileSql(${JSON.stringify(join(folder, "data/worlds/"))} + name + ".sqlite");
      sql.exec("PRAGMA synchronous = OFF");
      sql.exec("CREATE TABLE numbers (name TEXT PRIMARY KEY, n INTEGER NOT NULL)");
      return (name, n) => sql.exec("INSERT OR REPLACE INTO numbers VALUES (?, ?)", name, n);
    };
    const [tavern, forest, directory] = [open("tavern"), open("forest"), open("_directory")];
    for (let n = 1; ; n++) {
      tavern("published", n); directory("taken", n); forest("heard", n); directory("acknowledged", n); tavern("settled", n);
      if (n === 20) console.log("going");
    }`;
  writer = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (writer.stdout) await once(writer.stdout, "data");
}

async function numbersOf(cut: ReturnType<typeof takeCut>): Promise<Record<string, number>> {
  const numbers: Record<string, number> = {};
  for (const snapshot of cut.snapshots) {
    const copy = join(folder, "copy");
    await snapshot.copyTo(copy);
    snapshot.close();
    const database = new DatabaseSync(copy);
    for (const row of database.prepare("SELECT name, n FROM numbers").all())
      numbers[String(row["name"])] = Number(row["n"]);
    database.close();
    rmSync(copy);
  }
  return numbers;
}

describe("a cut through worlds and their directory", () => {
  it("never shows an effect without its cause, however fast they go on", async () => {
    await startExchange();
    for (let i = 0; i < 40; i++) {
      const cut = takeCut(join(folder, "data"));
      expect(cut.unreadable).toEqual([]);
      const { published = 0, taken = 0, heard = 0, acknowledged = 0, settled = 0 } = await numbersOf(cut);
      const told = JSON.stringify({ published, taken, heard, acknowledged, settled });
      expect(published, told).toBeGreaterThanOrEqual(taken);
      expect(taken, told).toBeGreaterThanOrEqual(heard);
      expect(heard, told).toBeGreaterThanOrEqual(acknowledged);
      expect(taken, told).toBeGreaterThanOrEqual(settled);
      // And nothing that was let go before the other side had it: at most one step lies between any two.
      expect(published - settled, told).toBeLessThanOrEqual(1);
    }
  });

  it("is taken without a directory, and without what is damaged", () => {
    const sql = new FileSql(join(folder, "data/worlds/tavern.sqlite"));
    sql.exec("CREATE TABLE numbers (name TEXT, n INTEGER)");
    writeFileSync(join(folder, "data/worlds/forest.sqlite"), "no database at all, by any reading of it");
    const cut = takeCut(join(folder, "data"));
    expect(cut.snapshots.map(({ path }) => path)).toEqual(["worlds/tavern.sqlite"]);
    expect(cut.unreadable).toEqual(["worlds/forest.sqlite"]);
    for (const snapshot of cut.snapshots) snapshot.close();
    sql.close();
  });
});
