import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { LOCK_FILE } from "../held-folder.ts";
import { MANIFEST } from "./manifest.ts";

/** The folders of rooms and worlds, and the directory of worlds, as the node lays them. */
const ROOMS = "rooms/";
const WORLDS = "worlds/";
export const DIRECTORY = "worlds/_directory.sqlite";

const DATABASE = ".sqlite";
/** What SQLite and this program write beside a file, and is no file of its own. */
const asides = ["-wal", "-shm", "-journal", ".new", ".part"];
const DEPTH_MAX = 4;
const PATH_MAX_CHARS = 100;

/** What there is to save in a data folder: paths from it, with `/` between folders, in order. */
export interface DataFiles {
  /** Databases of worlds; the directory is not among them. */
  worlds: string[];
  hasDirectory: boolean;
  /** Databases of rooms. */
  rooms: string[];
  /** Any other databases. */
  databases: string[];
  /** Files that are no databases. */
  plain: string[];
  /** What is neither, or has a name that is not taken: links, sockets, names with spaces. */
  odd: string[];
}

/**
 * Whether a file of a backup may be called so: a path that leads down, of plain characters, on every system. What is
 * unpacked is held to it, so that no archive can write outside of its folder.
 */
export function isSafePath(path: string): boolean {
  const parts = path.split("/");
  const isPlain = parts.every((part) => /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(part));
  return isPlain && path.length <= PATH_MAX_CHARS && parts.length <= DEPTH_MAX;
}

/** Everything in a data folder that is to be saved, whatever it is for: what is added to nodes later is not forgotten. */
export function listDataFiles(folder: string): DataFiles {
  const found: DataFiles = { worlds: [], hasDirectory: false, rooms: [], databases: [], plain: [], odd: [] };
  collect(folder, "", found);
  for (const list of [found.worlds, found.rooms, found.databases, found.plain, found.odd]) list.sort();
  return found;
}

function collect(folder: string, below: string, found: DataFiles): void {
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below + entry.name;
    if (asides.some((end) => path.endsWith(end)) || path === LOCK_FILE) continue;
    if (!isSafePath(path) || path === MANIFEST) found.odd.push(path);
    else if (entry.isDirectory()) collect(folder, `${path}/`, found);
    else place(path, entry, found);
  }
}

function place(path: string, entry: Dirent, found: DataFiles): void {
  if (!entry.isFile()) found.odd.push(path);
  else if (path === DIRECTORY) found.hasDirectory = true;
  else if (!path.endsWith(DATABASE)) found.plain.push(path);
  else if (path.startsWith(WORLDS)) found.worlds.push(path);
  else if (path.startsWith(ROOMS)) found.rooms.push(path);
  else found.databases.push(path);
}
