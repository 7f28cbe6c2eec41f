import type { RoomWishes } from "../../core/protocol/http-bodies.ts";
import { QUESTIONS_MAX, QUESTIONS_MIN, SECONDS_MAX, SECONDS_MIN } from "../../core/protocol/limits.ts";

interface MoreWishesProps {
  languages: Record<string, string>;
  wishes: RoomWishes;
  change(part: RoomWishes): void;
}

/** What has a good default, and may be chosen. */
export function MoreWishes({ languages, wishes, change }: MoreWishesProps) {
  return (
    <details class="more">
      <summary>More</summary>
      <div class="fields">
        <label>
          Questions
          <input
            name="questions"
            type="number"
            inputMode="numeric"
            required
            min={QUESTIONS_MIN}
            max={QUESTIONS_MAX}
            value={wishes.questions ?? 10}
            onChange={({ currentTarget: { valueAsNumber } }) => change({ questions: valueAsNumber })}
          />
        </label>
        <label>
          Seconds each
          <input
            name="seconds"
            type="number"
            inputMode="numeric"
            required
            min={SECONDS_MIN}
            max={SECONDS_MAX}
            value={wishes.seconds ?? 20}
            onChange={({ currentTarget: { valueAsNumber } }) => change({ seconds: valueAsNumber })}
          />
        </label>
        <label>
          Difficulty
          <select
            name="difficulty"
            value={wishes.difficulty ?? "mixed"}
            onChange={({ currentTarget: { value } }) =>
              change({ difficulty: value as "easy" | "medium" | "hard" | "mixed" })
            }
          >
            <option value="mixed">Mixed</option>
            <option value="easy">Easy</option>
            <option value="medium">Medium</option>
            <option value="hard">Hard</option>
          </select>
        </label>
        <label>
          Language
          <select
            name="language"
            value={wishes.language ?? "en"}
            onChange={({ currentTarget: { value } }) => change({ language: value })}
          >
            {Object.entries(languages).map(([tag, name]) => (
              <option key={tag} value={tag}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Points
          <select
            name="scoring"
            value={wishes.scoring ?? "speed"}
            onChange={({ currentTarget: { value } }) => change({ scoring: value as "speed" | "accuracy" })}
          >
            <option value="speed">Faster is more</option>
            <option value="accuracy">The same for every right answer</option>
          </select>
        </label>
        <label class="check">
          <input
            name="auto"
            type="checkbox"
            checked={wishes.auto ?? true}
            onChange={({ currentTarget: { checked } }) => change({ auto: checked })}
          />
          Go on by itself after each question
        </label>
      </div>
    </details>
  );
}
