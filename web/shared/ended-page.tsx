import type { Connection } from "../../client/line.ts";
import { endingOf } from "./ended.ts";
import { MessagePage } from "./message-page.tsx";
import type { QuizRoom } from "./quiz-room.ts";

/** The connection is over for good: why, and what can be done. */
export function EndedPage({ room, connection }: { room: QuizRoom; connection: Connection & { state: "ended" } }) {
  const { title, text, again } = endingOf(connection);
  const reload = connection.failure?.code === "VERSION_UNSUPPORTED";
  return (
    <MessagePage phase="ended" title={title}>
      <p>{text}</p>
      {again && (
        <button type="button" class="primary" onClick={() => (reload ? location.reload() : room.client.reconnect())}>
          {again}
        </button>
      )}
      <a class="button" href="/">
        To the start page
      </a>
    </MessagePage>
  );
}
