import type { HostView, RoomView } from "../../core/protocol/server-frames.ts";
import { useMilestones } from "../shared/announcer.tsx";
import { DeleteRoom } from "../shared/delete-room.tsx";
import { Heading } from "../shared/heading.tsx";
import { count } from "../shared/words.ts";
import type { Commands } from "./commands.ts";
import type { DeskProps } from "./desk.tsx";
import { PlayersCard } from "./players-card.tsx";
import { QuestionsCard } from "./questions-card.tsx";
import { SettingsCard } from "./settings-card.tsx";
import { ShareCard } from "./share-card.tsx";

interface LobbyDeskProps extends DeskProps {
  view: RoomView;
  host: HostView;
  commands: Commands;
}

/** Before the start: people come in, questions are looked over. */
export function LobbyDesk({ room, own, joinUrl, view, host, commands }: LobbyDeskProps) {
  const players = room.state.value.roster.players.size;
  useMilestones(() => `${count(room.state.value.roster.players.size, "player")} in the room.`);
  return (
    <main class="desk" data-phase="lobby">
      <div class="desk-title">
        <p class="kicker">Lobby</p>
        <Heading>{view.topic || "Your quiz"}</Heading>
      </div>
      <div class="desk-side">
        <ShareCard own={own} joinUrl={joinUrl} />
        <PlayersCard room={room} view={view} commands={commands} />
      </div>
      <div class="desk-main">
        <QuestionsCard host={host} view={view} commands={commands} />
        <SettingsCard view={view} commands={commands} />
        <DeleteRoom own={own} />
      </div>
      <div class="action-bar">
        <span class="soft">
          {players === 0 ? "Start when somebody has joined." : `${count(players, "player")} in.`}
        </span>
        <button
          type="button"
          class="primary large"
          disabled={players === 0}
          aria-busy={commands.busy.value}
          onClick={() => void commands.send({ t: "start" })}
        >
          Start
        </button>
      </div>
    </main>
  );
}
