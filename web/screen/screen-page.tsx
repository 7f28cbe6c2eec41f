import { useRef } from "preact/hooks";
import { codeInPath } from "../shared/address.ts";
import { Announcer } from "../shared/announcer.tsx";
import { ConnectionBanner } from "../shared/connection-banner.tsx";
import { EndedPage } from "../shared/ended-page.tsx";
import { MessagePage } from "../shared/message-page.tsx";
import { enterRoom, type QuizRoom } from "../shared/quiz-room.ts";
import { endingOf } from "../shared/room-ending.ts";
import { takeScreenKey } from "./screen-key.ts";
import { Show } from "./show.tsx";

/** The page behind `/screen/CODE#t=TOKEN`: the game for the whole room to see. */
export function ScreenPage() {
  const { code } = codeInPath(location.pathname);
  const entered = useRef<QuizRoom | null | undefined>(undefined);
  if (entered.current === undefined) entered.current = code ? enterAsScreen(code) : null;
  const room = entered.current;
  if (!room) return <NoKey code={code} />;
  return (
    <>
      <Announcer />
      <ConnectionBanner connection={room.state.value.connection} client={room.client} />
      <Stage room={room} />
    </>
  );
}

function enterAsScreen(code: string): QuizRoom | null {
  const key = takeScreenKey(code);
  return key ? enterRoom({ code, role: "screen", token: async () => key }) : null;
}

function Stage({ room }: { room: QuizRoom }) {
  const { connection, view } = room.state.value;
  if (view?.now.phase === "closed") {
    return (
      <MessagePage phase="closed" title="The room is closed">
        <p>Thank you for playing.</p>
      </MessagePage>
    );
  }
  if (connection.state === "ended") return <EndedPage ending={endingOf(connection)} client={room.client} />;
  if (view) return <Show room={room} view={view} />;
  return (
    <MessagePage phase="entering" title={`Opening room ${room.code}…`}>
      <p class="soft">
        Waiting for the room to answer. <a href="/">To the start page</a>
      </p>
    </MessagePage>
  );
}

function NoKey({ code }: { code: string | null }) {
  return (
    <MessagePage phase="no-key" title="This screen has no key">
      <p>Open the screen link from the host's page: it ends in a long key.</p>
      {code && (
        <a class="button primary" href={`/r/${code}`}>
          Join as a player
        </a>
      )}
      <a class="button" href="/">
        To the start page
      </a>
    </MessagePage>
  );
}
