import type { Scenery, SceneryArea } from "../../../core/world/scenery.ts";

/** Metres around an area that still count as in it: doorways, and feet a little below the floor. */
const ABOUT_M = 0.35;

/** Whether a point is in a box, or so far outside of it in metres. */
export function isInBox({ min, max }: SceneryArea["box"], x: number, y: number, z: number, aboutM = 0): boolean {
  return (
    x >= min[0] - aboutM &&
    x <= max[0] + aboutM &&
    y >= min[1] - aboutM &&
    y <= max[1] + aboutM &&
    z >= min[2] - aboutM &&
    z <= max[2] + aboutM
  );
}

/** Place in the scenery's list of the area that a point is in; `last` if it is in none, or still in that one. */
export function areaAt({ areas }: Pick<Scenery, "areas">, x: number, y: number, z: number, last = -1): number {
  const before = areas[last];
  if (before && isInBox(before.box, x, y, z)) return last;
  const exact = areas.findIndex(({ box }) => isInBox(box, x, y, z));
  if (exact >= 0) return exact;
  if (before && isInBox(before.box, x, y, z, ABOUT_M)) return last;
  const about = areas.findIndex(({ box }) => isInBox(box, x, y, z, ABOUT_M));
  return about >= 0 ? about : last;
}
