import type { RoomView } from "../../core/protocol/server-frames.ts";
import { ConfirmButton } from "../shared/confirm-button.tsx";
import type { Commands } from "./commands.ts";

/** The buttons that run a game. */
export function Controls({ view, commands }: { view: RoomView; commands: Commands }) {
  const paused = view.pausedAt !== undefined;
  const busy = commands.busy.value;
  const { phase } = view.now;
  const next = nextWord(view);
  // Not `disabled`: that would take the focus away between two questions.
  const mayGoOn = next !== null && !paused;
  return (
    <div class="action-bar controls">
      {(phase === "countdown" || phase === "question") && (
        <ConfirmButton
          label="Skip"
          describe="Skip this question"
          question="Skip it? No points for anybody."
          yes="Skip"
          disabled={paused}
          busy={busy}
          onConfirm={() => void commands.send({ t: "skip" })}
        />
      )}
      <button type="button" aria-busy={busy} onClick={() => void commands.send({ t: paused ? "resume" : "pause" })}>
        {paused ? "Resume" : "Pause"}
      </button>
      <button
        type="button"
        class="primary large"
        aria-busy={busy}
        aria-disabled={!mayGoOn}
        onClick={() => mayGoOn && void commands.send({ t: "next" })}
      >
        {next ?? "Get ready…"}
      </button>
    </div>
  );
}

/** What `next` does now; `null` where there is nothing to hurry. */
function nextWord({ now, questions }: RoomView): string | null {
  switch (now.phase) {
    case "question":
      return "Close question";
    case "reveal":
      return now.question.index === questions - 1 ? "Podium" : "Standings";
    case "standings":
      return "Next question";
    default:
      return null;
  }
}
