import type { RealmMap } from "../world/realm-map.ts";
import type { Fault } from "./problem.ts";

const lists = ["areas", "doors", "props", "items", "npcs", "lights"] as const;
/** Scripts move these by name alone. */
const movable: readonly string[] = ["props", "items", "npcs"];

/** Names are taken once per list, and directions once per area. */
export function checkNames(map: RealmMap): Fault[] {
  return [...checkIds(map), ...checkDirections(map)];
}

function checkIds(map: RealmMap): Fault[] {
  const faults: Fault[] = [];
  const moved = new Map<string, string>();
  for (const list of lists) {
    const seen = new Set<string>();
    for (const [i, { id }] of map[list].entries()) {
      const path = [list, i, "id"];
      const other = moved.get(id);
      if (seen.has(id)) faults.push({ code: "REALM_DUPLICATE", path, message: `"${id}" is taken` });
      else if (movable.includes(list) && other !== undefined)
        faults.push({ code: "REALM_AMBIGUOUS", path, message: `"${id}" is also one of the ${other}` });
      seen.add(id);
      if (movable.includes(list)) moved.set(id, list);
    }
  }
  return faults;
}

function checkDirections({ areas }: RealmMap): Fault[] {
  return areas.flatMap(({ exits }, area) =>
    exits.flatMap(({ direction }, i): Fault[] => {
      if (exits.findIndex((exit) => exit.direction === direction) === i) return [];
      const path = ["areas", area, "exits", i, "direction"];
      return [{ code: "REALM_DUPLICATE", path, message: `another exit of this area leads ${direction}` }];
    }),
  );
}
