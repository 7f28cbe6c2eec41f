import type { RoomView, YouView } from "../../core/protocol/server-frames.ts";
import { Countdown } from "../shared/countdown.tsx";
import type { QuizRoom } from "../shared/quiz-room.ts";
import { useReached } from "../shared/server-time.ts";
import { QuestionPhase } from "./question-phase.tsx";

interface ApproachProps {
  room: QuizRoom;
  view: RoomView;
  you: YouView;
  now: RoomView["now"] & { phase: "countdown" | "question" };
}

/** The way into a question: it arrives a moment early, and opens on every device at the same time. */
export function Approach({ room, view, you, now }: ApproachProps) {
  const serverNow = () => room.client.now();
  const open = useReached(serverNow, now.opensAt);
  if (open && now.phase === "question") return <QuestionPhase room={room} view={view} you={you} now={now} />;
  const index = now.phase === "question" ? now.question.index : now.index;
  return (
    <main class="calm" data-phase="countdown">
      <Countdown
        now={serverNow}
        index={index}
        questions={view.questions}
        opensAt={now.opensAt}
        note={you.from > index ? "You are in from the next question." : "Get ready."}
      />
    </main>
  );
}
