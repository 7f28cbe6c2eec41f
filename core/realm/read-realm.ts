import type { RealmMap, ScriptSource } from "../world/realm-map.ts";
import { checkRealm } from "./check-realm.ts";
import { defaultMassKg } from "./default-mass.ts";
import { fieldFaults } from "./field-faults.ts";
import { byLine, type Fault, isError, type Path, type Problem, pathText } from "./problem.ts";
import { ITEM_MASS_MAX_KG, PROBLEMS_MAX, SCRIPT_MAX_CHARS, SCRIPTS_MAX } from "./realm-limits.ts";
import { type RealmFile, realmFile, scriptName } from "./realm-schema.ts";
import { readYaml } from "./yaml-lines.ts";

/** A file of a realm: `realms/<realm>/realm.yaml`, or `realms/<realm>/scripts/<name>.js`. */
export interface RealmText {
  path: string;
  text: string;
}

/** Errors and warnings each in the order of the files; at most {@link PROBLEMS_MAX} of each. */
export type RealmReading =
  | { ok: true; map: RealmMap; warnings: Problem[] /** Says on which line something is. */; locate: Locate }
  | { ok: false; errors: Problem[]; warnings: Problem[] };
export type Locate = (fault: Fault) => Problem;

/** Reads the files of one realm, checks them, and fills in what may be left out. Never throws. */
export function readRealm(files: readonly RealmText[]): RealmReading {
  const main = files.find(({ path }) => path.endsWith("/realm.yaml"));
  if (!main) return refused([inFile(files[0]?.path ?? "realm.yaml", "REALM_BAD_FILE", "there is no realm.yaml")]);
  const yaml = readYaml(main.text);
  if (!yaml.ok) return refused(yaml.faults.map((fault) => ({ ...fault, file: main.path, path: "" })));

  const locate: Locate = ({ code, path, message, atKey, file }) =>
    file === undefined
      ? { code, file: main.path, ...yaml.where(path, atKey), path: pathText(path), message }
      : inFile(file, code, message);
  const folder = main.path.slice(0, -"/realm.yaml".length);
  const { scripts, faults } = readScripts(folder, files);
  const parsed = realmFile.safeParse(yaml.value, { jitless: true });
  if (!parsed.success) {
    faults.push(...fieldFaults(parsed.error.issues, (path) => isThere(yaml.value, path)));
    return settled(null, faults.map(locate), locate);
  }
  const map = completed(parsed.data, scripts);
  faults.push(...folderFaults(folder, map), ...checkRealm(map));
  return settled(map, faults.map(locate), locate);
}

function refused(errors: Problem[]): RealmReading {
  return { ok: false, errors, warnings: [] };
}

function settled(map: RealmMap | null, problems: Problem[], locate: Locate): RealmReading {
  problems.sort(byLine);
  const errors = problems.filter(isError).slice(0, PROBLEMS_MAX);
  const warnings = problems.filter((problem) => !isError(problem)).slice(0, PROBLEMS_MAX);
  return map && errors.length === 0 ? { ok: true, map, warnings, locate } : { ok: false, errors, warnings };
}

function inFile(file: string, code: Problem["code"], message: string): Problem {
  return { code, file, line: 1, column: 1, path: "", message };
}

function readScripts(folder: string, files: readonly RealmText[]): { scripts: ScriptSource[]; faults: Fault[] } {
  const faults: Fault[] = [];
  const scripts: ScriptSource[] = [];
  for (const { path, text } of files) {
    if (path === `${folder}/realm.yaml`) continue;
    const name = path.startsWith(`${folder}/scripts/`) ? path.slice(`${folder}/scripts/`.length) : "";
    const fault = (code: Fault["code"], message: string) => faults.push({ code, path: [], message, file: path });
    if (!name.endsWith(".js") || !scriptName.safeParse(name.slice(0, -3), { jitless: true }).success)
      fault("REALM_BAD_FILE", "a realm has a realm.yaml, and scripts/<name>.js");
    else if (text.length > SCRIPT_MAX_CHARS)
      fault("REALM_TOO_LARGE", `has ${text.length} characters, more than ${SCRIPT_MAX_CHARS}`);
    else scripts.push({ name: name.slice(0, -3), file: path, source: text });
  }
  const surplus = scripts[SCRIPTS_MAX];
  if (surplus) {
    const message = `there are more than ${SCRIPTS_MAX} scripts`;
    faults.push({ code: "REALM_TOO_LARGE", path: [], message, file: surplus.file });
  }
  return { scripts: scripts.sort((a, b) => (a.name < b.name ? -1 : 1)), faults };
}

function folderFaults(folder: string, { realm }: RealmMap): Fault[] {
  if (folder.slice(folder.lastIndexOf("/") + 1) === realm) return [];
  return [{ code: "REALM_BAD_FIELD", path: ["realm"], message: `must be the name of its folder, ${folder}` }];
}

function completed(file: RealmFile, scripts: ScriptSource[]): RealmMap {
  return {
    ...file,
    props: file.props.map((prop) => ({ ...prop, massKg: prop.massKg ?? defaultMassKg(prop.shape, prop.material) })),
    items: file.items.map((item) => ({
      ...item,
      massKg: item.massKg ?? defaultMassKg(item.shape, item.material, ITEM_MASS_MAX_KG),
    })),
    scripts,
  };
}

function isThere(value: unknown, path: Path): boolean {
  let at: unknown = value;
  for (const part of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, part)) return false;
    at = (at as Record<string | number, unknown>)[part];
  }
  return true;
}
