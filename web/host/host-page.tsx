import { useRef } from "preact/hooks";
import type { ErrorCode } from "../../core/protocol/errors.ts";
import { codeInPath } from "../shared/address.ts";
import { Announcer } from "../shared/announcer.tsx";
import { CodeForm } from "../shared/code-form.tsx";
import { MessagePage } from "../shared/message-page.tsx";
import type { OwnRoom } from "../shared/own-rooms.ts";
import { PageTop } from "../shared/page-top.tsx";
import { enterRoom, type QuizRoom } from "../shared/quiz-room.ts";
import { Desk } from "./desk.tsx";
import { restoreHostKey, takeHostKey } from "./host-key.ts";

/** The page behind `/host/CODE#t=TOKEN`. */
export function HostPage() {
  const { code } = codeInPath(location.pathname);
  const entered = useRef<{ room: QuizRoom; own: OwnRoom } | null | undefined>(undefined);
  if (entered.current === undefined) entered.current = code ? enterAsHost(code) : null;
  return (
    <>
      <Announcer />
      {entered.current ? <Desk {...entered.current} /> : <NoKey code={code} />}
    </>
  );
}

function enterAsHost(code: string): { room: QuizRoom; own: OwnRoom } | null {
  const key = takeHostKey(code);
  if (!key) return null;
  const token = async (refused: ErrorCode | null) => {
    if (refused) restoreHostKey(key);
    return key.own.hostToken;
  };
  return { own: key.own, room: enterRoom({ code, role: "host", token }) };
}

function NoKey({ code }: { code: string | null }) {
  return (
    <>
      <PageTop />
      {code ? (
        <MessagePage phase="no-key" title={`This device does not host room ${code}`}>
          <p>
            Only the host link opens this page. It is on the device that made the room: choose "Run this room from
            another device" there.
          </p>
          <a class="button primary" href={`/r/${code}`}>
            Join as a player
          </a>
          <a class="button" href="/">
            Make a new quiz
          </a>
        </MessagePage>
      ) : (
        <MessagePage phase="not-found" title="That is not a room code">
          <CodeForm go={(typed) => location.assign(`/host/${typed}`)} />
          <a class="button" href="/">
            To the start page
          </a>
        </MessagePage>
      )}
    </>
  );
}
