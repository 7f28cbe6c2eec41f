import type { RoomView, YouView } from "../../core/protocol/server-frames.ts";
import { useAction } from "../shared/action.ts";
import { ConfirmButton } from "../shared/confirm-button.tsx";
import type { QuizRoom } from "../shared/quiz-room.ts";
import { points } from "../shared/words.ts";

/** Who one is, how one stands, and the way out. */
export function PlayerTop({ room, view, you }: { room: QuizRoom; view: RoomView; you: YouView }) {
  const { busy, problem, run } = useAction();
  const over = view.now.phase === "podium" || view.now.phase === "closed";
  return (
    <header class="top player">
      <span class="who">
        <bdi>{you.name}</bdi>
        {view.now.phase === "lobby" && <code class="soft">{view.code}</code>}
      </span>
      {view.now.phase !== "lobby" && (
        <span class="score">
          {points(you.score)}
          <span class="unseen"> points</span>
        </span>
      )}
      {!over && (
        <ConfirmButton
          label="Leave"
          question="Leave this game?"
          yes="Leave"
          busy={busy.value}
          onConfirm={() => void run(() => room.client.request({ t: "leave" }))}
        />
      )}
      {problem.value && (
        <span class="problem" role="alert">
          {problem.value}
        </span>
      )}
    </header>
  );
}
