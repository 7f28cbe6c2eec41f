import type { RoomView } from "../../core/protocol/server-frames.ts";
import { AnswerCount } from "./answer-count.tsx";
import { Countdown } from "./countdown.tsx";
import { Heading } from "./heading.tsx";
import { NextLine } from "./next-line.tsx";
import { Podium } from "./podium.tsx";
import type { QuizRoom } from "./quiz-room.ts";
import { useReached } from "./server-time.ts";
import { Standings } from "./standings.tsx";
import { RevealedTiles, TileList } from "./tiles.tsx";
import { TimeBar } from "./time-bar.tsx";

type Now<P extends RoomView["now"]["phase"]> = RoomView["now"] & { phase: P };

/** A running game as those see it who do not play: hosts and screens. */
export function SpectatorStage({ room, view }: { room: QuizRoom; view: RoomView }) {
  const { now } = view;
  switch (now.phase) {
    case "countdown":
      return <Approach key={now.index} room={room} view={view} now={now} />;
    case "question":
      return <Approach key={now.question.index} room={room} view={view} now={now} />;
    case "reveal":
      return <Reveal room={room} view={view} now={now} />;
    case "standings":
      return (
        <div class="stage" data-phase="standings">
          <p class="kicker">
            After question {now.index + 1} of {view.questions}
          </p>
          <Heading>Standings</Heading>
          <Standings rows={now.top} />
          <NextLine room={room} nextAt={now.nextAt} pausedAt={view.pausedAt} />
        </div>
      );
    case "podium":
      return (
        <div class="stage" data-phase="podium">
          <p class="kicker">{view.topic || "Live quiz"}</p>
          <Heading>The winners</Heading>
          <Podium rows={now.top} />
        </div>
      );
    default:
      return null;
  }
}

interface ApproachProps {
  room: QuizRoom;
  view: RoomView;
  now: Now<"countdown" | "question">;
}

function Approach({ room, view, now }: ApproachProps) {
  const serverNow = () => room.client.now();
  const open = useReached(serverNow, now.opensAt);
  if (open && now.phase === "question") return <Question room={room} view={view} now={now} />;
  return (
    <div class="stage calm" data-phase="countdown">
      <Countdown
        now={serverNow}
        index={now.phase === "question" ? now.question.index : now.index}
        questions={view.questions}
        opensAt={now.opensAt}
        note="Get ready."
      />
    </div>
  );
}

function Question({ room, view, now }: { room: QuizRoom; view: RoomView; now: Now<"question"> }) {
  const { question, opensAt, closesAt } = now;
  return (
    <div class="stage" data-phase="question">
      <TimeBar now={() => room.client.now()} opensAt={opensAt} closesAt={closesAt} pausedAt={view.pausedAt} />
      <p class="kicker">
        Question {question.index + 1} of {view.questions}
      </p>
      <Heading class="stem" lang={view.language}>
        {question.stem}
      </Heading>
      <TileList question={question} lang={view.language} />
      <AnswerCount roster={room.state.value.roster} />
    </div>
  );
}

function Reveal({ room, view, now }: { room: QuizRoom; view: RoomView; now: Now<"reveal"> }) {
  const { question, right, counts, because, nextAt } = now;
  return (
    <div class="stage" data-phase="reveal">
      <p class="kicker">
        Question {question.index + 1} of {view.questions}
      </p>
      <Heading class="stem" lang={view.language}>
        {question.stem}
      </Heading>
      <RevealedTiles question={question} lang={view.language} right={right} counts={counts} picked={null} />
      {because && (
        <p class="because" lang={view.language}>
          {because}
        </p>
      )}
      <NextLine room={room} nextAt={nextAt} pausedAt={view.pausedAt} />
    </div>
  );
}
