import { rmSync } from "node:fs";
import { patched, readGroups, readOrNull } from "./disk-record.ts";
import { databasesIn, readStored } from "./stored.ts";
import type { Stored } from "./torn-disk.ts";

/** One commit of one database: as it was on the disk for good before it, and after. */
export interface Commit {
  path: string;
  before: Stored;
  after: Stored;
}

/** So many commits of one life are looked at more closely; those with a checkpoint first, for they are rare. */
const COMMITS_KEPT = 40;

/** What of a node's databases is on the disk for good, from before its start and from its recorder. */
export class SyncedDisk {
  readonly #data: string;
  readonly #record: string;
  readonly #stored = new Map<string, Stored>();

  constructor(data: string, record: string) {
    this.#data = data;
    this.#record = record;
  }

  /** Nothing runs: what is there now will be there. */
  begin(): void {
    rmSync(this.#record, { force: true });
    this.#stored.clear();
    for (const path of databasesIn(this.#data)) this.#stored.set(path, readStored(path));
  }

  /** The node is dead: takes in what its recorder wrote. @returns commits that were made meanwhile, not all of them */
  takeIn(random: () => number): Commit[] {
    const commits: Commit[] = [];
    const record = readOrNull(this.#record) ?? Buffer.alloc(0);
    let seen = 0;
    for (const { files } of readGroups(record)) {
      const path = (files[0]?.file ?? "").replace(/-wal$/, "");
      const before = this.of(path);
      const after = { ...before };
      for (const change of files) {
        if (change.file === path) after.main = patched(before.main, change);
        else after.log = patched(before.log, change);
      }
      this.#stored.set(path, after);
      seen += 1;
      // A fair draw from them all (reservoir sampling), but for checkpoints.
      const isRare = before.main !== after.main && before.main !== null && before.main.length > 0;
      const place =
        commits.length < COMMITS_KEPT ? commits.length : Math.floor(random() * (isRare ? COMMITS_KEPT : seen));
      if (place < COMMITS_KEPT) commits[place] = { path, before, after };
    }
    return commits;
  }

  /** A database as it is on the disk for good. */
  of(path: string): Stored {
    return this.#stored.get(path) ?? { main: null, log: null };
  }
}
