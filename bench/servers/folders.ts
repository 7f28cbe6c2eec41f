import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

/** The repository. */
export const root = resolve(import.meta.dirname, "../..");

/** Everything that benchmarks make; ignored by git. */
export const workshop = join(root, ".build/bench");

/** A fresh folder, on the repository's disk and not in memory: storage is part of what is measured. */
export function freshFolder(name: string): { path: string; remove(): void } {
  mkdirSync(workshop, { recursive: true });
  const path = mkdtempSync(join(workshop, `${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
