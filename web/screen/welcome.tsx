import type { RoomView } from "../../core/protocol/server-frames.ts";
import { Heading } from "../shared/heading.tsx";
import { JoinAddress } from "../shared/join-address.tsx";
import { useJoinUrl } from "../shared/join-url.ts";
import { QrCode } from "../shared/qr-code.tsx";
import type { QuizRoom } from "../shared/quiz-room.ts";
import { count } from "../shared/words.ts";

/** The newest names; older ones make room. */
const SHOWN = 48;

/** The lobby: how to come in, and who is in. */
export function Welcome({ room, view }: { room: QuizRoom; view: RoomView }) {
  const joinUrl = useJoinUrl(view.code);
  const players = [...room.state.value.roster.players.values()];
  const newest = players.slice(-SHOWN).reverse();
  return (
    <>
      <section class="how" aria-label="How to join">
        <QrCode url={joinUrl} />
        <div>
          <Heading>{view.topic || "Live quiz"}</Heading>
          <p class="soft">{view.locked ? "The room is locked." : "Scan, or open"}</p>
          <p>
            <JoinAddress url={joinUrl} />
          </p>
          <p class="room-code">
            <span class="unseen">Room code </span>
            {view.code}
          </p>
        </div>
      </section>
      <section class="who-is-in" aria-label="Players">
        <h2>{players.length === 0 ? "Waiting for the first player" : count(players.length, "player")}</h2>
        <ul class="cloud">
          {newest.map(({ player, name, here }) => (
            <li key={player} class={here ? "" : "is-away"}>
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
        {players.length > SHOWN && <p class="soft">and {players.length - SHOWN} more</p>}
      </section>
    </>
  );
}
