import { chooseView, view } from "./view-choice.ts";

/** Two buttons, one of them pressed: with a picture, or words only. */
export function ViewSwitch() {
  return (
    <fieldset class="view-switch">
      <legend class="unseen">How this world is shown</legend>
      <button type="button" class="small" aria-pressed={view.value === "3d"} onClick={() => chooseView("3d")}>
        3D<span class="wordy"> view</span>
      </button>
      <button type="button" class="small" aria-pressed={view.value === "words"} onClick={() => chooseView("words")}>
        Words<span class="wordy"> only</span>
      </button>
    </fieldset>
  );
}
