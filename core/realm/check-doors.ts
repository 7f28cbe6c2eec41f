import type { Area, Door, Exit, RealmMap } from "../world/realm-map.ts";
import { isLadder, sideOf } from "./check-exits.ts";
import type { Fault, Path } from "./problem.ts";
import { PASSAGE_MAX_M } from "./realm-limits.ts";
import { distance, EPSILON_M } from "./space.ts";

interface Side {
  area: Area;
  exit: Exit;
  path: Path;
}

/** Each door hangs in the one opening between two areas, and what is locked can be opened. */
export function checkDoors(map: RealmMap): Fault[] {
  const sides = map.areas.flatMap((area, a) =>
    area.exits.map((exit, i): Side => ({ area, exit, path: ["areas", a, "exits", i, "door"] })),
  );
  return map.doors.flatMap((door, i) => {
    const path = ["doors", i];
    const named = sides.filter(({ exit }) => exit.door === door.id);
    return [...checkSides(door, named, path), ...checkLock(map, door, path)];
  });
}

function checkSides(door: Door, named: Side[], path: Path): Fault[] {
  const [one, other] = named;
  const fault = (message: string, at: Path): Fault => ({ code: "REALM_BAD_DOOR", path: at, message });
  if (!one) return [fault(`no exit has the door "${door.id}"`, [...path, "id"])];
  if (named.length > 2) return [fault(`more than two exits have the door "${door.id}"`, [...path, "id"])];
  if (!other && !one.exit.to.includes(":"))
    return [fault(`the exit back from "${one.exit.to}" must have the door "${door.id}" too`, one.path)];
  if (other && (one.exit.to !== other.area.id || other.exit.to !== one.area.id))
    return [fault(`"${door.id}" is a door of two exits that do not lead to each other`, other.path)];
  return named.flatMap((side) => {
    const message = hanging(door, side);
    return message === null ? [] : [fault(message, side.path)];
  });
}

/** What keeps a door from hanging in an opening; `null` if it can. */
function hanging(door: Door, { area, exit }: Side): string | null {
  if (isLadder(exit)) return "a ladder has no door";
  const side = sideOf(area.box, exit);
  const along = side === "north" || side === "south" ? "x" : "z";
  if (side !== null && door.along !== along) return `the wall here runs along ${along}, and "${door.id}" does not`;
  if (distance(door.at, exit.at) > PASSAGE_MAX_M) return `"${door.id}" is not in this opening`;
  if (door.width > exit.width + EPSILON_M) return `"${door.id}" is wider than this opening`;
  const { min, max } = area.box;
  return door.height > max[1] - min[1] + EPSILON_M ? `"${door.id}" is higher than "${area.id}"` : null;
}

function checkLock({ scripts }: RealmMap, door: Door, path: Path): Fault[] {
  if (door.open && door.locked)
    return [{ code: "REALM_BAD_DOOR", path: [...path, "locked"], message: "an open door cannot be locked" }];
  const opened = door.key !== undefined || door.script !== undefined;
  if (!door.locked || opened || scripts.some(({ source }) => source.includes(door.id))) return [];
  const message = `no item is the key of "${door.id}", and no script names it`;
  return [{ code: "REALM_NO_KEY", path: [...path, "locked"], message }];
}
