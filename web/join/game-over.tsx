import type { RoomView, StandingRow } from "../../core/protocol/server-frames.ts";
import { Heading } from "../shared/heading.tsx";
import { Podium } from "../shared/podium.tsx";

/** For those who come when all is over. */
export function GameOver({ view, top }: { view: RoomView; top: StandingRow[] }) {
  return (
    <main class="calm" data-phase="podium">
      <p class="kicker">{view.topic || "Live quiz"}</p>
      <Heading>This game is over</Heading>
      <p class="soft">Ask the host for the next one.</p>
      <Podium rows={top} />
      <p>
        <a class="button" href="/">
          To the start page
        </a>
      </p>
    </main>
  );
}
