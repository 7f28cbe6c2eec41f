import { useSignal } from "@preact/signals";
import type { RoomView, RosterRow } from "../../core/protocol/server-frames.ts";
import { ConfirmButton } from "../shared/confirm-button.tsx";
import type { QuizRoom } from "../shared/quiz-room.ts";
import { Switch } from "../shared/switch.tsx";
import type { Commands } from "./commands.ts";

/** More names than this are looked for, not looked at. */
const SHOWN = 60;

/** Who is in, with the means to remove somebody and to close the door. */
export function PlayersCard({ room, view, commands }: { room: QuizRoom; view: RoomView; commands: Commands }) {
  const looked = useSignal("");
  const { players, present } = room.state.value.roster;
  const rows = matching([...players.values()], looked.value);
  return (
    <section class="card players" aria-labelledby="players-title">
      <div class="card-head">
        <h2 id="players-title">
          Players <span class="tally">{players.size}</span>
        </h2>
        <Switch label="Locked" on={view.locked} set={(on) => commands.send({ t: "lock", on })} />
      </div>
      {players.size === 0 && <p class="soft">Nobody yet. Names appear here as people join.</p>}
      {present < players.size && <p class="soft">{players.size - present} away just now; nobody waits for them.</p>}
      {players.size > SHOWN && (
        <label>
          Find a player
          <input
            type="search"
            value={looked.value}
            onInput={({ currentTarget }) => (looked.value = currentTarget.value)}
          />
        </label>
      )}
      <ul class="names">
        {rows.slice(0, SHOWN).map((row) => (
          <li key={row.player} class={row.here ? "" : "is-away"}>
            <bdi>{row.name}</bdi>
            {!row.here && <span class="soft"> away</span>}
            <ConfirmButton
              label="Remove"
              describe={`Remove ${row.name}`}
              question={`Remove ${row.name}? They cannot come back.`}
              yes="Remove"
              class="quiet small"
              onConfirm={() => void commands.send({ t: "kick", player: row.player })}
            />
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && <p class="soft">and {rows.length - SHOWN} more</p>}
    </section>
  );
}

function matching(rows: RosterRow[], looked: string): RosterRow[] {
  const wanted = looked.trim().toLowerCase();
  return wanted ? rows.filter(({ name }) => name.toLowerCase().includes(wanted)) : rows;
}
