import { useSignal } from "@preact/signals";
import type { HostView, RoomView } from "../../core/protocol/server-frames.ts";
import { ConfirmButton } from "../shared/confirm-button.tsx";
import type { Commands } from "./commands.ts";
import { QuestionRow } from "./question-row.tsx";
import { Writing } from "./writing.tsx";

/** The questions: to look over, mend, order, replace. Right answers stay hidden until they are asked for. */
export function QuestionsCard({ host, view, commands }: { host: HostView; view: RoomView; commands: Commands }) {
  const answers = useSignal(false);
  const list = host.list ?? [];
  return (
    <section class="card" aria-labelledby="questions-title">
      <div class="card-head">
        <h2 id="questions-title">
          Questions <span class="tally">{list.length}</span>
        </h2>
        <label class="check">
          <input
            type="checkbox"
            checked={answers.value}
            onChange={({ currentTarget }) => (answers.value = currentTarget.checked)}
          />
          Show answers
        </label>
      </div>
      <Writing host={host} view={view} />
      <ol class="questions">
        {list.map((question, index) => (
          <QuestionRow
            key={question.id}
            question={question}
            index={index}
            last={index === list.length - 1}
            only={list.length === 1}
            lang={view.language}
            answers={answers.value}
            commands={commands}
          />
        ))}
      </ol>
      <ConfirmButton
        label="Replace all questions"
        question="Replace all but your own?"
        yes="Replace"
        class="wide"
        busy={commands.busy.value}
        onConfirm={() => void commands.send({ t: "regenerate" })}
      />
    </section>
  );
}
