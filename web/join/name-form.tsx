import { useSignal } from "@preact/signals";
import { NAME_MAX_CHARS, NAME_MAX_GRAPHEMES } from "../../core/protocol/limits.ts";
import type { RoomView } from "../../core/protocol/server-frames.ts";
import { useAction } from "../shared/action.ts";
import { Heading } from "../shared/heading.tsx";
import type { QuizRoom } from "../shared/quiz-room.ts";
import { recall, remember } from "../shared/storage.ts";
import { count } from "../shared/words.ts";

const NAME = "skerry.name";

/** Asks how somebody wants to be called, or draws a name. */
export function NameForm({ room, view }: { room: QuizRoom; view: RoomView }) {
  const name = useSignal(recall(NAME) ?? "");
  const { busy, problem, run } = useAction();
  const locked = view.locked;
  const stopped = locked || room.state.value.connection.state !== "live";
  const join = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      await room.client.request({ t: "join", name: name.value });
      remember(NAME, name.value);
    });
  };
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
        <form onSubmit={join}>
          <label>
            Your name
            <input
              name="name"
              type="text"
              autoComplete="nickname"
              maxLength={NAME_MAX_CHARS}
              enterKeyHint="go"
              value={name.value}
              disabled={locked}
              aria-describedby="name-problem"
              onInput={(event) => {
                name.value = event.currentTarget.value;
                problem.value = null;
              }}
            />
          </label>
          <p id="name-problem" class="problem" role="alert">
            {problem.value}
          </p>
          <button type="submit" class="primary wide" disabled={stopped} aria-busy={busy.value}>
            {busy.value ? "Joining…" : "Join"}
          </button>
          <button
            type="button"
            class="wide"
            disabled={stopped}
            onClick={() => void run(() => room.client.request({ t: "join-drawn" }))}
          >
            Draw a name for me
          </button>
        </form>
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
