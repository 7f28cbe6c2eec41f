import { realmPath } from "./realm-path.ts";
import { capital } from "./scene-words.ts";
import { keepNameFor, type WorldStay } from "./world-stay.ts";

/** One is on the way into another realm, or has fallen asleep: says so, and offers the way on and back. */
export function GateNotice({ stay }: { stay: WorldStay }) {
  const { connection, isAway } = stay.state.value;
  const gate = stay.gate.value;
  const isShown = connection.state === "live" && (isAway || gate !== null);
  return (
    <div role="status">
      {isShown && (
        <div class="notice row">
          <span>{gate === null ? "You have fallen asleep." : `The gate leads to ${realmWords(gate)}.`}</span>
          {gate !== null && (
            <a class="button primary" href={realmPath(gate)} onClick={() => keepNameFor(stay, gate)}>
              Walk on
            </a>
          )}
          {isAway && (
            <button type="button" onClick={() => stay.client.reconnect()}>
              {gate === null ? "Wake up" : "Turn back"}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** `golden-dragon` → `Golden Dragon` */
function realmWords(realm: string): string {
  return realm.split("-").map(capital).join(" ");
}
