import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { messageOf, RequestError } from "../../client/request-error.ts";
import { api } from "../shared/api.ts";
import { CodeForm } from "../shared/code-form.tsx";
import { MessagePage } from "../shared/message-page.tsx";
import { PageTop } from "../shared/page-top.tsx";
import { keepRoomToken, playerToken } from "../shared/player-token.ts";
import { enterRoom, type QuizRoom } from "../shared/quiz-room.ts";
import { PlayerPage } from "./player-page.tsx";

type Found =
  | { step: "looking" }
  | { step: "none" }
  | { step: "failed"; message: string }
  | { step: "in"; room: QuizRoom };

/** Looks whether there is such a room, and goes in. */
export function FindRoom({ code }: { code: string }) {
  const found = useSignal<Found>({ step: "looking" });
  const look = async () => {
    found.value = { step: "looking" };
    found.value = await findRoom(code);
  };
  useEffect(() => void look(), []);
  if (found.value.step === "in") return <PlayerPage room={found.value.room} />;
  return (
    <>
      <PageTop />
      <NotIn found={found.value} code={code} again={look} />
    </>
  );
}

async function findRoom(code: string): Promise<Found> {
  try {
    await api.summary(code);
  } catch (error) {
    const none = error instanceof RequestError && error.code === "ROOM_NOT_FOUND";
    return none ? { step: "none" } : { step: "failed", message: messageOf(error) };
  }
  const onToken = (token: string) => keepRoomToken(code, token);
  return { step: "in", room: enterRoom({ code, role: "player", token: playerToken(api, code), onToken }) };
}

function NotIn({ found, code, again }: { found: Found; code: string; again(): Promise<void> }) {
  switch (found.step) {
    case "none":
      return (
        <MessagePage phase="not-found" title={`There is no room ${code}`}>
          <p>It may have been deleted: rooms go a day after they were last used. Is the code right?</p>
          <CodeForm />
        </MessagePage>
      );
    case "failed":
      return (
        <MessagePage phase="failed" title="That did not work">
          <p role="alert">{found.message}</p>
          <button type="button" class="primary" onClick={() => void again()}>
            Try again
          </button>
        </MessagePage>
      );
    default:
      return (
        <MessagePage phase="loading" title={`Looking for room ${code}…`}>
          <p class="soft">
            This takes a moment. <a href="/">Another code?</a>
          </p>
        </MessagePage>
      );
  }
}
