import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RoomWishes, ServerConfig } from "../../core/protocol/http-bodies.ts";
import { TOPIC_MAX_CHARS } from "../../core/protocol/limits.ts";
import { useAction } from "../shared/action.ts";
import { api } from "../shared/api.ts";
import { keepOwnRoom } from "../shared/own-rooms.ts";
import { MoreWishes } from "./more-wishes.tsx";
import { TopicNote } from "./topic-note.tsx";

/** Makes a room: a topic, or nothing at all, is enough. */
export function MakeCard() {
  const config = useSignal<ServerConfig | null>(null);
  const wishes = useSignal<RoomWishes>({});
  const { busy, problem, run } = useAction();
  useEffect(() => {
    api.config().then(
      (known) => {
        config.value = known;
      },
      // The form works without; the note then tells the stricter case.
      () => undefined,
    );
  }, []);
  const change = (part: RoomWishes) => {
    wishes.value = { ...wishes.value, ...part };
  };
  const make = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      const created = await api.createRoom(wishes.value);
      keepOwnRoom(created, wishes.value.topic?.trim() ?? "");
      location.assign(created.hostUrl);
    });
  };
  return (
    <section class="card" aria-labelledby="make-title">
      <h2 id="make-title">Make a quiz</h2>
      <form onSubmit={make}>
        <label>
          Topic
          <input
            name="topic"
            type="text"
            autoComplete="off"
            maxLength={TOPIC_MAX_CHARS}
            placeholder="Volcanoes, 90s films, anything"
            aria-describedby="topic-note"
            onInput={(event) => change({ topic: event.currentTarget.value })}
          />
        </label>
        <TopicNote ai={config.value?.ai ?? null} />
        <MoreWishes languages={config.value?.languages ?? { en: "English" }} wishes={wishes.value} change={change} />
        <button type="submit" class="primary wide" aria-busy={busy.value}>
          {busy.value ? "Making the room…" : "Make the quiz"}
        </button>
        <p class="problem" role="alert">
          {problem.value}
        </p>
      </form>
    </section>
  );
}
