import { NAME_MAX_GRAPHEMES } from "../../core/protocol/limits.ts";
import type { RoomView } from "../../core/protocol/server-frames.ts";
import { useAction } from "../shared/action.ts";
import { Heading } from "../shared/heading.tsx";
import { NameForm } from "../shared/name-form.tsx";
import type { QuizRoom } from "../shared/quiz-room.ts";
import { count } from "../shared/words.ts";

/** Asks how somebody wants to be called, or draws a name. */
export function NamePage({ room, view }: { room: QuizRoom; view: RoomView }) {
  const action = useAction();
  const locked = view.locked;
  const stopped = locked || room.state.value.connection.state !== "live";
  return (
    <main class="message" data-phase="name">
      <div class="card">
        <p class="kicker">
          Room <code>{view.code}</code> · {count(view.players, "player")}
        </p>
        <Heading>{view.topic || "Live quiz"}</Heading>
        {locked ? (
          <p class="notice">The host has locked the room. This page opens by itself when it is unlocked.</p>
        ) : (
          <p class="soft">{when(view)}</p>
        )}
        <NameForm
          enter={(name) => room.client.request({ t: "join", name })}
          action={action}
          label="Join"
          busyLabel="Joining…"
          locked={locked}
          stopped={stopped}
        >
          <button
            type="button"
            class="wide"
            disabled={stopped}
            onClick={() => void action.run(() => room.client.request({ t: "join-drawn" }))}
          >
            Draw a name for me
          </button>
        </NameForm>
        <p class="soft">
          {locked ? (
            <a href="/">To the start page</a>
          ) : (
            `Up to ${NAME_MAX_GRAPHEMES} characters. Everybody in the room sees it.`
          )}
        </p>
      </div>
    </main>
  );
}

function when(view: RoomView): string {
  return view.now.phase === "lobby"
    ? `${count(view.questions, "question")}, ${view.seconds} seconds each.`
    : "The game has begun: you are in from the next question.";
}
