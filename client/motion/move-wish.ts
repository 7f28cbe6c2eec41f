/** Where somebody's controls want their body to go. */
export interface MoveWish {
  /** -100 to 100, along the world's axes: hundredths of the walking speed. */
  x: number;
  z: number;
  /** 0 to 255, whole; 0 looks south, 256 to a turn, counterclockwise seen from above. */
  facing: number;
  jump: boolean;
}

/** Wants nothing. */
export const still: MoveWish = { x: 0, z: 0, facing: 0, jump: false };
