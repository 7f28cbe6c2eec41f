import type { QuizResults, ResultAnswer } from "../../core/protocol/http-bodies.ts";
import { letter, points, seconds } from "../shared/words.ts";

/** Players by rank, with what each answered. */
export function PlayerTable({ results }: { results: QuizResults }) {
  if (results.players.length === 0) return <p class="notice">Nobody has played yet.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroller" aria-label="Players" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Rank</th>
            <th scope="col">Name</th>
            <th scope="col">Score</th>
            <th scope="col">Right</th>
            {results.questions.map(({ index, stem }) => (
              <th key={index} scope="col" title={stem}>
                Q{index + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {results.players.map((player) => (
            <tr key={player.player}>
              <td>{player.rank}</td>
              <th scope="row">
                <bdi>{player.name}</bdi>
                {player.left && <span class="soft"> left</span>}
              </th>
              <td>{points(player.score)}</td>
              <td>{player.right}</td>
              {results.questions.map(({ index }, place) => (
                <Cell key={index} answer={player.answers[place] ?? null} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ answer }: { answer: ResultAnswer | null }) {
  if (!answer) return <td class="soft">–</td>;
  return (
    <td class={answer.right ? "is-right" : "is-wrong"} title={`${points(answer.points)} points, ${seconds(answer.ms)}`}>
      {answer.right ? "✓" : "✗"} {letter(answer.option)}
    </td>
  );
}
