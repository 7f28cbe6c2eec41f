import { MessagePage } from "../shared/message-page.tsx";
import type { DeskProps } from "./desk.tsx";

/** The room is over for everybody; its results last a while. */
export function ClosedDesk({ own }: Pick<DeskProps, "own">) {
  return (
    <MessagePage phase="closed" title="The room is closed">
      <p>Nobody can play in it any more. If it was not deleted, its results stay for a day.</p>
      <a class="button primary" href={`/results/${own.code}`}>
        See the results
      </a>
      <a class="button" href="/">
        Make another quiz
      </a>
    </MessagePage>
  );
}
