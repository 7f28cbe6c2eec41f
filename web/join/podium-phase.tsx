import type { RoomView, StandingRow, YouView } from "../../core/protocol/server-frames.ts";
import { Heading } from "../shared/heading.tsx";
import { Podium } from "../shared/podium.tsx";
import { ordinal, points } from "../shared/words.ts";

/** The end of the game. */
export function PodiumPhase({ view, you, top }: { view: RoomView; you: YouView; top: StandingRow[] }) {
  return (
    <main class="calm" data-phase="podium">
      <p class="kicker">{view.topic || "Live quiz"}</p>
      <Heading>{outcome(you)}</Heading>
      <p class="soft">
        {points(you.score)} points, {view.players === 1 ? "1 player" : `${view.players} players`}.
      </p>
      <Podium rows={top} own={you.player} />
      <History points={you.history} />
      <p>
        <a class="button" href="/">
          Make your own quiz
        </a>
      </p>
    </main>
  );
}

function outcome({ rank, score }: YouView): string {
  // With no points at all everybody came first.
  if (score === 0) return "That's it!";
  return rank === 1 ? "You won!" : `You came ${ordinal(rank)}`;
}

function History({ points: history }: { points: number[] }) {
  if (history.length === 0) return null;
  return (
    <section class="history" aria-label="Your points by question">
      <h2>Your questions</h2>
      <ol>
        {history.map((gained, index) => (
          <li key={index} class={gained > 0 ? "is-right" : ""}>
            <span class="soft">{index + 1}</span> {gained < 0 ? "–" : points(gained)}
          </li>
        ))}
      </ol>
    </section>
  );
}
