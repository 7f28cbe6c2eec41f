import type { PublicQuestion } from "../../core/protocol/server-frames.ts";
import { OptionShape } from "./option-shape.tsx";
import { count, letter } from "./words.ts";

interface TileButtonsProps {
  question: PublicQuestion;
  lang: string;
  picked: number | null;
  disabled: boolean;
  onPick(option: number): void;
}

/** The four answers as buttons. */
export function TileButtons({ question, lang, picked, disabled, onPick }: TileButtonsProps) {
  return (
    <div class="tiles">
      {question.options.map((text, option) => (
        <button
          key={`${question.id}.${option}`}
          type="button"
          class="tile"
          data-option={option}
          aria-pressed={picked === option}
          disabled={disabled}
          onClick={() => onPick(option)}
        >
          <TileFace option={option} text={text} lang={lang} />
        </button>
      ))}
    </div>
  );
}

/** The four answers to look at. */
export function TileList({ question, lang }: { question: PublicQuestion; lang: string }) {
  return (
    <ul class="tiles">
      {question.options.map((text, option) => (
        <li key={`${question.id}.${option}`} class="tile" data-option={option}>
          <TileFace option={option} text={text} lang={lang} />
        </li>
      ))}
    </ul>
  );
}

interface RevealedTilesProps {
  question: PublicQuestion;
  lang: string;
  right: number;
  counts: number[];
  /** The own answer; `null` where there is none. */
  picked: number | null;
}

/** The four answers with the right one marked, and how many chose each. */
export function RevealedTiles({ question, lang, right, counts, picked }: RevealedTilesProps) {
  const most = Math.max(1, ...counts);
  return (
    <ul class="tiles revealed">
      {question.options.map((text, option) => (
        <li
          key={`${question.id}.${option}`}
          class={`tile${option === right ? " is-right" : ""}${option === picked ? " is-picked" : ""}`}
          data-option={option}
        >
          <TileFace option={option} text={text} lang={lang} />
          <span class="verdict">{verdict(option, right, picked)}</span>
          <span class="chosen">
            <span aria-hidden="true">{counts[option] ?? 0}</span>
            <span class="unseen">{count(counts[option] ?? 0, "answer")}</span>
          </span>
          <span class="bar" aria-hidden="true" style={{ "--share": (counts[option] ?? 0) / most }} />
        </li>
      ))}
    </ul>
  );
}

function verdict(option: number, right: number, picked: number | null): string {
  if (option === right) return option === picked ? "✓ Right: your answer" : "✓ Right";
  return option === picked ? "✗ Your answer" : "";
}

function TileFace({ option, text, lang }: { option: number; text: string; lang: string }) {
  return (
    <>
      <span class="mark" aria-hidden="true">
        <OptionShape option={option} />
        {letter(option)}
      </span>
      <span class="text">
        <span class="unseen">{letter(option)}: </span>
        <span lang={lang}>{text}</span>
      </span>
    </>
  );
}
