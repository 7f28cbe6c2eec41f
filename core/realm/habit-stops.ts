import type { Habit } from "../world/realm-map.ts";
import type { Path } from "./problem.ts";

/** Where a habit takes somebody. */
export interface Stop {
  area: string;
  path: Path;
}

/** The stops of a habit, each with the path of the field that names it. */
export function stopsOf(habit: Habit, path: Path): Stop[] {
  switch (habit.habit) {
    case "wander":
      return habit.areas.map((area, i) => ({ area, path: [...path, "areas", i] }));
    case "patrol":
      return habit.route.map((area, i) => ({ area, path: [...path, "route", i] }));
    case "schedule":
      return habit.stops.map(({ area }, i) => ({ area, path: [...path, "stops", i, "area"] }));
    default:
      return [];
  }
}
