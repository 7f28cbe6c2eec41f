import type { YouView } from "../../core/protocol/server-frames.ts";
import { MessagePage } from "../shared/message-page.tsx";
import { count, ordinal } from "../shared/words.ts";

/** The room is over for everybody. */
export function RoomClosed({ you }: { you: YouView | null }) {
  return (
    <MessagePage phase="closed" title="The room is closed">
      <p>
        {you
          ? `You ended ${ordinal(you.rank)} with ${count(you.score, "point")}. Thank you for playing.`
          : "Its host has ended it, or nobody used it for a day."}
      </p>
      <a class="button primary" href="/">
        To the start page
      </a>
    </MessagePage>
  );
}
