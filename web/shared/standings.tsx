import type { StandingRow } from "../../core/protocol/server-frames.ts";
import { points } from "./words.ts";

interface StandingsProps {
  rows: StandingRow[];
  /** The player to point out. */
  own?: number | undefined;
}

/** The first places, in order. */
export function Standings({ rows, own }: StandingsProps) {
  if (rows.length === 0) return <p class="soft">Nobody has points yet.</p>;
  return (
    <ol class="standings">
      {rows.map((row) => (
        <li key={row.player} class={row.player === own ? "is-own" : ""} aria-current={row.player === own}>
          <span class="rank">{row.rank}</span>
          <span class="name">
            <bdi>{row.name}</bdi>
            {row.player === own && <span class="soft"> (you)</span>}
          </span>
          <span class="score">{points(row.score)}</span>
        </li>
      ))}
    </ol>
  );
}
