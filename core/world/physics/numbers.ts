/**
 * World ticks are 50 ms, and the engine takes each in one step: what a step costs is mostly finding contacts. Its
 * solver goes through a step in as many small ones as it has iterations; with eight (160 a second) a tower of ten
 * crates stands still, with four it sways and falls. Two steps of four cost half as much again and hold no better.
 * What is small and fast is swept (continuous collision detection), so that it does not skip through walls.
 */
export const TICK_S = 0.05;
export const SOLVER_ITERATIONS = 8;

export const GRAVITY_M_S2 = 9.81;
/** Lifts the feet by 0.45 m: onto a bench, not over a wall. */
export const JUMP_M_S = 3;
export const FALL_MAX_M_S = 30;
/** Who should fall this fast and does not move is held by something. */
export const HELD_M_S = -2;

/** Shares of speed that are lost in a second: the engine knows no rolling friction, and a ball would never lie still. */
export const ROLL_DAMPING = 2;
export const SLIDE_DAMPING = 0.1;

/** The gap that a character keeps from everything; the engine asks for one. */
export const SKIN_M = 0.02;
/** Who has this much room on all sides meets nothing; more than {@link SKIN_M}. */
export const ELBOW_M = 0.03;
/** What a character steps onto, a realm's largest step and the skin. */
export const STEP_M = 0.32;
/** A narrower step is a ladder's rung. */
export const STEP_WIDTH_M = 0.15;
/** Who is that close above flat ground stands on it. */
export const FOOTING_M = 0.06;
/** 50°, in radians. */
export const CLIMB_RAD = 0.872_664_6;
/** For the impulses with which characters push: they lean on things, they do not ram them. */
export const CHARACTER_KG = 60;
/** Below this a character who wants to go nowhere counts as still. */
export const STILL_M = 0.001;

export const DOOR_THICKNESS_M = 0.06;
/** On each side of the panel, so that it does not scrape. */
export const DOOR_GAP_M = 0.02;
/** Flat against the side of its opening. */
export const DOOR_OPEN_DEGREES = 90;
/** Open in 0.75 s. */
export const DOOR_DEGREES_PER_TICK = 6;
/** A door stops so many ticks before it would touch: in one, somebody walks a quarter of a metre. */
export const DOOR_LOOKAHEAD_TICKS = 2;

/** A thing that stays this near to one place for this long is at rest, however it trembles: wedged, it would for ever. */
export const FIDGET_M = 0.05;
export const FIDGET_TICKS = 200;
