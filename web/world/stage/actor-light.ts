import type { Scenery } from "../../../core/world/scenery.ts";
import { addLamp, type Lamp, reaches } from "./lamplight.ts";

/** The light of lamps on one actor: red, green, blue, and 1 in the fourth place indoors. It is kept while nothing changes. */
export interface ActorLight {
  light: Float32Array;
  x: number;
  y: number;
  z: number;
  area: number;
  /** Of the lamps that shone when it was computed. */
  version: number;
}

export function noLight(): ActorLight {
  return { light: new Float32Array(4), x: Number.NaN, y: 0, z: 0, area: -1, version: -1 };
}

/** Who has not gone farther is lit as before, in metres: nobody sees the difference. */
const STEP_M = 0.12;
const around = [0, 0, 0] as const;

/** Computes the light on what moves. */
export interface ActorLighting {
  /** From now on these lamps shine. */
  shine(lit: ReadonlySet<number>): void;
  /** Brings the light on somebody at a place up to date. */
  update(of: ActorLight, area: number, x: number, y: number, z: number): void;
}

export function createActorLighting({ areas }: Scenery, lamps: readonly Lamp[]): ActorLighting {
  /** Lamps that shine, for each area, and last for who is in none. */
  let shining: Lamp[][] = [];
  let version = 0;
  let before = "?";
  const place: [number, number, number] = [0, 0, 0];
  return {
    shine: (lit) => {
      const now = lamps.map(({ index }) => (lit.has(index) ? "1" : "0")).join("");
      if (now === before) return;
      before = now;
      version += 1;
      const on = lamps.filter(({ index }) => lit.has(index));
      shining = [...areas, null].map((area, i) =>
        on.filter((lamp) => reaches(lamp, area ? i : -1, area?.indoors ?? false)),
      );
    },
    update: (of, area, x, y, z) => {
      const isSame = of.version === version && of.area === area;
      if (isSame && Math.abs(of.x - x) + Math.abs(of.y - y) + Math.abs(of.z - z) < STEP_M) return;
      Object.assign(of, { version, area, x, y, z });
      of.light.fill(0);
      place[0] = x;
      place[1] = y;
      place[2] = z;
      for (const lamp of shining[area] ?? shining.at(-1) ?? []) addLamp(lamp, place, around, of.light, 0);
      of.light[3] = areas[area]?.indoors ? 1 : 0;
    },
  };
}
