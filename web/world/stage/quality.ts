/** How much the stage draws. Level 0 is the least. */
export interface Quality {
  level: number;
  /** At most so many device pixels to a CSS pixel. */
  pixelRatio: number;
  /** The sun casts shadows. */
  shadows: boolean;
  /** Names shown at once. */
  tags: number;
  /** Metres; farther areas are not drawn, and fog hides where they end. */
  viewM: number;
  /** Leaves move, the halos of lamps are drawn. */
  trimmings: boolean;
}

export const qualities: readonly Quality[] = [
  { level: 0, pixelRatio: 0.6, shadows: false, tags: 8, viewM: 40, trimmings: false },
  { level: 1, pixelRatio: 0.8, shadows: false, tags: 14, viewM: 55, trimmings: true },
  { level: 2, pixelRatio: 1, shadows: false, tags: 22, viewM: 75, trimmings: true },
  { level: 3, pixelRatio: 1.5, shadows: false, tags: 30, viewM: 95, trimmings: true },
  { level: 4, pixelRatio: 2, shadows: true, tags: 30, viewM: 120, trimmings: true },
];

/** Where the ladder begins: it looks well, and old phones manage it for the second that it takes to step down. */
export const FIRST_LEVEL = 3;

/** Frames that are judged together. */
const WINDOW = 45;
/** A frame that takes longer is not smooth; one that is shorter leaves time to spare. */
const SLOW_MS = 24;
const FAST_MS = 18;
/** Longer than this is a pause (a hidden tab, a paused debugger), and says nothing. */
const PAUSE_MS = 1_000;
/** So many fast windows before a step up, twice as many after each step up that did not hold. */
const FIRST_PATIENCE = 8;
const PATIENCE_MAX = 128;

/** What the ladder remembers between frames. */
export interface Ladder {
  readonly level: number;
  readonly frames: number;
  readonly slow: number;
  readonly fast: number;
  readonly fastWindows: number;
  readonly patience: number;
  /** The last step was up. */
  readonly isTrying: boolean;
}

export function ladderAt(level: number): Ladder {
  return { level, frames: 0, slow: 0, fast: 0, fastWindows: 0, patience: FIRST_PATIENCE, isTrying: false };
}

/**
 * The ladder after one more frame, `frameMs` after the one before. A window with a third of slow frames steps down at
 * once; up goes only what was fast for long, and whoever falls back from there waits twice as long the next time.
 */
export function climbed(ladder: Ladder, frameMs: number): Ladder {
  if (frameMs > PAUSE_MS) return ladder;
  const frames = ladder.frames + 1;
  const slow = ladder.slow + Number(frameMs > SLOW_MS);
  const fast = ladder.fast + Number(frameMs < FAST_MS);
  if (frames < WINDOW) return { ...ladder, frames, slow, fast };
  const next = { ...ladder, frames: 0, slow: 0, fast: 0 };
  if (slow * 3 > WINDOW) return steppedDown(next);
  if (fast < WINDOW * 0.9) return { ...next, fastWindows: 0 };
  if (ladder.fastWindows + 1 < ladder.patience) return { ...next, fastWindows: ladder.fastWindows + 1 };
  if (ladder.level + 1 >= qualities.length) return { ...next, fastWindows: 0, isTrying: false };
  return { ...next, level: ladder.level + 1, fastWindows: 0, isTrying: true };
}

function steppedDown(ladder: Ladder): Ladder {
  const patience = ladder.isTrying ? Math.min(PATIENCE_MAX, ladder.patience * 2) : ladder.patience;
  return { ...ladder, level: Math.max(0, ladder.level - 1), fastWindows: 0, patience, isTrying: false };
}

/** The quality of a level; levels beyond the ends are those at the ends. */
export function qualityAt(level: number): Quality {
  const quality = qualities[Math.max(0, Math.min(qualities.length - 1, level))];
  if (!quality) throw new Error("There are no qualities");
  return quality;
}
