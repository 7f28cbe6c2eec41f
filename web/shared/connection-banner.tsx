import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { QuizRoom } from "./quiz-room.ts";

/** After this long a person is told what they can do. */
const PATIENCE_MS = 8_000;

/** Says above the game that the connection is being made again; the game stays in sight. */
export function ConnectionBanner({ room }: { room: QuizRoom }) {
  const { connection } = room.state.value;
  return <div role="status">{connection.state === "reconnecting" && <Reconnecting room={room} />}</div>;
}

function Reconnecting({ room }: { room: QuizRoom }) {
  const long = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      long.value = true;
    }, PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  const { connection } = room.state.value;
  const failure = connection.state === "reconnecting" ? connection.failure : null;
  return (
    <div class="banner">
      <strong>Reconnecting…</strong>
      {long.value && (
        <>
          <span>{failure?.message ?? "The server cannot be reached. Check your network; this page keeps trying."}</span>
          <button type="button" onClick={() => room.client.reconnect()}>
            Try now
          </button>
        </>
      )}
    </div>
  );
}
