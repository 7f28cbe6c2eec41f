import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder, and those above it that are missing. After a power cut they are still there: a file that was synced is
 * of no use in a folder that is gone.
 */
export function makeFolder(path: string, mode?: number): void {
  const first = mkdirSync(path, { recursive: true, ...(mode === undefined ? {} : { mode }) });
  if (first === undefined) return;
  const above = dirname(first);
  for (let made = path; made !== above; made = dirname(made)) syncFolder(dirname(made));
}

/** What was made, renamed or deleted in this folder will be so after a power cut, too. */
export function syncFolder(path: string): void {
  // Windows opens no folders; its file systems keep such changes in order by themselves.
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } catch (error) {
    // Some network file systems know nothing of it, and say so.
    if ((error as NodeJS.ErrnoException).code !== "EINVAL") throw error;
  } finally {
    closeSync(folder);
  }
}

/** Writes a whole file that only its owner may read. Whenever the power goes there is the old one or the new one, whole. */
export function replaceFile(path: string, text: string): void {
  const draft = `${path}.new`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  renameSync(draft, path);
  syncFolder(dirname(path));
}
