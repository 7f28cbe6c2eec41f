import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkGates } from "../core/realm/check-gates.ts";
import { isError, type Problem, problemText } from "../core/realm/problem.ts";
import { readRealm } from "../core/realm/read-realm.ts";
import type { RealmMap } from "../core/world/realm-map.ts";
import { camelCase, indexText, realmText } from "./realm-text.ts";

const USAGE = `Checks the realms in realms/ and builds them into core/realm/built/.

  node scripts/build-realms.ts [REALM …]   these alone, or all
  node scripts/build-realms.ts --check     builds nothing`;

const root = resolve(import.meta.dirname, "..");
const built = join(root, "core/realm/built");

const asked = process.argv.slice(2);
if (asked.includes("--help")) console.log(USAGE);
else
  process.exitCode = build(
    asked.filter((one) => one !== "--check"),
    !asked.includes("--check"),
  );

/** Builds all of them or, where one has errors, none. Gives the exit code. */
function build(only: string[], writes: boolean): number {
  const all = globSync("realms/*/realm.yaml", { cwd: root }).map((path) => path.split("/")[1] ?? "");
  const names = only.length > 0 ? only : all.sort();
  const readings = names.map((name) => readRealm(filesOf(name)));
  const maps = readings.flatMap((reading) => (reading.ok ? [reading.map] : []));
  const neighbours = [...maps, ...all.filter((name) => !names.includes(name)).flatMap(mapOf)];
  const problems = readings.flatMap((reading): Problem[] =>
    reading.ok
      ? [...reading.warnings, ...checkGates(reading.map, neighbours).map(reading.locate)]
      : [...reading.errors, ...reading.warnings],
  );
  for (const problem of problems) console.error(isError(problem) ? "" : "warning:", problemText(problem));
  if (problems.some(isError)) return 1;
  if (writes) write(maps);
  for (const map of maps) console.log(summary(map));
  return 0;
}

function filesOf(realm: string): { path: string; text: string }[] {
  const paths = globSync(`realms/${realm}/**/*.*`, { cwd: root }).sort();
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

function mapOf(realm: string): RealmMap[] {
  const reading = readRealm(filesOf(realm));
  return reading.ok ? [reading.map] : [];
}

function write(maps: RealmMap[]): void {
  mkdirSync(built, { recursive: true });
  for (const map of maps) writeFileSync(join(built, `${map.realm}.ts`), realmText(map));
  const modules = globSync("*.ts", { cwd: built }).filter((file) => file !== "index.ts" && !file.endsWith(".test.ts"));
  const realms = modules.map((file) => file.slice(0, -3)).sort();
  writeFileSync(join(built, "index.ts"), indexText(realms.map((realm) => ({ realm, name: camelCase(realm) }))));
}

function summary({ realm, areas, doors, props, items, npcs, scripts }: RealmMap): string {
  return `${realm}: ${areas.length} areas, ${doors.length} doors, ${props.length} props, ${items.length} items, ${npcs.length} NPCs, ${scripts.length} scripts`;
}
