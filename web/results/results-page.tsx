import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { QuizResults } from "../../core/protocol/http-bodies.ts";
import { takeHostKey } from "../host/host-key.ts";
import { useAction } from "../shared/action.ts";
import { codeInPath } from "../shared/address.ts";
import { api } from "../shared/api.ts";
import { MessagePage } from "../shared/message-page.tsx";
import type { OwnRoom } from "../shared/own-rooms.ts";
import { PageTop } from "../shared/page-top.tsx";
import { Report } from "./report.tsx";

/** The page behind `/results/CODE`: for the host's device alone. */
export function ResultsPage() {
  const { code } = codeInPath(location.pathname);
  const own = useRef<OwnRoom | null | undefined>(undefined);
  if (own.current === undefined) own.current = code ? (takeHostKey(code)?.own ?? null) : null;
  return (
    <>
      <PageTop />
      {own.current ? <Results own={own.current} /> : <NoKey code={code} />}
    </>
  );
}

function Results({ own }: { own: OwnRoom }) {
  const results = useSignal<QuizResults | null>(null);
  const { busy, problem, run } = useAction();
  const load = () =>
    run(async () => {
      results.value = await api.results(own.code, own.hostToken);
    });
  useEffect(() => void load(), []);
  if (results.value)
    return <Report results={results.value} own={own} reload={load} loading={busy.value} problem={problem.value} />;
  if (problem.value) {
    return (
      <MessagePage phase="failed" title="The results did not come">
        <p role="alert">{problem.value}</p>
        <button type="button" class="primary" onClick={() => void load()}>
          Try again
        </button>
        <a class="button" href="/">
          To the start page
        </a>
      </MessagePage>
    );
  }
  return (
    <MessagePage phase="loading" title="Fetching the results…">
      <p class="soft">
        This takes a moment. <a href={`/host/${own.code}`}>Back to the room</a>
      </p>
    </MessagePage>
  );
}

function NoKey({ code }: { code: string | null }) {
  return (
    <MessagePage phase="no-key" title="These results are for the host">
      <p>
        {code ? `This device does not hold the key of room ${code}.` : "That is not a room code."} Open the page on the
        device that made the room.
      </p>
      <a class="button primary" href="/">
        To the start page
      </a>
    </MessagePage>
  );
}
