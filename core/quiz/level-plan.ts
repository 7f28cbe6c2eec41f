import type { Level } from "./bank/bank-topic.ts";

/** From easy to hard. */
export const levels = ["easy", "medium", "hard"] as const satisfies readonly Level[];

/** How many levels lie between two. */
export function stepsBetween(one: Level, other: Level): number {
  return Math.abs(levels.indexOf(one) - levels.indexOf(other));
}

/** The level of each question of a quiz; a mixed one goes from easy to hard, and a single question is medium. */
export function levelPlan(difficulty: Level | "mixed", count: number): Level[] {
  return Array.from({ length: count }, (_, i) => {
    if (difficulty !== "mixed") return difficulty;
    return count === 1 ? "medium" : (levels[Math.round((2 * i) / (count - 1))] ?? "hard");
  });
}
