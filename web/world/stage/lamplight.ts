import type { Scenery } from "../../../core/world/scenery.ts";
import { type Colour, colourOf } from "./colours.ts";

/** A light of the scenery as it falls on things. */
export interface Lamp {
  /** Its place in the scenery's list. */
  index: number;
  /** Place of its area in the scenery's list. */
  area: number;
  isIndoors: boolean;
  at: readonly [x: number, y: number, z: number];
  colour: Colour;
  reachM: number;
  /** An open fire: it flickers. */
  isFire: boolean;
}

/** The most that a lamp's light is written with, so that it fits bytes. */
export const LAMP_MAX = 4;
const STRENGTH = 3.3;

/** The lamps of a realm, ready to be computed with. */
export function lampsOf({ lights, areas }: Scenery): Lamp[] {
  return lights.map((light, index) => {
    const area = areas.findIndex(({ id }) => id === light.area);
    const colour = colourOf(light.colour);
    const isFire = /fire|flame|ember|hearth|oven|beacon|candle|torch/.test(light.id);
    return {
      index,
      area,
      isIndoors: areas[area]?.indoors ?? false,
      at: light.at,
      colour,
      reachM: light.reachM,
      isFire,
    };
  });
}

/** Whether a lamp lights a place: rooms keep their light to themselves, and let none in. */
export function reaches(lamp: Lamp, area: number, isIndoors: boolean): boolean {
  return lamp.isIndoors || isIndoors ? lamp.area === area : true;
}

/**
 * Adds a lamp's light on a surface to `into` at `offset`: red, green, blue, and of that the share of fires. A normal of
 * length 0 stands for a thing that is lit from all sides.
 */
export function addLamp(
  { at, colour, reachM, isFire }: Lamp,
  place: readonly [x: number, y: number, z: number],
  normal: readonly [x: number, y: number, z: number],
  into: Float32Array,
  offset: number,
): void {
  const [dx, dy, dz] = [at[0] - place[0], at[1] - place[1], at[2] - place[2]];
  const square = dx * dx + dy * dy + dz * dz;
  if (square >= reachM * reachM) return;
  const far = Math.sqrt(square);
  const edge = 1 - square / (reachM * reachM);
  const facing = far < 0.3 ? 1 : (dx * normal[0] + dy * normal[1] + dz * normal[2]) / far;
  const isAround = normal[0] === 0 && normal[1] === 0 && normal[2] === 0;
  // Light comes around corners a little: rooms have walls that throw it back.
  const share = isAround ? 1 : 0.22 + 0.78 * Math.max(0, facing);
  const strength = (STRENGTH * edge * edge * share) / (1 + square * 0.12);
  into[offset] = (into[offset] ?? 0) + colour[0] * strength;
  into[offset + 1] = (into[offset + 1] ?? 0) + colour[1] * strength;
  into[offset + 2] = (into[offset + 2] ?? 0) + colour[2] * strength;
  if (isFire) into[offset + 3] = (into[offset + 3] ?? 0) + strength;
}
