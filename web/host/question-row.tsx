import { useSignal } from "@preact/signals";
import type { HostQuestion } from "../../core/protocol/server-frames.ts";
import { ConfirmButton } from "../shared/confirm-button.tsx";
import { letter } from "../shared/words.ts";
import type { Commands } from "./commands.ts";
import { QuestionEditor } from "./question-editor.tsx";

interface QuestionRowProps {
  question: HostQuestion;
  index: number;
  last: boolean;
  only: boolean;
  lang: string;
  /** Whether right answers are shown. */
  answers: boolean;
  commands: Commands;
}

const origins = { bank: "from the bank", ai: "by the AI", host: "yours" } as const;

/** One question of the list. */
export function QuestionRow(props: QuestionRowProps) {
  const { question, index, lang, answers, commands } = props;
  const editing = useSignal(false);
  if (editing.value) {
    return (
      <li>
        <QuestionEditor question={question} lang={lang} commands={commands} done={() => (editing.value = false)} />
      </li>
    );
  }
  return (
    <li>
      <p class="stem" lang={lang}>
        {question.stem}
      </p>
      <ul class="options" lang={lang}>
        {question.options.map((text, option) => (
          <li key={`${option}.${text}`} class={answers && option === question.right ? "is-right" : ""}>
            {letter(option)} {text}
            {answers && option === question.right && <span class="unseen"> (right)</span>}
          </li>
        ))}
      </ul>
      {answers && (
        <p class="soft" lang={lang}>
          {question.because}
        </p>
      )}
      <div class="row tools">
        <span class="origin soft">
          {origins[question.origin]}, {question.level}
        </span>
        <Tools {...props} number={index + 1} edit={() => (editing.value = true)} />
      </div>
    </li>
  );
}

function Tools(props: QuestionRowProps & { number: number; edit(): void }) {
  const { question, index, last, only, commands, number, edit } = props;
  const move = (to: number) => void commands.send({ t: "move", question: question.id, to });
  return (
    <>
      <button
        type="button"
        class="quiet small"
        aria-label={`Move question ${number} up`}
        disabled={index === 0}
        onClick={() => move(index - 1)}
      >
        ↑
      </button>
      <button
        type="button"
        class="quiet small"
        aria-label={`Move question ${number} down`}
        disabled={last}
        onClick={() => move(index + 1)}
      >
        ↓
      </button>
      <button type="button" class="quiet small" aria-label={`Edit question ${number}`} onClick={edit}>
        Edit
      </button>
      <button
        type="button"
        class="quiet small"
        aria-label={`Replace question ${number}`}
        aria-busy={commands.busy.value}
        onClick={() => void commands.send({ t: "regenerate", question: question.id })}
      >
        Replace
      </button>
      <ConfirmButton
        label="Delete"
        describe={`Delete question ${number}`}
        question="Delete it?"
        yes="Delete"
        class="quiet small"
        disabled={only}
        onConfirm={() => void commands.send({ t: "delete", question: question.id })}
      />
    </>
  );
}
