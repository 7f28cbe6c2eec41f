import type { RoomView, YouView } from "../../core/protocol/server-frames.ts";
import { Heading } from "../shared/heading.tsx";
import { NextLine } from "../shared/next-line.tsx";
import type { QuizRoom } from "../shared/quiz-room.ts";
import { Standings } from "../shared/standings.tsx";
import { count, ordinal } from "../shared/words.ts";

interface StandingsPhaseProps {
  room: QuizRoom;
  view: RoomView;
  you: YouView;
  now: RoomView["now"] & { phase: "standings" };
}

/** How everybody stands between two questions. */
export function StandingsPhase({ room, view, you, now }: StandingsPhaseProps) {
  const listed = now.top.some(({ player }) => player === you.player);
  return (
    <main class="calm" data-phase="standings">
      <p class="kicker">
        After question {now.index + 1} of {view.questions}
      </p>
      <Heading>
        {you.score > 0 ? `You are ${ordinal(you.rank)} of ${count(view.players, "player")}` : "No points yet"}
      </Heading>
      <Standings rows={now.top} own={you.player} />
      {!listed && <Standings rows={[you]} own={you.player} />}
      <NextLine room={room} nextAt={now.nextAt} pausedAt={view.pausedAt} />
    </main>
  );
}
