import {
  COMPENSATION_MAX_MS,
  FULL_POINTS_MS,
  POINTS_MAX,
  REACTION_MIN_MS,
  STREAK_MAX,
  STREAK_STEP,
} from "../protocol/index.ts";

/**
 * The time that counts, in milliseconds from opening: as received, less the way here (half the smallest
 * measured time there and back, at most {@link COMPENSATION_MAX_MS}), and never below human reaction.
 * Client clocks play no part.
 */
export function adjustedMs(rawMs: number, rttMs: number | null): number {
  const wayMs = Math.min((rttMs ?? 0) / 2, COMPENSATION_MAX_MS);
  return Math.round(Math.max(REACTION_MIN_MS, rawMs - wayMs));
}

/**
 * Points of one answer. `speed`: the half-floor formula, round((1 − t/T/2) · 1000), full points up to half a
 * second, and a bonus for right answers in a row; `accuracy`: a flat 1000. Wrong answers score nothing.
 * @param ms adjusted time, `limitMs` the question's time
 * @param streak right answers in a row before this one
 */
export function pointsFor(
  answer: { right: boolean; ms: number },
  limitMs: number,
  scoring: "speed" | "accuracy",
  streak: number,
): number {
  if (!answer.right) return 0;
  if (scoring === "accuracy") return POINTS_MAX;
  const share = answer.ms <= FULL_POINTS_MS ? 0 : Math.min(1, answer.ms / limitMs);
  return Math.round((1 - share / 2) * POINTS_MAX) + Math.min(STREAK_MAX, streak * STREAK_STEP);
}

/** Shared ranks over scores: equal scores have equal ranks, and the next one skips (1, 2, 2, 4). */
export class Ranking {
  /** Highest first. */
  readonly #scores: Float64Array;

  constructor(scores: Iterable<number>) {
    this.#scores = Float64Array.from(scores).sort().reverse();
  }

  /** One more than the number of higher scores. */
  rankOf(score: number): number {
    let low = 0;
    let high = this.#scores.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#scores[middle] as number) > score) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }
}
