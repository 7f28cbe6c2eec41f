import type { Roster } from "../../client/roster.ts";

/** How many of those who are here have answered. */
export function AnswerCount({ roster: { answered, present } }: { roster: Roster }) {
  return (
    <p class="answer-count">
      <progress max={Math.max(1, present)} value={Math.min(answered, present)} aria-label="Answers" />
      <span>
        <strong>{answered}</strong> of {present} answered
      </span>
    </p>
  );
}
