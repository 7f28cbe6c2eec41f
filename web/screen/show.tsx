import type { RoomView } from "../../core/protocol/server-frames.ts";
import type { QuizRoom } from "../shared/quiz-room.ts";
import { SpectatorStage } from "../shared/spectator-stage.tsx";
import { Welcome } from "./welcome.tsx";

/** What everybody in the room looks at. */
export function Show({ room, view }: { room: QuizRoom; view: RoomView }) {
  const lobby = view.now.phase === "lobby";
  return (
    <main class="show" data-phase={view.now.phase}>
      {lobby ? <Welcome room={room} view={view} /> : <SpectatorStage room={room} view={view} />}
      {view.pausedAt !== undefined && (
        <p class="paused-mark" role="status">
          Paused
        </p>
      )}
      {!lobby && (
        <p class="corner">
          <span>{location.host}</span> <code>{view.code}</code>
          {view.locked && " · locked"}
        </p>
      )}
    </main>
  );
}
