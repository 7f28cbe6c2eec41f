import type { StandingRow } from "../../core/protocol/server-frames.ts";
import { Standings } from "./standings.tsx";
import { ordinal, points } from "./words.ts";

/** The three best on their steps, and the others below. */
export function Podium({ rows, own }: { rows: StandingRow[]; own?: number | undefined }) {
  const best = rows.slice(0, 3);
  if (best.length === 0) return <p class="soft">Nobody has points.</p>;
  return (
    <>
      <ol class="podium">
        {best.map((row, place) => (
          <li key={row.player} class={row.player === own ? "is-own" : ""} data-place={place + 1} data-rank={row.rank}>
            <span class="name">
              <bdi>{row.name}</bdi>
              {row.player === own && <span class="soft"> (you)</span>}
            </span>
            <span class="step">
              <span class="rank">{ordinal(row.rank)}</span>
              <span class="score">{points(row.score)}</span>
            </span>
          </li>
        ))}
      </ol>
      {rows.length > 3 && <Standings rows={rows.slice(3)} own={own} />}
    </>
  );
}
