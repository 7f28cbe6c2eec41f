import type { Piece } from "./geometry.ts";
import { isFree } from "./portable/free-place.ts";
import type { Point, RealmMap } from "./realm-map.ts";
import { CHARACTER_HEIGHT_M, CHARACTER_RADIUS_M } from "./world-schema.ts";

/** Where newcomers stand around the spawn, one after the other, in metres east and south: not one inside the other. */
const places: readonly (readonly [x: number, z: number])[] = [
  [0, 0],
  [1, 0],
  [-1, 0],
  [0, -1],
  [0.7, -0.7],
  [-0.7, -0.7],
  [0, 1],
  [0.7, 0.7],
  [-0.7, 0.7],
];

/** Where somebody new stands: near the spawn, where the map leaves room; else at the spawn itself. `number`: their own. */
export function spawnPlace({ spawn, areas, props }: RealmMap, number: number): Point {
  const [dx, dz] = places[number % places.length] ?? [0, 0];
  const [x, y, z] = [spawn.at[0] + dx, spawn.at[1], spawn.at[2] + dz];
  const area = areas.find(({ id }) => id === spawn.area);
  if (!area) return spawn.at;
  const { min, max } = area.box;
  const r = CHARACTER_RADIUS_M;
  const isInside = x - r > min[0] && x + r < max[0] && z - r > min[2] && z + r < max[2];
  const built = [...area.solids, ...props.filter((prop) => prop.area === spawn.area)];
  const pieces = built.map(({ shape, at, material }): Piece => ({ area: area.id, kind: "solid", shape, at, material }));
  return isInside && isFree(pieces, [x, y, z], CHARACTER_HEIGHT_M, r) ? [x, y, z] : spawn.at;
}
