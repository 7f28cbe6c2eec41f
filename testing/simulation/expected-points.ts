/**
 * What an answer is worth by `core/quiz/SPEC.md` [A4] and [A5], written down a second time: the simulation does not
 * ask the code it judges.
 * @param ms the time that counted, `limitMs` the question's time, `streak` right answers in a row before
 */
export function expectedPoints(
  answer: { right: boolean; ms: number },
  limitMs: number,
  scoring: "speed" | "accuracy",
  streak: number,
): number {
  if (!answer.right) return 0;
  if (scoring === "accuracy") return 1_000;
  const base = answer.ms <= 500 ? 1_000 : Math.round((1 - answer.ms / limitMs / 2) * 1_000);
  return base + Math.min(500, 100 * streak);
}
