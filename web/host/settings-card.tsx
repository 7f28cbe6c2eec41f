import { SECONDS_MAX, SECONDS_MIN } from "../../core/protocol/limits.ts";
import type { RoomView } from "../../core/protocol/server-frames.ts";
import { Switch } from "../shared/switch.tsx";
import type { Commands } from "./commands.ts";

/** What may still be changed before the start. */
export function SettingsCard({ view, commands }: { view: RoomView; commands: Commands }) {
  const seconds = (field: HTMLInputElement) => {
    if (field.reportValidity()) void commands.send({ t: "settings", seconds: field.valueAsNumber });
  };
  return (
    <section class="card" aria-labelledby="settings-title">
      <h2 id="settings-title">Settings</h2>
      <div class="fields">
        <label>
          Seconds each
          <input
            type="number"
            inputMode="numeric"
            required
            min={SECONDS_MIN}
            max={SECONDS_MAX}
            value={view.seconds}
            onChange={({ currentTarget }) => seconds(currentTarget)}
          />
        </label>
        <label>
          Points
          <select
            value={view.scoring}
            onChange={({ currentTarget: { value } }) =>
              void commands.send({ t: "settings", scoring: value as "speed" | "accuracy" })
            }
          >
            <option value="speed">Faster is more</option>
            <option value="accuracy">The same for every right answer</option>
          </select>
        </label>
        <AutoSwitch view={view} commands={commands} />
      </div>
    </section>
  );
}

/** Whether the game goes on by itself; may be changed at any time. */
export function AutoSwitch({ view, commands }: { view: RoomView; commands: Commands }) {
  const set = (auto: boolean) => commands.send({ t: "settings", auto });
  return <Switch label="Go on by itself after each question" on={view.auto} set={set} />;
}
