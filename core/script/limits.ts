/** The engine asks whether to go on about every 5,000 turns of a loop; a hook call that is asked more often is stopped. */
export const SCRIPT_INTERRUPTS_MAX = 20;
/** Turns of the engine's own loops, natives' included, that weigh as much as one interrupt: 0.2 to 0.4 ms. */
export const FUEL_PER_INTERRUPT = 100_000;
/** With so much fuel left a script is stopped when it is asked the next time; without any, at once, wherever it is. */
export const FUEL_RESERVE = 500_000;
/** Of everything a script holds at a time, the engine's own objects (about 260 kB) included. */
export const SCRIPT_HEAP_MAX_BYTES = 1_048_576;
/** Of the engine's own stack: about 400 calls deep. Small, so that it ends well before the host's stack can. */
export const SCRIPT_STACK_MAX_BYTES = 131_072;
/** Of one script's source. */
export const SCRIPT_SOURCE_MAX_CHARS = 65_536;
/** Arrays and objects within each other, in `self.state` and what is published. */
export const SCRIPT_JSON_DEPTH_MAX = 32;
/** Ids, and names of timers. */
export const SCRIPT_NAME_MAX_CHARS = 64;
export const SCRIPT_TIMER_MIN_MS = 100;
export const SCRIPT_TIMER_MAX_MS = 3_600_000;
/** A hook is switched off after this many failures with no success between them, … */
export const BREAKER_ROW_MAX = 3;
/** … or this many, … */
export const BREAKER_FAILURES_MAX = 5;
/** … the first at most so many ticks before the last. */
export const BREAKER_WINDOW_TICKS = 1_200;
