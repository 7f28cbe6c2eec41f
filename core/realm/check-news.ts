import type { RealmMap } from "../world/realm-map.ts";
import type { Fault, Path } from "./problem.ts";
import { LISTENS_MAX } from "./realm-limits.ts";

const lists = ["areas", "doors", "props", "items", "npcs"] as const;

/** Who listens to news has a script that hears it, and all together listen to no more kinds than a realm may. */
export function checkNews(map: RealmMap): Fault[] {
  const faults: Fault[] = [];
  const kinds = new Set<string>();
  for (const list of lists) {
    for (const [i, { script, listens = [] }] of map[list].entries()) {
      if (listens.length === 0) continue;
      const path = [list, i, "listens"];
      faults.push(...hearingFaults(map, script, path));
      for (const kind of listens) {
        if (kinds.has(kind) || kinds.size < LISTENS_MAX) kinds.add(kind);
        else
          faults.push({
            code: "REALM_TOO_LARGE",
            path,
            message: `the realm listens to more than ${LISTENS_MAX} kinds`,
          });
      }
    }
  }
  return faults;
}

function hearingFaults({ scripts }: RealmMap, script: string | undefined, path: Path): Fault[] {
  if (script === undefined) return [{ code: "REALM_BAD_FIELD", path, message: "only what has a script can listen" }];
  const source = scripts.find(({ name }) => name === script)?.source;
  if (source === undefined || source.includes("onNews")) return [];
  return [{ code: "REALM_UNUSED", path, message: `the script "${script}" has no onNews` }];
}

/** The kinds of news that a realm listens to, each once. */
export function kindsOf(map: RealmMap): string[] {
  return [...new Set(lists.flatMap((list) => map[list].flatMap(({ listens = [] }) => listens)))].sort();
}
