import { OwnerFault } from "../owner-fault.ts";

/** The last file in a backup: without it the backup is not whole. */
export const MANIFEST = "manifest.json";
/** The form of backups that is written and read here. */
export const BACKUP_FORMAT = 1;
const KIND = "skerry-edge-backup";

/** One file of a backup. */
export interface SavedFile {
  /** In the data folder, with `/` between folders. */
  path: string;
  sizeBytes: number;
  /** Of its bytes, in hex. */
  sha256: string;
}

/** What a backup says of itself. */
export interface Manifest {
  kind: typeof KIND;
  format: number;
  /** The program that made it. */
  version: string;
  /** The node's name. */
  node: string;
  /** When it began: everything that was acknowledged before is in it. ISO 8601. */
  madeAt: string;
  files: SavedFile[];
  /** Paths of what could not be saved. */
  leftOut: string[];
}

export function makeManifest(parts: Omit<Manifest, "kind" | "format">): Manifest {
  return { kind: KIND, format: BACKUP_FORMAT, ...parts };
}

/** @throws {OwnerFault} `NOT_A_BACKUP`, `BACKUP_TOO_NEW`, `BACKUP_DAMAGED` */
export function readManifest(text: string): Manifest {
  const read = parse(text);
  if (read["kind"] !== KIND || typeof read["format"] !== "number") {
    throw new OwnerFault("NOT_A_BACKUP", `Its ${MANIFEST} is not that of a backup of an edge node.`);
  }
  if (read["format"] > BACKUP_FORMAT) {
    const version = String(read["version"]);
    throw new OwnerFault(
      "BACKUP_TOO_NEW",
      `The backup was made by a newer program (${version}). Update this one first.`,
    );
  }
  const { version, node, madeAt, files, leftOut } = read;
  const isWhole = [version, node, madeAt].every((one) => typeof one === "string") && isList(leftOut, isText);
  if (!isWhole || !isList(files, isSavedFile)) {
    throw new OwnerFault("BACKUP_DAMAGED", `The backup's ${MANIFEST} is damaged.`);
  }
  return makeManifest({ version: String(version), node: String(node), madeAt: String(madeAt), files, leftOut });
}

function parse(text: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(text);
    if (isRecord(read)) return read;
  } catch {
    // As below.
  }
  throw new OwnerFault("BACKUP_DAMAGED", `The backup's ${MANIFEST} cannot be read.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isList<T>(value: unknown, isOne: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.every(isOne);
}

function isSavedFile(value: unknown): value is SavedFile {
  if (!isRecord(value)) return false;
  const { path, sizeBytes, sha256 } = value;
  return isText(path) && Number.isSafeInteger(sizeBytes) && isText(sha256) && /^[0-9a-f]{64}$/.test(sha256);
}
