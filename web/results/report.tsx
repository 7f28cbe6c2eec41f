import type { QuizResults } from "../../core/protocol/http-bodies.ts";
import { useAction } from "../shared/action.ts";
import { api } from "../shared/api.ts";
import { DeleteRoom } from "../shared/delete-room.tsx";
import type { OwnRoom } from "../shared/own-rooms.ts";
import { count } from "../shared/words.ts";
import { download } from "./download.ts";
import { PlayerTable } from "./player-table.tsx";
import { QuestionList } from "./question-list.tsx";

interface ReportProps {
  results: QuizResults;
  own: OwnRoom;
  loading: boolean;
  problem: string | null;
  reload(): Promise<unknown>;
}

/** A game as a table, to look at and to take along. */
export function Report({ results, own, loading, problem, reload }: ReportProps) {
  const actions = useAction();
  const csv = () =>
    actions.run(async () =>
      download(`skerry-${own.code}.csv`, "text/csv", await api.resultsCsv(own.code, own.hostToken)),
    );
  const json = () => download(`skerry-${own.code}.json`, "application/json", JSON.stringify(results, null, 2));
  return (
    <main class="report" data-phase="results">
      <p class="kicker">
        Room <code>{results.code}</code> ·{" "}
        {new Date(results.createdAt).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" })}
      </p>
      <h1>{results.topic || "Quiz results"}</h1>
      <p class="soft">
        {count(results.players.length, "player")}, {count(results.questions.length, "question")} played.
      </p>
      <div class="row">
        <button type="button" class="primary" aria-busy={actions.busy.value} onClick={() => void csv()}>
          Download CSV
        </button>
        <button type="button" onClick={json}>
          Download JSON
        </button>
        <button type="button" aria-busy={loading} onClick={() => void reload()}>
          {loading ? "Fetching…" : "Refresh"}
        </button>
        <a class="button" href={`/host/${own.code}`}>
          Back to the room
        </a>
      </div>
      <p class="problem" role="alert">
        {actions.problem.value ?? problem}
      </p>
      <PlayerTable results={results} />
      <QuestionList results={results} />
      <DeleteRoom own={own} />
    </main>
  );
}
