import { useSignal } from "@preact/signals";
import { NAME_MAX_CHARS, NAME_MAX_GRAPHEMES } from "../../core/protocol/limits.ts";
import type { SceneView } from "../../core/protocol/world-frames.ts";
import { useAction } from "../shared/action.ts";
import { Heading } from "../shared/heading.tsx";
import { recall, remember } from "../shared/storage.ts";
import { count } from "../shared/words.ts";
import { dayTime } from "./day-time.ts";
import { isSomebody } from "./scene-words.ts";
import { enterAs, explain, type WorldStay } from "./world-stay.ts";

/** The name that people go by on this device, in quizzes as well. */
const NAME = "skerry.name";

/** Says where one is about to step in, and asks for a name. */
export function Entrance({ stay, scene }: { stay: WorldStay; scene: SceneView }) {
  return (
    <main class="message" data-phase="entrance">
      <div class="card">
        <p class="kicker">A shared world, in words</p>
        <Heading>{stay.realm.title}</Heading>
        {stay.realm.summary && <p>{stay.realm.summary}</p>}
        <p class="soft">{outlook(scene)}</p>
        <NameForm stay={stay} />
        <p class="soft">Up to {NAME_MAX_GRAPHEMES} characters. Whoever was here before keeps their old name.</p>
      </div>
    </main>
  );
}

function NameForm({ stay }: { stay: WorldStay }) {
  const name = useSignal(recall(NAME) ?? "");
  const { busy, problem, run } = useAction(explain);
  const { connection, refusal } = stay.state.value;
  const enter = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      await enterAs(stay, name.value);
      remember(NAME, name.value);
    });
  };
  return (
    <form onSubmit={enter}>
      <label>
        Your name
        <input
          name="name"
          type="text"
          autoComplete="nickname"
          maxLength={NAME_MAX_CHARS}
          enterKeyHint="go"
          value={name.value}
          aria-describedby="name-problem"
          onInput={(event) => {
            name.value = event.currentTarget.value;
            problem.value = null;
          }}
        />
      </label>
      <p id="name-problem" class="problem" role="alert">
        {problem.value ?? refusal?.message}
      </p>
      <button type="submit" class="primary wide" disabled={connection.state !== "live"} aria-busy={busy.value}>
        {busy.value ? "Walking in…" : "Walk in"}
      </button>
    </form>
  );
}

/** What waits behind the door, in a sentence. */
function outlook({ title, minute, things }: SceneView): string {
  const people = things.filter(isSomebody).length;
  const company = people === 0 ? "nobody is about" : `${count(people, "person", "people")} about`;
  return `You begin at ${title}. It is ${dayTime(minute)}, ${company}.`;
}
