import type { OwnResult, RoomView, YouView } from "../../core/protocol/server-frames.ts";
import { Heading } from "../shared/heading.tsx";
import { NextLine } from "../shared/next-line.tsx";
import type { QuizRoom } from "../shared/quiz-room.ts";
import { RevealedTiles } from "../shared/tiles.tsx";
import { count, ordinal, points } from "../shared/words.ts";

interface RevealPhaseProps {
  room: QuizRoom;
  view: RoomView;
  you: YouView;
  now: RoomView["now"] & { phase: "reveal" };
}

/** The right answer, and how one did. */
export function RevealPhase({ room, view, you, now }: RevealPhaseProps) {
  const { question, right, counts, because, nextAt } = now;
  const last = you.last?.index === question.index ? you.last : null;
  return (
    <main class="reveal" data-phase="reveal">
      <Verdict last={last} you={you} players={view.players} />
      <p class="stem" lang={view.language}>
        {question.stem}
      </p>
      <RevealedTiles
        question={question}
        lang={view.language}
        right={right}
        counts={counts}
        picked={last?.option ?? null}
      />
      {because && (
        <p class="because" lang={view.language}>
          {because}
        </p>
      )}
      <NextLine room={room} nextAt={nextAt} pausedAt={view.pausedAt} />
    </main>
  );
}

function Verdict({ last, you, players }: { last: OwnResult | null; you: YouView; players: number }) {
  if (!last) {
    return (
      <div class="verdict-box">
        <Heading>You are in from the next question</Heading>
      </div>
    );
  }
  return (
    <div class={`verdict-box ${last.right ? "is-right" : "is-wrong"}`}>
      <Heading>{last.right ? "Right!" : last.option === null ? "No answer" : "Not this time"}</Heading>
      {last.right && <p class="gain">+{points(last.points)}</p>}
      <p>
        {you.score > 0 ? `${ordinal(you.rank)} of ${count(players, "player")}` : "No points yet"}
        {you.streak > 1 && ` · ${you.streak} right in a row`}
      </p>
      {last.ms !== null && last.rawMs !== null && <p class="soft took">{took(last.ms, last.rawMs)}</p>}
    </div>
  );
}

function took(ms: number, rawMs: number): string {
  const given = rawMs - ms;
  const back = given >= 10 ? ` (${(given / 1_000).toFixed(2)} s given back for the network)` : "";
  return `You took ${(ms / 1_000).toFixed(2)} s${back}.`;
}
