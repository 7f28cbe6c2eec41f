import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { WorldStay } from "./world-stay.ts";

/** After this long a person is told what they can do. */
const PATIENCE_MS = 8_000;

/** Says above the world that the connection is being made again; the world stays in sight. */
export function ConnectionLine({ stay }: { stay: WorldStay }) {
  const { connection } = stay.state.value;
  return <div role="status">{connection.state === "reconnecting" && <Reconnecting stay={stay} />}</div>;
}

function Reconnecting({ stay }: { stay: WorldStay }) {
  const isLong = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      isLong.value = true;
    }, PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  const { connection } = stay.state.value;
  const failure = connection.state === "reconnecting" ? connection.failure : null;
  return (
    <div class="banner">
      <strong>Reconnecting…</strong>
      {isLong.value && (
        <>
          <span>{failure?.message ?? "The server cannot be reached. Check your network; this page keeps trying."}</span>
          <button type="button" class="small" onClick={() => stay.client.reconnect()}>
            Try now
          </button>
        </>
      )}
    </div>
  );
}
