import type { Connection } from "../../client/line.ts";
import { MessagePage } from "../shared/message-page.tsx";
import { endingOf } from "./ending.ts";
import type { WorldStay } from "./world-stay.ts";

/** The connection is over for good: why, and what can be done. */
export function EndedStay({ stay, connection }: { stay: WorldStay; connection: Connection & { state: "ended" } }) {
  const { title, text, again, reload } = endingOf(connection);
  return (
    <MessagePage phase="ended" title={title}>
      <p>{text}</p>
      {again && (
        <button type="button" class="primary" onClick={() => (reload ? location.reload() : stay.client.reconnect())}>
          {again}
        </button>
      )}
      <a class="button" href="/">
        To the start page
      </a>
    </MessagePage>
  );
}
