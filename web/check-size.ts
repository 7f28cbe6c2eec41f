/** Fails when the player's journey loads more script than a phone should: `node web/check-size.ts [folder]`. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

/** DESIGN.md: the whole player journey, join to podium. */
const BUDGET_BYTES = 50_000;

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, "../dist/web"));
const read = (path: string) => readFileSync(join(folder, path), "utf8");

/** Addresses of the scripts that a page names, to run or to fetch ahead. */
function scriptsOf(page: string): string[] {
  const tags = read(page).match(/<(?:script|link)\b[^>]*>/g) ?? [];
  return tags.flatMap((tag) => /\b(?:src|href)="([^"]+\.js)"/.exec(tag)?.[1] ?? []);
}

/** A script and all that it imports, now or later, each once. */
function withImports(path: string, seen: Set<string>): Set<string> {
  const name = path.replace(/^\//, "");
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const [, imported = ""] of read(name).matchAll(/(?:from|import)\s*\(?\s*["'`](\.\/[^"'`]+\.js)["'`]/g)) {
    withImports(`assets/${imported.slice(2)}`, seen);
  }
  return seen;
}

function gzippedBytes(path: string): number {
  return gzipSync(read(path), { level: 9 }).length;
}

let failed = false;
for (const page of ["index.html", "join.html", "host.html", "screen.html", "results.html"]) {
  const scripts = new Set<string>();
  for (const path of scriptsOf(page)) withImports(path, scripts);
  const bytes = [...scripts].reduce((sum, path) => sum + gzippedBytes(path), 0);
  const journey = page === "join.html";
  if (scripts.size === 0 || (journey && bytes > BUDGET_BYTES)) failed = true;
  const limit = journey ? ` of ${(BUDGET_BYTES / 1_000).toFixed(0)}` : "";
  console.log(`${page}: ${(bytes / 1_000).toFixed(1)}${limit} kB of script, gzipped, in ${scripts.size} files`);
}
if (failed) {
  console.error(`Over budget, or pages without scripts: see ${folder}`);
  process.exitCode = 1;
}
