import type { RoomView, YouView } from "../../core/protocol/server-frames.ts";
import { useMilestones } from "../shared/announcer.tsx";
import { ConnectionBanner } from "../shared/connection-banner.tsx";
import { EndedPage } from "../shared/ended-page.tsx";
import { MessagePage } from "../shared/message-page.tsx";
import { PageTop } from "../shared/page-top.tsx";
import type { QuizRoom } from "../shared/quiz-room.ts";
import { endingOf } from "../shared/room-ending.ts";
import { Approach } from "./approach.tsx";
import { GameOver } from "./game-over.tsx";
import { Lobby } from "./lobby.tsx";
import { milestone } from "./milestone.ts";
import { NamePage } from "./name-page.tsx";
import { Paused } from "./paused.tsx";
import { PlayerTop } from "./player-top.tsx";
import { PodiumPhase } from "./podium-phase.tsx";
import { RevealPhase } from "./reveal-phase.tsx";
import { RoomClosed } from "./room-closed.tsx";
import { StandingsPhase } from "./standings-phase.tsx";

/** A player's whole game, from the name to the podium. */
export function PlayerPage({ room }: { room: QuizRoom }) {
  const { connection, view, you } = room.state.value;
  useMilestones(() => milestone(room.state.value));
  const playing = view !== null && you !== null && connection.state !== "ended";
  return (
    <>
      {playing ? <PlayerTop room={room} view={view} you={you} /> : <PageTop />}
      <ConnectionBanner connection={connection} client={room.client} />
      <Stage room={room} />
    </>
  );
}

function Stage({ room }: { room: QuizRoom }) {
  const { connection, view, you } = room.state.value;
  const closed = connection.state === "ended" && connection.reason === "ROOM_CLOSED";
  if (closed || view?.now.phase === "closed") return <RoomClosed you={you} />;
  if (connection.state === "ended") return <EndedPage ending={endingOf(connection)} client={room.client} />;
  if (!view) return <Entering code={room.code} />;
  if (!you)
    return view.now.phase === "podium" ? (
      <GameOver view={view} top={view.now.top} />
    ) : (
      <NamePage room={room} view={view} />
    );
  return (
    <>
      <Game room={room} view={view} you={you} />
      {view.pausedAt !== undefined && <Paused />}
    </>
  );
}

function Game({ room, view, you }: { room: QuizRoom; view: RoomView; you: YouView }) {
  const { now } = view;
  switch (now.phase) {
    case "lobby":
      return <Lobby view={view} you={you} />;
    case "countdown":
      return <Approach key={now.index} room={room} view={view} you={you} now={now} />;
    case "question":
      return <Approach key={now.question.index} room={room} view={view} you={you} now={now} />;
    case "reveal":
      return <RevealPhase room={room} view={view} you={you} now={now} />;
    case "standings":
      return <StandingsPhase room={room} view={view} you={you} now={now} />;
    case "podium":
      return <PodiumPhase view={view} you={you} top={now.top} />;
    case "closed":
      return <RoomClosed you={you} />;
  }
}

function Entering({ code }: { code: string }) {
  return (
    <MessagePage phase="entering" title={`Entering room ${code}…`}>
      <p class="soft">
        Waiting for the room to answer. <a href="/">Another room?</a>
      </p>
    </MessagePage>
  );
}
