import type { Ending } from "./ending.ts";
import { MessagePage } from "./message-page.tsx";

interface EndedPageProps {
  ending: Ending;
  client: { reconnect(): void };
}

/** The connection is over for good: why, and what can be done. */
export function EndedPage({ ending: { title, text, again, reload }, client }: EndedPageProps) {
  return (
    <MessagePage phase="ended" title={title}>
      <p>{text}</p>
      {again && (
        <button type="button" class="primary" onClick={() => (reload ? location.reload() : client.reconnect())}>
          {again}
        </button>
      )}
      <a class="button" href="/">
        To the start page
      </a>
    </MessagePage>
  );
}
