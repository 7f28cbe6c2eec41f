import { useSignal } from "@preact/signals";
import type { RoomView, YouView } from "../../core/protocol/server-frames.ts";
import { useAction } from "../shared/action.ts";
import { Heading } from "../shared/heading.tsx";
import type { QuizRoom } from "../shared/quiz-room.ts";
import { useReached } from "../shared/server-time.ts";
import { TileButtons } from "../shared/tiles.tsx";
import { TimeBar } from "../shared/time-bar.tsx";
import { seconds } from "../shared/words.ts";
import { useAnswerKeys } from "./answer-keys.ts";

interface QuestionPhaseProps {
  room: QuizRoom;
  view: RoomView;
  you: YouView;
  now: RoomView["now"] & { phase: "question" };
}

/** An open question: read it, answer it, see that the answer is in. */
export function QuestionPhase({ room, view, you, now }: QuestionPhaseProps) {
  const { question, opensAt, closesAt } = now;
  const { accepted, connection } = room.state.value;
  const serverNow = () => room.client.now();
  const sent = useSignal<number | null>(null);
  const { problem, run } = useAction();
  const paused = view.pausedAt !== undefined;
  const over = useReached(serverNow, closesAt) && !paused;
  const given = accepted?.question === question.id ? accepted.option : you.answer;
  const counts = you.from <= question.index;
  const mayAnswer = counts && given === null && sent.value === null && !over && !paused;

  const pick = (option: number) => {
    if (!mayAnswer || option >= question.options.length) return;
    sent.value = option;
    void run(() => room.client.request({ t: "answer", question: question.id, option })).then((taken) => {
      if (!taken) sent.value = null;
    });
  };
  useAnswerKeys(pick);

  return (
    <main class="question" data-phase="question">
      <TimeBar now={serverNow} opensAt={opensAt} closesAt={closesAt} pausedAt={view.pausedAt} />
      <p class="kicker">
        Question {question.index + 1} of {view.questions}
      </p>
      <Heading class="stem" lang={view.language}>
        {question.stem}
      </Heading>
      <TileButtons
        question={question}
        lang={view.language}
        picked={given ?? sent.value}
        disabled={!mayAnswer}
        onPick={pick}
      />
      <p class={`under${problem.value ? " problem" : ""}`} role={problem.value ? "alert" : undefined}>
        {problem.value ?? (
          <Under
            counts={counts}
            given={given !== null}
            over={over}
            sending={sent.value !== null}
            live={connection.state === "live"}
            tookMs={accepted?.question === question.id ? accepted.ms : null}
          />
        )}
      </p>
    </main>
  );
}

interface UnderProps {
  counts: boolean;
  given: boolean;
  over: boolean;
  sending: boolean;
  live: boolean;
  tookMs: number | null;
}

/** The lines under the answers. */
function Under({ counts, given, over, sending, live, tookMs }: UnderProps) {
  if (!counts) return <strong>You are in from the next question.</strong>;
  if (given) {
    return (
      <>
        <strong>Your answer is in.</strong>
        {tookMs === null ? "" : `You took ${seconds(tookMs)}. `}Waiting for the others.
      </>
    );
  }
  if (sending) return live ? "Sending…" : "No connection just now. Your answer goes as soon as there is one.";
  return over ? <strong>Time is up.</strong> : null;
}
