import { useEffect } from "preact/hooks";
import { ConnectionBanner } from "../shared/connection-banner.tsx";
import { EndedPage } from "../shared/ended-page.tsx";
import { useJoinUrl } from "../shared/join-url.ts";
import { MessagePage } from "../shared/message-page.tsx";
import { describeOwnRoom, type OwnRoom } from "../shared/own-rooms.ts";
import { PageTop } from "../shared/page-top.tsx";
import type { QuizRoom } from "../shared/quiz-room.ts";
import { endingOf } from "../shared/room-ending.ts";
import { ClosedDesk } from "./closed-desk.tsx";
import { useCommands } from "./commands.ts";
import { GameDesk } from "./game-desk.tsx";
import { LobbyDesk } from "./lobby-desk.tsx";
import { Problem } from "./problem.tsx";

/** What every part of the host's desk works with. */
export interface DeskProps {
  room: QuizRoom;
  own: OwnRoom;
  /** The link by which others join. */
  joinUrl: string;
}

/** The host's desk, from the lobby to the end. */
export function Desk({ room, own }: Omit<DeskProps, "joinUrl">) {
  const joinUrl = useJoinUrl(own.code, own.joinUrl);
  const { view } = room.state.value;
  const topic = view?.topic;
  useEffect(() => {
    if (topic !== undefined) describeOwnRoom(room.code, topic);
  }, [topic]);
  return (
    <>
      <PageTop>
        <span class="who">
          Host of <code>{room.code}</code>
        </span>
      </PageTop>
      <ConnectionBanner connection={room.state.value.connection} client={room.client} />
      <Phase room={room} own={own} joinUrl={joinUrl} />
    </>
  );
}

function Phase({ room, own, joinUrl }: DeskProps) {
  const { connection, view, host } = room.state.value;
  const commands = useCommands(room);
  if (view?.now.phase === "closed") return <ClosedDesk own={own} />;
  if (connection.state === "ended") return <EndedPage ending={endingOf(connection)} client={room.client} />;
  if (!view || !host) return <Entering code={room.code} />;
  return (
    <>
      <Problem commands={commands} />
      {view.now.phase === "lobby" ? (
        <LobbyDesk room={room} own={own} joinUrl={joinUrl} view={view} host={host} commands={commands} />
      ) : (
        <GameDesk room={room} own={own} joinUrl={joinUrl} view={view} commands={commands} />
      )}
    </>
  );
}

function Entering({ code }: { code: string }) {
  return (
    <MessagePage phase="entering" title={`Opening room ${code}…`}>
      <p class="soft">
        Waiting for the room to answer. <a href="/">To the start page</a>
      </p>
    </MessagePage>
  );
}
