import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, rmSync, statSync } from "node:fs";
import { copyFile, mkdtemp, rename } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { syncFolder } from "../folders.ts";
import { fileFault, OwnerFault } from "../owner-fault.ts";
import { databaseProblem } from "./check-database.ts";
import { listDataFiles } from "./data-files.ts";
import { MANIFEST, makeManifest, type SavedFile } from "./manifest.ts";
import { type Cut, Snapshot, takeCut } from "./snapshot.ts";
import { tarEnd, tarHeader, tarPadding } from "./tar.ts";

/** What is to be saved, and where. */
export interface BackupWish {
  dataFolder: string;
  /** The backup's file, a gzipped tar; there must be none yet. */
  file: string;
  /** The node's name, and the version of this program: for the manifest. */
  nodeName: string;
  version: string;
  nowMs: number;
}

/** What was saved. */
export interface BackupReport {
  file: string;
  sizeBytes: number;
  files: SavedFile[];
  /** What could not be: damaged databases, links, files with odd names. */
  leftOut: string[];
  /** For how long the node may have waited for the directory of worlds. */
  frozenMs: number;
}

/**
 * Saves a data folder to one file, whether or not its node runs, and keeps the node from nothing. Everything that was
 * acknowledged before this was called is in it. The order: worlds and their directory at one moment, other databases
 * (see {@link takeCut}); rooms, each at its own moment, for none speaks of another; and other files last, so that the
 * keys are there by which any token that a room knows was signed.
 * @throws {OwnerFault} `NOTHING_TO_SAVE`, `FILE_EXISTS`, `FILE_UNUSABLE`, `DISK_FULL`; then no file is left
 */
export async function backUp(wish: BackupWish): Promise<BackupReport> {
  const file = resolve(wish.file);
  checkPlaces(wish.dataFolder, file);
  let work: string | null = null;
  try {
    // Beside the file, so that renaming is all that is left to do at the end. For the owner alone: keys go through it.
    work = await mkdtemp(join(dirname(file), ".skerry-backup-"));
    const packed = join(work, "backup.tar.gz");
    const archive = new Archive(wish, work);
    const bytes = Readable.from(archive.bytes(), { objectMode: false });
    await pipeline(bytes, createGzip(), createWriteStream(packed, { mode: 0o600, flags: "wx", flush: true }));
    await rename(packed, file);
    syncFolder(dirname(file));
    const { files, leftOut, frozenMs } = archive;
    return { file, sizeBytes: statSync(file).size, files, leftOut, frozenMs };
  } catch (error) {
    throw fileFault(error, "The backup could not be made");
  } finally {
    if (work) rmSync(work, { recursive: true, force: true });
  }
}

function checkPlaces(dataFolder: string, file: string): void {
  if (!existsSync(dataFolder)) {
    throw new OwnerFault("NOTHING_TO_SAVE", `There is no folder ${dataFolder}. Is SKERRY_DATA what the node has?`);
  }
  if (existsSync(file)) throw new OwnerFault("FILE_EXISTS", `There is a file ${file} already. Choose another name.`);
  if (file.startsWith(resolve(dataFolder) + sep)) {
    throw new OwnerFault(
      "FILE_UNUSABLE",
      "A backup inside of the data folder would be lost with it. Choose another place.",
    );
  }
}

/** The tar as it is made: each database is copied when its turn comes, and the copy removed. */
class Archive {
  readonly files: SavedFile[] = [];
  leftOut: string[] = [];
  frozenMs = 0;
  readonly #wish: BackupWish;
  readonly #copy: string;

  constructor(wish: BackupWish, work: string) {
    this.#wish = wish;
    this.#copy = join(work, "copy");
  }

  async *bytes(): AsyncGenerator<Buffer> {
    const { dataFolder } = this.#wish;
    const cut = takeCut(dataFolder);
    try {
      this.frozenMs = cut.frozenMs;
      this.leftOut.push(...cut.unreadable);
      yield* this.#databases(cut);
    } finally {
      for (const snapshot of cut.snapshots) snapshot.close();
    }
    for (const path of listDataFiles(dataFolder).rooms) yield* this.#room(path);
    const { plain, odd } = listDataFiles(dataFolder);
    for (const path of plain) yield* this.#plain(path);
    this.leftOut = [...this.leftOut, ...odd].sort();
    yield* this.#manifest();
    yield tarEnd();
  }

  async *#databases({ snapshots }: Cut): AsyncGenerator<Buffer> {
    for (const snapshot of snapshots) yield* this.#database(snapshot);
  }

  async *#room(path: string): AsyncGenerator<Buffer> {
    let snapshot: Snapshot | null = null;
    try {
      snapshot = Snapshot.open(this.#wish.dataFolder, path);
      snapshot?.begin();
    } catch {
      snapshot?.close();
      this.leftOut.push(path);
      return;
    }
    if (snapshot) yield* this.#database(snapshot);
  }

  async *#database(snapshot: Snapshot): AsyncGenerator<Buffer> {
    const { path } = snapshot;
    try {
      await snapshot.copyTo(this.#copy);
      snapshot.close();
      // A room that was deleted meanwhile may have been copied without the end of its log; it is nobody's any more.
      if (!existsSync(join(this.#wish.dataFolder, path))) return;
      if (databaseProblem(this.#copy)) this.leftOut.push(path);
      else yield* this.#file(path);
    } finally {
      snapshot.close();
      rmSync(this.#copy, { force: true });
    }
  }

  async *#plain(path: string): AsyncGenerator<Buffer> {
    try {
      // A copy, for a file that is written while it is read would not be as long as its header says.
      await copyFile(join(this.#wish.dataFolder, path), this.#copy);
    } catch (error) {
      if (existsSync(join(this.#wish.dataFolder, path))) throw error;
      return;
    }
    yield* this.#file(path);
    rmSync(this.#copy, { force: true });
  }

  /** The copy, under a name in the tar. */
  async *#file(path: string): AsyncGenerator<Buffer> {
    const sizeBytes = statSync(this.#copy).size;
    const hash = createHash("sha256");
    yield tarHeader(path, sizeBytes, this.#wish.nowMs);
    for await (const chunk of createReadStream(this.#copy) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      yield chunk;
    }
    yield tarPadding(sizeBytes);
    this.files.push({ path, sizeBytes, sha256: hash.digest("hex") });
  }

  *#manifest(): Generator<Buffer> {
    const { nodeName: node, version, nowMs } = this.#wish;
    const madeAt = new Date(nowMs).toISOString();
    const manifest = makeManifest({ version, node, madeAt, files: this.files, leftOut: this.leftOut });
    const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
    yield tarHeader(MANIFEST, text.length, nowMs);
    yield text;
    yield tarPadding(text.length);
  }
}
