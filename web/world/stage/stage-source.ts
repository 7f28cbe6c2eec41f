import type { Scenery } from "../../../core/world/scenery.ts";

/** Somebody or something on the stage, as it stands at one moment. Metres; x east, y up, z south. */
export interface StageActor {
  entity: number;
  kind: "player" | "npc" | "door" | "prop" | "item";
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
  /** Metres a second along the ground: how fast legs move. */
  speed: number;
}

/** What is on the stage at one moment. It may be the same object every time. */
export interface StageMoment {
  /** Of the world's day, 0 to below 1440; parts of minutes are allowed. */
  minute: number;
  /** The entity of who watches; `null`: nobody, and the camera stays where newcomers stand. */
  self: number | null;
  /** Only the first `count` are meant; the objects are used again. */
  actors: StageActor[];
  count: number;
  /** Places in `scenery.lights` of those that shine. */
  lit: ReadonlySet<number>;
}

/** Where the stage learns what to show. */
export interface StageSource {
  readonly scenery: Scenery;
  /** What is to be seen at a time of `performance.now()`; asked once a frame. */
  moment(nowMs: number): StageMoment;
  /** What a player is called; `null`: unknown. */
  nameOf(entity: number): string | null;
}

/** Where the controls want to go. */
export interface MoveWish {
  /** -100 to 100, along the world's axes: hundredths of the walking speed. */
  x: number;
  z: number;
  /** 0 to 255, whole; 0 looks south, 256 to a turn, counterclockwise seen from above. */
  facing: number;
  jump: boolean;
}
