import { ELBOW_M, SKIN_M } from "./numbers.ts";
import { type Rectangle, rectangleMeets, setWay, type Way } from "./way.ts";

/** What is this much nearer than the skin still counts as outside of it. */
const GRAZE_M = 0.001;
/** Between two walls there are two turns to take; what takes more is for the engine. */
const TURNS = 3;

/**
 * Shortens a way to where the flat sides of walls let somebody slide along them. False: it is not that simple, as at a
 * wall's corner.
 */
export function slideAlong(way: Way, walls: readonly Rectangle[]): boolean {
  const room = way.roomM;
  // Who keeps their skin does not touch.
  setWay(way, way.fromX, way.fromZ, way.toX, way.toZ, room - ELBOW_M + SKIN_M - GRAZE_M);
  const slides = settle(way, walls);
  setWay(way, way.fromX, way.fromZ, way.toX, way.toZ, room);
  return slides;
}

function settle(way: Way, walls: readonly Rectangle[]): boolean {
  for (let turn = 0; turn < TURNS; turn++) {
    const wall = walls.find((one) => rectangleMeets(one, way));
    if (!wall) return true;
    if (!shorten(way, wall)) return false;
  }
  return false;
}

/** Ends the way at the side of a wall that it runs into, if it does so between the wall's corners. */
function shorten(way: Way, { minX, minZ, maxX, maxZ }: Rectangle): boolean {
  const { fromX, fromZ, toX, toZ, roomM } = way;
  const skin = roomM + GRAZE_M;
  const isBetweenX = Math.min(fromX, toX) >= minX && Math.max(fromX, toX) <= maxX;
  const isBetweenZ = Math.min(fromZ, toZ) >= minZ && Math.max(fromZ, toZ) <= maxZ;
  let [endX, endZ] = [toX, toZ];
  if (isBetweenX && fromZ > maxZ + roomM) endZ = Math.max(toZ, Math.min(fromZ, maxZ + skin));
  else if (isBetweenX && fromZ < minZ - roomM) endZ = Math.min(toZ, Math.max(fromZ, minZ - skin));
  else if (isBetweenZ && fromX > maxX + roomM) endX = Math.max(toX, Math.min(fromX, maxX + skin));
  else if (isBetweenZ && fromX < minX - roomM) endX = Math.min(toX, Math.max(fromX, minX - skin));
  if (endX === toX && endZ === toZ) return false;
  setWay(way, fromX, fromZ, endX, endZ, roomM);
  return true;
}
