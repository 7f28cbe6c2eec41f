import type { RealmMap } from "../world/realm-map.ts";
import { stopsOf } from "./habit-stops.ts";
import type { Fault, Path } from "./problem.ts";

type Reference = [kind: "area" | "door" | "item" | "script", name: string | undefined, path: Path];

/** What is named exists, and what exists is named. */
export function checkReferences(map: RealmMap): Fault[] {
  const known = {
    area: new Set(map.areas.map(({ id }) => id)),
    door: new Set(map.doors.map(({ id }) => id)),
    item: new Set(map.items.map(({ id }) => id)),
    script: new Set(map.scripts.map(({ name }) => name)),
  };
  const references = referencesOf(map);
  const unknown = references.flatMap(([kind, name, path]): Fault[] => {
    if (name === undefined || known[kind].has(name)) return [];
    return [{ code: "REALM_BAD_FIELD", path, message: `there is no ${kind} "${name}"` }];
  });
  return [...unknown, ...unusedScripts(map, references)];
}

function referencesOf(map: RealmMap): Reference[] {
  const scripted = ["areas", "doors", "props", "items", "npcs"] as const;
  const placed = ["props", "items", "npcs", "lights"] as const;
  return [
    ["area", map.spawn.area, ["spawn", "area"]],
    ...map.areas.flatMap(({ exits }, area) =>
      exits.flatMap(({ to, door }, i): Reference[] => [
        ["area", to.includes(":") ? undefined : to, ["areas", area, "exits", i, "to"]],
        ["door", door, ["areas", area, "exits", i, "door"]],
      ]),
    ),
    ...map.doors.map(({ key }, i): Reference => ["item", key, ["doors", i, "key"]]),
    ...placed.flatMap((list) => map[list].map(({ area }, i): Reference => ["area", area, [list, i, "area"]])),
    ...scripted.flatMap((list) => map[list].map(({ script }, i): Reference => ["script", script, [list, i, "script"]])),
    ...map.npcs.flatMap(({ habits }, npc) =>
      habits.flatMap((habit, i) =>
        stopsOf(habit, ["npcs", npc, "habits", i]).map(({ area, path }): Reference => ["area", area, path]),
      ),
    ),
  ];
}

function unusedScripts({ scripts }: RealmMap, references: Reference[]): Fault[] {
  const used = new Set(references.flatMap(([kind, name]) => (kind === "script" ? [name] : [])));
  return scripts
    .filter(({ name }) => !used.has(name))
    .map(({ file }): Fault => ({ code: "REALM_UNUSED", path: [], message: "nothing has this script", file }));
}
