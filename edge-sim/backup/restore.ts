import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { createGunzip } from "node:zlib";
import { makeFolder, syncFolder } from "../folders.ts";
import { BEFORE_RESTORE, holdFolder, RESTORING } from "../held-folder.ts";
import { fileFault, OwnerFault, systemCode } from "../owner-fault.ts";
import { databaseProblem } from "./check-database.ts";
import { isSafePath } from "./data-files.ts";
import { MANIFEST, type Manifest, readManifest, type SavedFile } from "./manifest.ts";
import { readTar, type TarEntry, TarFault } from "./tar.ts";

const MANIFEST_MAX_BYTES = 16_000_000;
const GZIP_MAGIC = [0x1f, 0x8b];

/** What is to be restored, and where. */
export interface RestoreWish {
  file: string;
  dataFolder: string;
  nowMs: number;
}

/** What was restored. */
export interface RestoreReport {
  manifest: Manifest;
  dataFolder: string;
  /** Where the folder went that was there before; `null` if there was none. */
  before: string | null;
}

/**
 * Puts a backup in the place of a data folder, which is kept beside it. Nothing is touched before all of the backup
 * has been unpacked and found whole: its end, its manifest, every hash, and every database by SQLite's own check.
 * @throws {OwnerFault} `FILE_UNUSABLE`, `NOT_A_BACKUP`, `BACKUP_DAMAGED`, `BACKUP_TOO_NEW`, `FOLDER_IN_USE`,
 * `FOLDER_UNUSABLE`, `RESTORE_INTERRUPTED`, `DISK_FULL`; then the folder is as it was
 */
export async function restore(wish: RestoreWish): Promise<RestoreReport> {
  const dataFolder = resolve(wish.dataFolder);
  const held = existsSync(dataFolder) ? holdFolder(dataFolder, "a restore", wish.nowMs) : null;
  try {
    if (held) removeStale(dataFolder);
    const staged = `${dataFolder}${RESTORING}${process.pid}`;
    const manifest = await stage(wish.file, staged, dataFolder);
    const before = exchange(dataFolder, staged, wish.nowMs);
    return { manifest, dataFolder, before };
  } catch (error) {
    throw fileFault(error, "The backup could not be restored");
  } finally {
    held?.release();
  }
}

/** What a restore left behind that was ended in the middle. Nobody else restores while this one holds the folder. */
function removeStale(dataFolder: string): void {
  const parent = dirname(dataFolder);
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(basename(dataFolder) + RESTORING)) continue;
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** Lays the whole backup beside the data folder, ready to take its place; where that fails nothing is left of it. */
async function stage(file: string, staged: string, dataFolder: string): Promise<Manifest> {
  makeFolder(dirname(dataFolder));
  mkdirSync(staged, { mode: 0o700 });
  try {
    const manifest = await unpack(file, staged);
    giveTo(staged, existsSync(dataFolder) ? dataFolder : dirname(dataFolder));
    syncAll(staged);
    return manifest;
  } catch (error) {
    rmSync(staged, { recursive: true, force: true });
    throw error;
  }
}

/** Unpacks a backup and checks all of it. */
async function unpack(file: string, folder: string): Promise<Manifest> {
  await checkKind(file);
  const unpacked = new Map<string, SavedFile>();
  try {
    const bytes = createReadStream(file).pipe(createGunzip());
    let isOver = false;
    for await (const entry of readTar(bytes)) {
      if (isOver) throw new TarFault(`It goes on behind its ${MANIFEST}.`);
      isOver = entry.name === MANIFEST;
      if (unpacked.has(entry.name)) throw new TarFault(`It holds ${entry.name} twice.`);
      unpacked.set(entry.name, await unpackOne(entry, folder));
    }
  } catch (error) {
    if (error instanceof TarFault) throw new OwnerFault("BACKUP_DAMAGED", `The backup is damaged. ${error.message}`);
    if (systemCode(error)?.startsWith("Z_"))
      throw new OwnerFault("BACKUP_DAMAGED", "The backup is damaged or cut off.");
    throw error;
  }
  const listed = unpacked.get(MANIFEST);
  if (!listed)
    throw new OwnerFault(
      "NOT_A_BACKUP",
      `This is no backup of an edge node, or its end is missing: it has no ${MANIFEST}.`,
    );
  const manifest = readManifest(readFileSync(join(folder, MANIFEST), "utf8"));
  rmSync(join(folder, MANIFEST));
  unpacked.delete(MANIFEST);
  compare(manifest, unpacked);
  checkDatabases(manifest, folder);
  return manifest;
}

async function checkKind(file: string): Promise<void> {
  const handle = await open(file).catch((error: unknown) => {
    throw systemCode(error) === "ENOENT" ? new OwnerFault("FILE_UNUSABLE", `There is no file ${file}.`) : error;
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(GZIP_MAGIC.length));
    const isGzip = bytesRead === GZIP_MAGIC.length && GZIP_MAGIC.every((byte, at) => buffer[at] === byte);
    if (!isGzip) throw new OwnerFault("NOT_A_BACKUP", `${file} is no backup of an edge node.`);
  } finally {
    await handle.close();
  }
}

async function unpackOne({ name, sizeBytes, body }: TarEntry, folder: string): Promise<SavedFile> {
  if (!isSafePath(name)) {
    throw new OwnerFault(
      "NOT_A_BACKUP",
      `It holds a file with the name ${JSON.stringify(name)}, which no backup does.`,
    );
  }
  if (name === MANIFEST && sizeBytes > MANIFEST_MAX_BYTES) throw new TarFault(`Its ${MANIFEST} is too large.`);
  const { bavail, bsize } = statfsSync(folder);
  if (sizeBytes > bavail * bsize) throw new OwnerFault("DISK_FULL", `There is no room on the disk for ${name}.`);
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const hash = createHash("sha256");
  const handle = await open(path, "wx", 0o600);
  try {
    for await (const chunk of body) {
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { path: name, sizeBytes, sha256: hash.digest("hex") };
}

/** What was unpacked is what the manifest lists: nothing else, nothing less, and to the byte. */
function compare({ files }: Manifest, unpacked: Map<string, SavedFile>): void {
  for (const { path, sizeBytes, sha256 } of files) {
    const found = unpacked.get(path);
    if (!found) throw new OwnerFault("BACKUP_DAMAGED", `The backup is damaged: ${path} is missing.`);
    if (found.sizeBytes !== sizeBytes || found.sha256 !== sha256) {
      throw new OwnerFault("BACKUP_DAMAGED", `The backup is damaged: ${path} is not what it was.`);
    }
    unpacked.delete(path);
  }
  const [more] = unpacked.keys();
  if (more) throw new OwnerFault("BACKUP_DAMAGED", `The backup is damaged: ${more} is not in its ${MANIFEST}.`);
}

function checkDatabases({ files }: Manifest, folder: string): void {
  for (const { path } of files) {
    if (!path.endsWith(".sqlite")) continue;
    const problem = databaseProblem(join(folder, path));
    if (problem) throw new OwnerFault("BACKUP_DAMAGED", `The database ${path} in the backup is damaged: ${problem}`);
  }
}

/** Where root restores, the node's own user must be able to use what it restored. */
function giveTo(folder: string, like: string): void {
  const { uid, gid } = statSync(like);
  if (process.getuid?.() !== 0 || uid === 0) return;
  for (const path of treeOf(folder)) chownSync(path, uid, gid);
}

function syncAll(folder: string): void {
  for (const path of treeOf(folder)) if (statSync(path).isDirectory()) syncFolder(path);
}

function treeOf(folder: string): string[] {
  return [folder, ...readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path))];
}

/** Renames both folders. Between the two there is none, which `holdFolder` knows. */
function exchange(dataFolder: string, staged: string, nowMs: number): string | null {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, "");
  const before = existsSync(dataFolder) ? freeName(`${dataFolder}${BEFORE_RESTORE}${stamp}`) : null;
  try {
    if (before) {
      chmodSync(staged, statSync(dataFolder).mode & 0o777);
      moveAway(dataFolder, before);
    }
    renameSync(staged, dataFolder);
  } catch (error) {
    if (before && existsSync(before) && !existsSync(dataFolder)) renameSync(before, dataFolder);
    rmSync(staged, { recursive: true, force: true });
    throw error;
  }
  syncFolder(dirname(dataFolder));
  return before;
}

function freeName(wish: string): string {
  let name = wish;
  for (let i = 2; existsSync(name); i++) name = `${wish}-${i}`;
  return name;
}

function moveAway(folder: string, to: string): void {
  try {
    renameSync(folder, to);
  } catch (error) {
    const isMount = systemCode(error) === "EBUSY";
    const reason = isMount ? "it is where a disk is mounted" : String(error);
    throw new OwnerFault(
      "FOLDER_UNUSABLE",
      `The folder ${folder} cannot be renamed to ${basename(to)}: ${reason}. Give the node a folder in it (SKERRY_DATA), or restore as a user who may.`,
    );
  }
}
