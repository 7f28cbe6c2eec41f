import type { QuizRoom } from "./quiz-room.ts";
import { useSecondsLeft } from "./server-time.ts";

interface NextLineProps {
  room: QuizRoom;
  /** When the game goes on by itself; `null`: at the host's word. */
  nextAt: number | null;
  pausedAt: number | undefined;
}

/** What is waited for between questions. */
export function NextLine({ room, nextAt, pausedAt }: NextLineProps) {
  if (pausedAt !== undefined) return <p class="soft next">Paused.</p>;
  if (nextAt === null) return <p class="soft next">The host goes on when everybody is ready.</p>;
  return <GoesOn room={room} nextAt={nextAt} />;
}

function GoesOn({ room, nextAt }: { room: QuizRoom; nextAt: number }) {
  const left = useSecondsLeft(() => room.client.now(), nextAt);
  return <p class="soft next">{left > 0 ? `Goes on in ${left} s.` : "Goes on now."}</p>;
}
