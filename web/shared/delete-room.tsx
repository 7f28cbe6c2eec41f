import { useAction } from "./action.ts";
import { api } from "./api.ts";
import { ConfirmButton } from "./confirm-button.tsx";
import { forgetOwnRoom, type OwnRoom } from "./own-rooms.ts";

/** Deletes a room and everything it stored, at once. */
export function DeleteRoom({ own }: { own: OwnRoom }) {
  const { busy, problem, run } = useAction();
  const remove = () =>
    run(async () => {
      await api.remove(own.code, own.hostToken);
      forgetOwnRoom(own.code);
      location.assign("/");
    });
  return (
    <section class="card delete-room" aria-label="Delete the room">
      <p class="soft">The room and its results delete themselves a day after they were last used.</p>
      <ConfirmButton
        label="Delete room now"
        question="Delete the room, its players and results for good?"
        yes="Delete"
        class="danger"
        busy={busy.value}
        onConfirm={() => void remove()}
      />
      <p class="problem" role="alert">
        {problem.value}
      </p>
    </section>
  );
}
