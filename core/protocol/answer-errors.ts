/**
 * Why an answer does not count: a part of the table in `errors.ts`. Clients tell it by themselves of answers that were
 * under way when the connection was lost; for these alone they need not load every error there is.
 */
export const answerErrors = {
  TOO_LATE: [409, "The time for this question is over."],
  ALREADY_ANSWERED: [409, "You have already answered this question."],
  NOT_A_PLAYER: [403, "Join with a name first."],
} as const;
