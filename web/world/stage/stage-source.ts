import type { MovingMoment } from "../../../client/motion/moving-moment.ts";
import type { Scenery } from "../../../core/world/scenery.ts";

/** What is on the stage at one moment. */
export interface StageMoment extends MovingMoment {
  /** Of the world's day, 0 to below 1440; parts of minutes are allowed. */
  minute: number;
  /** The entity of who watches; `null`: nobody, and the camera stays where newcomers stand. */
  self: number | null;
}

/** Where the stage learns what to show. */
export interface StageSource {
  readonly scenery: Scenery;
  /** What is to be seen at a time of `performance.now()`; asked once a frame. */
  moment(nowMs: number): StageMoment;
  /** What a player is called; `null`: unknown. */
  nameOf(entity: number): string | null;
}
