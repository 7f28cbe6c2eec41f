import type { MotionKind } from "../../core/protocol/world-motion.ts";

/** Somebody or something as it is to be shown. Metres; x east, y up, z south. */
export interface MovingActor {
  entity: number;
  kind: Exclude<MotionKind, "light">;
  /** Its place in the scenery's list of its kind; of players 0. */
  plan: number;
  /** Of players and NPCs their feet, of all else the middle of the shape. */
  x: number;
  y: number;
  z: number;
  /** How a thing is turned; players and NPCs do not use it. */
  qx: number;
  qy: number;
  qz: number;
  qw: number;
  /** Of players and NPCs: radians about y; 0 looks along +z (south), positive is counterclockwise seen from above. */
  turn: number;
  sitting: boolean;
  /** Metres a second along the ground. */
  speed: number;
}

/** Everything that moves at one moment. It may be the same object every time. */
export interface MovingMoment {
  /** Only the first `count` are meant; the objects are used again. */
  actors: MovingActor[];
  count: number;
  /** Places in `scenery.lights` of those that shine. */
  lit: ReadonlySet<number>;
}
