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
  /** People nearer than this are drawn with all their corners, others with the fewest that do. */
  detailM: number;
}

export const qualities: readonly Quality[] = [
  { level: 0, pixelRatio: 0.6, shadows: false, tags: 8, viewM: 40, detailM: 0 },
  { level: 1, pixelRatio: 0.8, shadows: false, tags: 14, viewM: 55, detailM: 5 },
  { level: 2, pixelRatio: 1, shadows: false, tags: 22, viewM: 75, detailM: 8 },
  { level: 3, pixelRatio: 1.5, shadows: false, tags: 30, viewM: 95, detailM: 12 },
  { level: 4, pixelRatio: 2, shadows: true, tags: 30, viewM: 120, detailM: 18 },
];

/** Where the ladder begins: it looks well, and old phones manage it for the second that it takes to step down. */
export const FIRST_LEVEL = 3;

/** Where it begins where the processor draws: without a graphics chip. */
export const SOFTWARE_LEVEL = 0;

/** Frames that are judged together: so many, or for so long if they are slow. */
const WINDOW_FRAMES = 45;
const WINDOW_MS = 1_500;
/** A frame that takes longer is not smooth; one that is shorter leaves time to spare. */
const SLOW_MS = 24;
const FAST_MS = 18;
/** Where frames take so long in the mean, one step is not enough. */
const HOPELESS_MS = 60;
/** A frame that takes longer is a pause (a hidden tab, a paused debugger) unless the one before was as long. */
const PAUSE_MS = 1_000;
/** So many fast windows before a step up, twice as many after each step up that did not hold. */
const FIRST_PATIENCE = 8;
const PATIENCE_MAX = 128;

/** What the ladder remembers between frames. */
export interface Ladder {
  readonly level: number;
  readonly frames: number;
  readonly elapsedMs: number;
  readonly slow: number;
  readonly fast: number;
  readonly fastWindows: number;
  readonly patience: number;
  /** The last step was up. */
  readonly isTrying: boolean;
  /** The last frame was as long as a pause. */
  readonly isPausing: boolean;
}

const noFrames = { frames: 0, elapsedMs: 0, slow: 0, fast: 0 };

export function ladderAt(level: number): Ladder {
  return { ...noFrames, level, fastWindows: 0, patience: FIRST_PATIENCE, isTrying: false, isPausing: false };
}

/**
 * The ladder after one more frame, `frameMs` after the one before. A window with a third of slow frames steps down at
 * once; up goes only what was fast for long, and whoever falls back from there waits twice as long the next time.
 */
export function climbed(ladder: Ladder, frameMs: number): Ladder {
  const isPausing = frameMs > PAUSE_MS;
  if (isPausing && !ladder.isPausing) return { ...ladder, isPausing };
  const now: Ladder = {
    ...ladder,
    isPausing,
    frames: ladder.frames + 1,
    elapsedMs: ladder.elapsedMs + frameMs,
    slow: ladder.slow + Number(frameMs > SLOW_MS),
    fast: ladder.fast + Number(frameMs < FAST_MS),
  };
  return now.frames < WINDOW_FRAMES && now.elapsedMs < WINDOW_MS ? now : judged(now);
}

function judged(ladder: Ladder): Ladder {
  const { frames, elapsedMs, slow, fast, level, fastWindows, patience } = ladder;
  const next = { ...ladder, ...noFrames };
  if (slow * 3 > frames) return steppedDown(next, elapsedMs / frames > HOPELESS_MS ? 2 : 1);
  if (fast < frames * 0.9) return { ...next, fastWindows: 0 };
  if (fastWindows + 1 < patience) return { ...next, fastWindows: fastWindows + 1 };
  if (level + 1 >= qualities.length) return { ...next, fastWindows: 0, isTrying: false };
  return { ...next, level: level + 1, fastWindows: 0, isTrying: true };
}

function steppedDown(ladder: Ladder, steps: number): Ladder {
  const patience = ladder.isTrying ? Math.min(PATIENCE_MAX, ladder.patience * 2) : ladder.patience;
  return { ...ladder, level: Math.max(0, ladder.level - steps), fastWindows: 0, patience, isTrying: false };
}

/** The quality of a level; levels beyond the ends are those at the ends. */
export function qualityAt(level: number): Quality {
  const quality = qualities[Math.max(0, Math.min(qualities.length - 1, level))];
  if (!quality) throw new Error("There are no qualities");
  return quality;
}
