import type { RoomView } from "../../core/protocol/server-frames.ts";
import { DeleteRoom } from "../shared/delete-room.tsx";
import { SpectatorStage } from "../shared/spectator-stage.tsx";
import type { Commands } from "./commands.ts";
import { Controls } from "./controls.tsx";
import type { DeskProps } from "./desk.tsx";
import { GameSettings } from "./game-settings.tsx";
import { Invite } from "./invite.tsx";
import { PlayersCard } from "./players-card.tsx";

interface GameDeskProps extends DeskProps {
  view: RoomView;
  commands: Commands;
}

/** A running game and the means to run it; after the podium, what is left to do. */
export function GameDesk({ room, own, joinUrl, view, commands }: GameDeskProps) {
  const over = view.now.phase === "podium";
  return (
    <main class="desk" data-phase={view.now.phase}>
      <div class="desk-main">
        {view.pausedAt !== undefined && (
          <p class="notice" role="status">
            <strong>Paused.</strong> The clock stands still on every device until you resume.
          </p>
        )}
        <section class="card" aria-label="What players see">
          <SpectatorStage room={room} view={view} />
        </section>
        {over && <AfterGame own={own} />}
      </div>
      <div class="desk-side">
        {!over && <Invite joinUrl={joinUrl} view={view} />}
        <PlayersCard room={room} view={view} commands={commands} />
        {over ? <DeleteRoom own={own} /> : <GameSettings view={view} commands={commands} />}
      </div>
      {!over && <Controls view={view} commands={commands} />}
    </main>
  );
}

function AfterGame({ own }: Pick<DeskProps, "own">) {
  return (
    <p class="row">
      <a class="button primary large" href={`/results/${own.code}`}>
        See the results
      </a>
      <a class="button large" href="/">
        Make another quiz
      </a>
    </p>
  );
}
