import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileSql } from "../file-sql.ts";
import { holdFolder } from "../held-folder.ts";
import { backupCommand, exitCodes, restoreCommand } from "../owner-commands.ts";
import { OwnerFault } from "../owner-fault.ts";
import { backUp } from "./back-up.ts";
import { isSafePath } from "./data-files.ts";
import { MANIFEST, makeManifest } from "./manifest.ts";
import { restore } from "./restore.ts";
import { tarEnd, tarHeader, tarPadding } from "./tar.ts";

const NOW_MS = Date.UTC(2026, 10, 27, 12, 0, 0);

let parent: string;
let dataFolder: string;
let file: string;
const open: FileSql[] = [];

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "skerry-backup-"));
  dataFolder = join(parent, "edge");
  file = join(parent, "edge.tar.gz");
});

afterEach(() => {
  for (const sql of open.splice(0)) sql.close();
  rmSync(parent, { recursive: true });
});

/** A database of the node, open as the node has it, with its latest in the log beside it. */
function write(path: string, text: string): FileSql {
  mkdirSync(join(dataFolder, path, ".."), { recursive: true });
  const sql = new FileSql(join(dataFolder, path));
  open.push(sql);
  sql.exec("CREATE TABLE IF NOT EXISTS said (text TEXT NOT NULL)");
  sql.exec("INSERT INTO said VALUES (?)", text);
  return sql;
}

function layFolder(): void {
  write("worlds/_directory.sqlite", "directory");
  write("worlds/golden-dragon.sqlite", "tavern");
  write("rooms/ABCDE.sqlite", "room");
  write("accounts.sqlite", "accounts");
  writeFileSync(join(dataFolder, "keys.json"), '{"current":"k1"}', { mode: 0o600 });
}

const saving = () => backUp({ dataFolder, file, nodeName: "Attic", version: "1.2.3", nowMs: NOW_MS });
const restoring = (from = file) => restore({ dataFolder, file: from, nowMs: NOW_MS });

async function faultOf(work: Promise<unknown>): Promise<OwnerFault> {
  try {
    await work;
  } catch (error) {
    if (error instanceof OwnerFault) return error;
    throw error;
  }
  throw new Error("no fault");
}

/** All that a folder's databases and files say. */
function contentOf(folder: string): Record<string, string> {
  const content: Record<string, string> = {};
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (path.endsWith(".sqlite")) {
      const sql = new FileSql(join(folder, path));
      content[path] = sql
        .exec("SELECT text FROM said")
        .map(({ text }) => text)
        .join();
      sql.close();
    } else if (path === "keys.json") content[path] = readFileSync(join(folder, path), "utf8");
  }
  return content;
}

const whole = {
  "accounts.sqlite": "accounts",
  "keys.json": '{"current":"k1"}',
  "rooms/ABCDE.sqlite": "room",
  "worlds/_directory.sqlite": "directory",
  "worlds/golden-dragon.sqlite": "tavern",
};

/** What there is beside the data folder, apart from the backup. */
const beside = () => readdirSync(parent).filter((name) => ![basename(dataFolder), basename(file)].includes(name));

interface Part {
  name: string;
  bytes: Buffer;
}

/** A backup of any parts, with a manifest that fits them unless another is given. */
function forge(parts: readonly Part[], manifest?: object): void {
  const files = parts.map(({ name, bytes }) => {
    return { path: name, sizeBytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  });
  const own = makeManifest({ version: "1", node: "Attic", madeAt: "2026", files, leftOut: [] });
  const all = [...parts, { name: MANIFEST, bytes: Buffer.from(JSON.stringify(manifest ?? own)) }];
  const packed = all.flatMap(({ name, bytes }) => [tarHeader(name, bytes.length, 0), bytes, tarPadding(bytes.length)]);
  writeFileSync(file, gzipSync(Buffer.concat([...packed, tarEnd()])));
}

describe("a backup", () => {
  it("holds what every database has, logs included, and is the owner's alone", async () => {
    layFolder();
    const report = await saving();
    expect(report.files.map(({ path }) => path).sort()).toEqual(Object.keys(whole));
    expect(report.leftOut).toEqual([]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(beside()).toEqual([]);
    const listed = execFileSync("tar", ["-tzf", file], { encoding: "utf8" }).trim().split("\n");
    expect(listed.at(-1)).toBe(MANIFEST);
    expect(listed.at(-2)).toBe("keys.json");
    for (const sql of open.splice(0)) sql.close();
    dataFolder = join(parent, "elsewhere", "edge");
    const { before, manifest } = await restoring();
    expect(before).toBeNull();
    expect(manifest).toMatchObject({ node: "Attic", version: "1.2.3", madeAt: "2026-11-27T12:00:00.000Z" });
    expect(contentOf(dataFolder)).toEqual(whole);
    expect(statSync(dataFolder).mode & 0o077).toBe(0);
    expect(statSync(join(dataFolder, "keys.json")).mode & 0o077).toBe(0);
  });

  it("goes without what is damaged or odd, and tells so", async () => {
    layFolder();
    writeFileSync(join(dataFolder, "rooms/BADBA.sqlite"), "this is no database, whatever its name says");
    writeFileSync(join(dataFolder, "my notes.txt"), "a name with a space");
    symlinkSync("/etc", join(dataFolder, "outside"));
    const odd = ["my notes.txt", "outside", "rooms/BADBA.sqlite"];
    expect((await saving()).leftOut).toEqual(odd);
    for (const sql of open.splice(0)) sql.close();
    expect((await restoring()).manifest.leftOut).toEqual(odd);
    expect(contentOf(dataFolder)).toEqual(whole);
  });

  it("goes over no file, not into its own folder, and leaves nothing where it fails", async () => {
    expect(await faultOf(saving())).toMatchObject({ code: "NOTHING_TO_SAVE" });
    layFolder();
    writeFileSync(file, "older");
    expect(await faultOf(saving())).toMatchObject({ code: "FILE_EXISTS" });
    expect(readFileSync(file, "utf8")).toBe("older");
    rmSync(file);
    file = join(dataFolder, "edge.tar.gz");
    expect(await faultOf(saving())).toMatchObject({ code: "FILE_UNUSABLE" });
    file = join(parent, "missing", "edge.tar.gz");
    expect((await faultOf(saving())).message).toMatch(/^The backup could not be made: ENOENT/);
    expect(existsSync(file)).toBe(false);
    expect(beside()).toEqual([]);
  });
});

describe("a restore", () => {
  beforeEach(async () => {
    layFolder();
    await saving();
    write("rooms/ABCDE.sqlite", " and more");
    for (const sql of open.splice(0)) sql.close();
  });

  it("keeps what was there before beside it", async () => {
    const { before } = await restoring();
    expect(before).toBe(`${dataFolder}.before-restore-20261127T120000Z`);
    expect(contentOf(dataFolder)).toEqual(whole);
    expect(contentOf(before ?? "")).toEqual({ ...whole, "rooms/ABCDE.sqlite": "room, and more" });
    expect((await restoring()).before).toBe(`${dataFolder}.before-restore-20261127T120000Z-2`);
    holdFolder(dataFolder, "a node", NOW_MS).release();
  });

  it("is refused while a node has the folder", async () => {
    const held = holdFolder(dataFolder, "a node", NOW_MS);
    expect(await faultOf(restoring())).toMatchObject({ code: "FOLDER_IN_USE" });
    held.release();
    expect(beside()).toEqual([]);
    await restoring();
  });

  it("of a torn backup is refused, wherever it is torn, and touches nothing", async () => {
    const bytes = readFileSync(file);
    const torn = join(parent, "torn");
    for (let length = 0; length < bytes.length; length += Math.ceil(bytes.length / 25)) {
      writeFileSync(torn, bytes.subarray(0, length));
      const { code } = await faultOf(restoring(torn));
      expect(["BACKUP_DAMAGED", "NOT_A_BACKUP"], `${length} bytes`).toContain(code);
    }
    expect(contentOf(dataFolder)["rooms/ABCDE.sqlite"]).toBe("room, and more");
    expect(beside()).toEqual(["torn"]);
  });

  it("of a backup with any bit turned is refused, or gives what was saved", async () => {
    const bytes = readFileSync(file);
    const bad = join(parent, "bad");
    const { manifest } = await restoring();
    const turned = async (at: number, bit: number) => {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
      writeFileSync(bad, damaged);
      return restoring(bad).catch((error: unknown) => error);
    };
    const anyByte = fc.integer({ min: 0, max: bytes.length - 1 });
    await fc.assert(
      fc.asyncProperty(anyByte, fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const outcome = await turned(at, bit);
        expect(contentOf(dataFolder)).toEqual(whole);
        // Some bits mean nothing: a time in gzip's header, what fills up the last byte of its blocks.
        if (!(outcome instanceof OwnerFault)) expect(outcome).toMatchObject({ manifest });
      }),
      { numRuns: 60 },
    );
    // The last eight bytes are the sum and the length of all that is packed.
    for (let at = bytes.length - 8; at < bytes.length; at++)
      expect(await turned(at, at % 8)).toBeInstanceOf(OwnerFault);
  });

  it("of a backup whose tar was damaged before it was packed again is refused by its hashes", async () => {
    const tar = gunzipSync(readFileSync(file));
    const at = tar.indexOf("tavern");
    tar.write("cavern", at);
    writeFileSync(file, gzipSync(tar));
    expect(await faultOf(restoring())).toMatchObject({ code: "BACKUP_DAMAGED" });
  });

  it("of something else is refused", async () => {
    const cases: [string, () => void][] = [
      ["NOT_A_BACKUP", () => writeFileSync(file, "plain text, and long enough to be anything")],
      ["NOT_A_BACKUP", () => execFileSync("tar", ["-czf", file, "--format=ustar", "-C", dataFolder, "keys.json"])],
      ["BACKUP_DAMAGED", () => execFileSync("tar", ["-czf", file, "-C", parent, "edge"])],
      ["NOT_A_BACKUP", () => forge([], { kind: "somebody else's", format: 1 })],
      ["BACKUP_TOO_NEW", () => forge([], { kind: "skerry-edge-backup", format: 2, version: "9" })],
      ["BACKUP_DAMAGED", () => forge([], { kind: "skerry-edge-backup", format: 1 })],
      ["BACKUP_DAMAGED", () => forge([{ name: "rooms/ABCDE.sqlite", bytes: Buffer.alloc(5_000, 1) }])],
      [
        "BACKUP_DAMAGED",
        () =>
          forge([
            { name: "a", bytes: Buffer.from("1") },
            { name: "a", bytes: Buffer.from("2") },
          ]),
      ],
      ["FILE_UNUSABLE", () => undefined],
    ];
    for (const [code, lay] of cases) {
      rmSync(file, { force: true });
      lay();
      expect([lay.toString(), (await faultOf(restoring())).code]).toEqual([lay.toString(), code]);
    }
    expect(contentOf(dataFolder)["rooms/ABCDE.sqlite"]).toBe("room, and more");
    expect(beside()).toEqual([]);
  });

  it("writes nowhere but into its folder, whatever names an archive has", async () => {
    for (const name of [
      "../evil",
      "/tmp/skerry-evil",
      "rooms/../../evil",
      "rooms//x",
      "./x",
      "a\\..\\b",
      "x/.y",
      "ü",
    ]) {
      forge([{ name, bytes: Buffer.from("evil") }]);
      expect([name, (await faultOf(restoring())).code]).toEqual([name, "NOT_A_BACKUP"]);
    }
    expect(existsSync(join(parent, "evil")) || existsSync("/tmp/skerry-evil")).toBe(false);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."a.Z0_-/\\ \0~") }), (name) => {
        if (isSafePath(name)) expect(join("/data", name)).toBe(`/data/${name}`);
      }),
    );
  });
});

describe("the commands", () => {
  it("say what they did, and give exit codes", async () => {
    layFolder();
    const said: string[] = [];
    const wrong: string[] = [];
    const parts = {
      dataFolder,
      nodeName: "Attic",
      version: "1.2.3",
      nowMs: NOW_MS,
      print: (line: string) => void said.push(line),
      complain: (line: string) => void wrong.push(line),
    };
    expect(await backupCommand(file, parts)).toBe(exitCodes.done);
    expect(said[0]).toMatch(/^Saved 5 files of .*edge to .*edge\.tar\.gz \(\d+ bytes\)\.$/);
    expect(await backupCommand(file, parts)).toBe(exitCodes.failed);
    expect(wrong.at(-1)).toMatch(/\(FILE_EXISTS\)$/);
    writeFileSync(join(dataFolder, "rooms/BADBA.sqlite"), "this is no database, whatever its name says");
    expect(await backupCommand(join(parent, "second"), parts)).toBe(exitCodes.partly);
    for (const sql of open.splice(0)) sql.close();
    expect(await restoreCommand(file, parts)).toBe(exitCodes.done);
    expect(said.at(-1)).toContain(".before-restore-20261127T120000Z");
    expect(await restoreCommand(join(parent, "none"), parts)).toBe(exitCodes.failed);
  });
});
