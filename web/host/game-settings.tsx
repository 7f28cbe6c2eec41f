import type { RoomView } from "../../core/protocol/server-frames.ts";
import { ConfirmButton } from "../shared/confirm-button.tsx";
import type { Commands } from "./commands.ts";
import { AutoSwitch } from "./settings-card.tsx";

/** What can be changed about a running game, away from the buttons that run it. */
export function GameSettings({ view, commands }: { view: RoomView; commands: Commands }) {
  return (
    <section class="card" aria-label="This game">
      <AutoSwitch view={view} commands={commands} />
      <ConfirmButton
        label="End game"
        question="End the game and go to the podium now?"
        yes="End it"
        class=""
        busy={commands.busy.value}
        onConfirm={() => void commands.send({ t: "end" })}
      />
    </section>
  );
}
