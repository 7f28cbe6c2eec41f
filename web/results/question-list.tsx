import type { QuizResults } from "../../core/protocol/http-bodies.ts";
import { letter } from "../shared/words.ts";

/** The questions that were asked, and how many chose each answer. */
export function QuestionList({ results }: { results: QuizResults }) {
  if (results.questions.length === 0) return null;
  return (
    <section class="card" aria-labelledby="asked-title">
      <h2 id="asked-title">Questions</h2>
      <ol class="questions" lang={results.language}>
        {results.questions.map((question) => (
          <li key={question.index} value={question.index + 1}>
            <p class="stem">{question.stem}</p>
            <ul class="options">
              {question.options.map((text, option) => (
                <li key={`${option}.${text}`} class={option === question.right ? "is-right" : ""}>
                  {letter(option)} {text} <span class="soft">· {question.counts[option] ?? 0}</span>
                </li>
              ))}
            </ul>
            {question.because && <p class="soft">{question.because}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
