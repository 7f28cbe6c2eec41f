import type { Area, Box, Direction, Exit, RealmMap } from "../world/realm-map.ts";
import type { Fault } from "./problem.ts";
import { PASSAGE_MAX_M, STEP_MAX_M } from "./realm-limits.ts";
import { distance, EPSILON_M, grown, holds } from "./space.ts";

/** Openings of the two sides may be this far apart along their wall. */
const OFFSET_MAX_M = 0.25;

type Side = "north" | "east" | "south" | "west";
const sidesOf: Record<Direction, readonly Side[]> = {
  north: ["north"],
  northeast: ["north", "east"],
  east: ["east"],
  southeast: ["south", "east"],
  south: ["south"],
  southwest: ["south", "west"],
  west: ["west"],
  northwest: ["north", "west"],
  in: ["north", "east", "south", "west"],
  out: ["north", "east", "south", "west"],
  up: [],
  down: [],
};

/** `up` and `down` are ladders: people are moved through them, so that they need no opening in a wall. */
export function isLadder({ direction }: Exit): boolean {
  return direction === "up" || direction === "down";
}

/** Whether a side of a box has this exit's opening. The wall of the north and south sides runs along x. */
export function sideOf({ min, max }: Box, { at, direction }: Exit): Side | null {
  const on: Record<Side, boolean> = {
    north: Math.abs(at[2] - min[2]) <= EPSILON_M,
    south: Math.abs(at[2] - max[2]) <= EPSILON_M,
    west: Math.abs(at[0] - min[0]) <= EPSILON_M,
    east: Math.abs(at[0] - max[0]) <= EPSILON_M,
  };
  return sidesOf[direction].find((side) => on[side]) ?? null;
}

/** Exits lie in the walls of their areas and meet the areas that they lead to. */
export function checkExits({ areas }: RealmMap): Fault[] {
  return areas.flatMap((area, a) =>
    area.exits.flatMap((exit, i): Fault[] => {
      const message = placeFault(area, exit);
      if (message !== null) return [{ code: "REALM_BAD_PLACE", path: ["areas", a, "exits", i, "at"], message }];
      const meeting = meetingFault(areas, area, exit);
      return meeting === null
        ? []
        : [{ code: "REALM_BAD_EXIT", path: ["areas", a, "exits", i, "at"], message: meeting }];
    }),
  );
}

function placeFault({ id, box }: Area, exit: Exit): string | null {
  const { at, width, direction } = exit;
  if (!holds(box, at)) return `lies outside of "${id}"`;
  if (at[1] - box.min[1] > STEP_MAX_M + EPSILON_M) return `an exit is at most ${STEP_MAX_M} m above its area's floor`;
  if (isLadder(exit)) return null;
  const side = sideOf(box, exit);
  if (side === null) return `an exit ${direction} lies on the ${sidesOf[direction].join(" or ")} border of its area`;
  const along = side === "north" || side === "south" ? 0 : 2;
  const room = Math.min(at[along] - box.min[along], box.max[along] - at[along]);
  return width / 2 > room + EPSILON_M ? "its width reaches around a corner of the area" : null;
}

function meetingFault(areas: readonly Area[], area: Area, exit: Exit): string | null {
  const target = areas.find(({ id }) => id === exit.to);
  if (target === area) return "leads to its own area";
  if (!target || isLadder(exit)) return null;
  if (!holds(grown(target.box, PASSAGE_MAX_M, STEP_MAX_M), exit.at))
    return `"${target.id}" is more than ${PASSAGE_MAX_M} m away, or its floor higher or lower than a step`;
  const [back] = target.exits
    .filter((other) => other.to === area.id && !isLadder(other))
    .sort((a, b) => distance(a.at, exit.at) - distance(b.at, exit.at));
  return back && misses(area, exit, back) ? `does not line up with the exit that leads back from "${target.id}"` : null;
}

function misses({ box }: Area, exit: Exit, back: Exit): boolean {
  const side = sideOf(box, exit);
  const along = side === "north" || side === "south" ? 0 : 2;
  return (
    Math.abs(exit.at[along] - back.at[along]) > OFFSET_MAX_M ||
    Math.abs(exit.at[1] - back.at[1]) > STEP_MAX_M + EPSILON_M ||
    distance(exit.at, back.at) > PASSAGE_MAX_M + OFFSET_MAX_M
  );
}
