import type { RoomView, YouView } from "../../core/protocol/server-frames.ts";
import { Heading } from "../shared/heading.tsx";
import { count } from "../shared/words.ts";

/** In, and waiting for the start. */
export function Lobby({ view, you }: { view: RoomView; you: YouView }) {
  return (
    <main class="calm" data-phase="lobby">
      <p class="kicker">{view.topic || "Live quiz"}</p>
      <Heading>
        You are in, <bdi>{you.name}</bdi>
      </Heading>
      <p class="big-number">
        {view.players}
        <span>{view.players === 1 ? "player is here" : "players are here"}</span>
      </p>
      <p class="waiting">Waiting for the host to start.</p>
      <p class="soft">
        {count(view.questions, "question")}, {view.seconds} seconds each.{" "}
        {view.scoring === "speed" ? "Faster right answers earn more points." : "Every right answer earns the same."}
      </p>
      <p class="soft keys">With a keyboard, answer with 1–4 or A–D.</p>
    </main>
  );
}
