import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { EXPLANATION_MAX_CHARS, OPTION_MAX_CHARS, STEM_MAX_CHARS } from "../../core/protocol/limits.ts";
import type { HostQuestion } from "../../core/protocol/server-frames.ts";
import { useAction } from "../shared/action.ts";
import { letter } from "../shared/words.ts";
import type { Commands } from "./commands.ts";
import { whyRejected } from "./rejection.ts";

interface QuestionEditorProps {
  question: HostQuestion;
  lang: string;
  commands: Commands;
  done(): void;
}

/** Changes a question's words and its right answer. */
export function QuestionEditor({ question, lang, commands, done }: QuestionEditorProps) {
  const stem = useSignal(question.stem);
  const options = useSignal(question.options);
  const right = useSignal(question.right);
  const because = useSignal(question.because);
  const { busy, problem, run } = useAction(whyRejected);
  const first = useRef<HTMLTextAreaElement>(null);
  useEffect(() => first.current?.focus(), []);
  const save = async (event: Event) => {
    event.preventDefault();
    const words = { stem: stem.value, options: options.value, right: right.value, because: because.value };
    if (await run(() => commands.request({ t: "edit", question: question.id, ...words }))) done();
  };
  return (
    <form
      class="editor"
      lang={lang}
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => event.key === "Escape" && done()}
    >
      <label>
        <span lang="en">Question</span>
        <textarea
          ref={first}
          rows={2}
          required
          maxLength={STEM_MAX_CHARS}
          value={stem.value}
          onInput={({ currentTarget }) => (stem.value = currentTarget.value)}
        />
      </label>
      <fieldset>
        <legend lang="en">Answers; mark the right one</legend>
        {options.value.map((text, option) => (
          <div class="row" key={letter(option)}>
            <input
              type="radio"
              name={`right-${question.id}`}
              aria-label={`${letter(option)} is right`}
              checked={right.value === option}
              onChange={() => (right.value = option)}
            />
            <input
              type="text"
              required
              aria-label={`Answer ${letter(option)}`}
              maxLength={OPTION_MAX_CHARS}
              value={text}
              onInput={({ currentTarget }) => (options.value = options.value.with(option, currentTarget.value))}
            />
          </div>
        ))}
      </fieldset>
      <label>
        <span lang="en">Explanation, shown at the reveal</span>
        <textarea
          rows={2}
          maxLength={EXPLANATION_MAX_CHARS}
          value={because.value}
          onInput={({ currentTarget }) => (because.value = currentTarget.value)}
        />
      </label>
      <p class="problem" role="alert" lang="en">
        {problem.value}
      </p>
      <div class="row" lang="en">
        <button type="submit" class="primary" aria-busy={busy.value}>
          Save
        </button>
        <button type="button" onClick={done}>
          Cancel
        </button>
      </div>
    </form>
  );
}
