import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Connection } from "../../client/line.ts";

/** After this long a person is told what they can do. */
const PATIENCE_MS = 8_000;

interface ConnectionBannerProps {
  connection: Connection;
  client: { reconnect(): void };
  buttonClass?: string;
}

/** Says above the page that the connection is being made again; what was shown stays in sight. */
export function ConnectionBanner(props: ConnectionBannerProps) {
  return <div role="status">{props.connection.state === "reconnecting" && <Reconnecting {...props} />}</div>;
}

function Reconnecting({ connection, client, buttonClass }: ConnectionBannerProps) {
  const isLong = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      isLong.value = true;
    }, PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  const failure = connection.state === "reconnecting" ? connection.failure : null;
  return (
    <div class="banner">
      <strong>Reconnecting…</strong>
      {isLong.value && (
        <>
          <span>{failure?.message ?? "The server cannot be reached. Check your network; this page keeps trying."}</span>
          <button type="button" class={buttonClass} onClick={() => client.reconnect()}>
            Try now
          </button>
        </>
      )}
    </div>
  );
}
