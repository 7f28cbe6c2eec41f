import type { Area, Box, Point, RealmMap, Shape } from "../world/realm-map.ts";
import type { Fault, Path } from "./problem.ts";
import { AREA_SIDE_MAX_M, AREA_SIDE_MIN_M, WALL_M } from "./realm-limits.ts";
import { boxAround, EPSILON_M, grown, holds, overlap } from "./space.ts";

/** A shallow touch is mended by the first physics step. */
const TOUCH_M = 0.02;

/** Areas lie apart, and what is in them lies inside them and not in each other. */
export function checkPlaces(map: RealmMap): Fault[] {
  return [...checkBoxes(map.areas), ...checkApart(map.areas), ...checkInside(map), ...checkLoose(map)];
}

function checkBoxes(areas: readonly Area[]): Fault[] {
  return areas.flatMap(({ box }, i): Fault[] => {
    const sides = [0, 1, 2].map((axis) => (box.max[axis] ?? 0) - (box.min[axis] ?? 0));
    if (sides.every((side) => side >= AREA_SIDE_MIN_M && side <= AREA_SIDE_MAX_M)) return [];
    const message = `an area is ${AREA_SIDE_MIN_M} to ${AREA_SIDE_MAX_M} m long on each side; max is the larger corner`;
    return [{ code: "REALM_BAD_PLACE", path: ["areas", i, "box"], message }];
  });
}

function checkApart(areas: readonly Area[]): Fault[] {
  return areas.flatMap((area, i) =>
    areas.slice(0, i).flatMap((other): Fault[] => {
      const path = ["areas", i, "box"];
      if (overlap(area.box, other.box)) return [{ code: "REALM_BAD_PLACE", path, message: `overlaps "${other.id}"` }];
      const close = overlap(walled(area), other.box) || overlap(walled(other), area.box);
      const message = `leave ${WALL_M} m for the wall between this and "${other.id}"`;
      return close ? [{ code: "REALM_TIGHT", path, message }] : [];
    }),
  );
}

/** An area with the walls around it, and with ceiling and floor where it has those. */
function walled({ box, walls, indoors }: Area): Box {
  return walls === null ? box : grown(box, WALL_M, indoors ? WALL_M : 0);
}

function checkInside(map: RealmMap): Fault[] {
  const boxes = new Map(map.areas.map(({ id, box }) => [id, box]));
  const placed = ["props", "items", "npcs", "lights"] as const;
  const places: { area: string; at: Point; path: Path }[] = [
    { ...map.spawn, path: ["spawn", "at"] },
    ...placed.flatMap((list) => map[list].map(({ area, at }, i) => ({ area, at, path: [list, i, "at"] }))),
    ...map.areas.flatMap(({ id, solids }, area) =>
      solids.map(({ at }, i) => ({ area: id, at, path: ["areas", area, "solids", i, "at"] })),
    ),
  ];
  return places.flatMap(({ area, at, path }): Fault[] => {
    const box = boxes.get(area);
    if (!box || holds(box, at)) return [];
    return [{ code: "REALM_BAD_PLACE", path, message: `lies outside of "${area}"` }];
  });
}

interface Body {
  box: Box;
  path: Path;
  name: string;
}

/** Things that can move do not begin inside others, which would throw them about. */
function checkLoose(map: RealmMap): Fault[] {
  const faults: Fault[] = [];
  for (const [i, area] of map.areas.entries()) {
    const fixed: Body[] = area.solids.map((solid, s) =>
      body(solid, ["areas", i, "solids", s], solid.title ?? "a solid"),
    );
    const loose: Body[] = [];
    for (const list of ["props", "items"] as const) {
      for (const [t, thing] of map[list].entries()) {
        if (thing.area !== area.id) continue;
        const still = "fixed" in thing && thing.fixed;
        (still ? fixed : loose).push(body(thing, [list, t], thing.title));
      }
    }
    faults.push(...stuck(area.box, fixed, loose));
  }
  return faults;
}

function body({ shape, at }: { shape: Shape; at: Point }, path: Path, name: string): Body {
  return { box: boxAround(shape, at), path: [...path, "at"], name };
}

function stuck(air: Box, fixed: readonly Body[], loose: readonly Body[]): Fault[] {
  const room = grown(air, EPSILON_M, EPSILON_M);
  return loose.flatMap(({ box, path, name }, i): Fault[] => {
    const others = [...fixed, ...loose.slice(0, i)].filter((other) => overlap(box, other.box, TOUCH_M));
    const told = others.slice(0, 1).map((other) => `begins inside ${other.name}`);
    if (!holds(room, box.min) || !holds(room, box.max)) told.push("sticks out of its area");
    return told.map((message) => ({ code: "REALM_STUCK", path, message: `${name} ${message}` }));
  });
}
