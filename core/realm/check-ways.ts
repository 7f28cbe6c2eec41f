import type { Habit, RealmMap } from "../world/realm-map.ts";
import { type Stop, stopsOf } from "./habit-stops.ts";
import type { Fault, Path } from "./problem.ts";
import { blockedWays } from "./walk-grid.ts";

/** Newcomers can get everywhere, those who live there to where they go, and both on foot. */
export function checkWays(map: RealmMap): Fault[] {
  return [...checkReach(map), ...checkHabits(map), ...checkFeet(map)];
}

/** Which areas one can get to from an area, itself among them. Locked doors count as ways: keys are found. */
function reachable({ areas }: RealmMap, from: string): Set<string> {
  const exitsOf = new Map(areas.map(({ id, exits }) => [id, exits]));
  const seen = new Set([from]);
  for (const id of seen) for (const { to } of exitsOf.get(id) ?? []) seen.add(to);
  return seen;
}

function checkReach(map: RealmMap): Fault[] {
  if (!map.areas.some(({ id }) => id === map.spawn.area)) return [];
  const seen = reachable(map, map.spawn.area);
  return map.areas.flatMap(({ id }, i): Fault[] => {
    if (seen.has(id)) return [];
    const message = `no way leads to "${id}" from where newcomers stand`;
    return [{ code: "REALM_UNREACHABLE", path: ["areas", i, "id"], message }];
  });
}

function checkHabits(map: RealmMap): Fault[] {
  const areas = new Set(map.areas.map(({ id }) => id));
  const known = new Map<string, Set<string>>();
  const from = (area: string): Set<string> => {
    const seen = known.get(area) ?? reachable(map, area);
    known.set(area, seen);
    return seen;
  };
  return map.npcs.flatMap((npc, n) =>
    npc.habits.flatMap((habit, h) => {
      // What does not exist is told by check-references.ts.
      const stops = stopsOf(habit, ["npcs", n, "habits", h]).filter(({ area }) => areas.has(area));
      return [
        ...unreached(areas.has(npc.area) ? npc.area : (stops[0]?.area ?? ""), stops, from),
        ...checkTimes(habit, ["npcs", n, "habits", h]),
      ];
    }),
  );
}

/** From home to the first stop, from each to the next, and from the last to the first. */
function unreached(home: string, stops: readonly Stop[], from: (area: string) => Set<string>): Fault[] {
  const last = stops.at(-1)?.area ?? home;
  return stops.flatMap(({ area, path }, i): Fault[] => {
    const before = i === 0 ? [home, last] : [stops[i - 1]?.area ?? home];
    const astray = before.find((one) => !from(one).has(area));
    return astray === undefined
      ? []
      : [{ code: "REALM_UNREACHABLE", path, message: `no way leads here from "${astray}"` }];
  });
}

function checkTimes(habit: Habit, path: Path): Fault[] {
  if (habit.habit !== "schedule") return [];
  return habit.stops.flatMap(({ minute }, i): Fault[] => {
    if (i === 0 || minute > (habit.stops[i - 1]?.minute ?? 0)) return [];
    const message = "stops are in the order of their minutes";
    return [{ code: "REALM_BAD_FIELD", path: [...path, "stops", i, "minute"], message }];
  });
}

function checkFeet(map: RealmMap): Fault[] {
  return map.areas.flatMap((area, a) => {
    const start = map.spawn.area === area.id ? [map.spawn.at] : [];
    const fixed = map.props.filter((prop) => prop.area === area.id && prop.fixed);
    return blockedWays(area, fixed, start).map((i): Fault => {
      const path = ["areas", a, "exits", i, "at"];
      return { code: "REALM_BLOCKED", path, message: `solids stand between this exit and the rest of "${area.id}"` };
    });
  });
}
