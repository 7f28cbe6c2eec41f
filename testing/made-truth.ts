import { motionKinds, motionLayout } from "../core/protocol/world-motion.ts";
import { Truth } from "../core/world/motion/truth.ts";

/** Somebody to be told of: where their feet are, in metres, and in which area. */
export interface Stander {
  entity: number;
  at: readonly [x: number, y: number, z: number];
  area?: number;
  /** Of doors: the area on the other side. */
  beyond?: number;
}

/** A plain of 400 m each way. */
export const plainLayout = motionLayout([{ box: { min: [-200, 0, -200], max: [200, 10, 200] } }]);

/** Fills a truth with players who stand there; they are named in ascending order. */
export function tellStanders(truth: Truth, standers: readonly Stander[]): void {
  const kind = motionKinds.indexOf("player");
  truth.begin();
  for (const { entity, at, area = 0, beyond = area } of standers) {
    const pose = Float32Array.from([...at, 0, 0, 0, 1]);
    truth.add({ entity, kind, area, beyond, pose, resting: false, fields: 0 });
  }
}

/** A truth on the plain. */
export function truthOf(standers: readonly Stander[]): Truth {
  const truth = new Truth(plainLayout);
  tellStanders(truth, standers);
  return truth;
}
