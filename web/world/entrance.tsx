import { NAME_MAX_GRAPHEMES } from "../../core/protocol/limits.ts";
import type { SceneView } from "../../core/protocol/world-frames.ts";
import { useAction } from "../shared/action.ts";
import { Heading } from "../shared/heading.tsx";
import { NameForm } from "../shared/name-form.tsx";
import { count } from "../shared/words.ts";
import { dayTime } from "./day-time.ts";
import { isSomebody } from "./scene-words.ts";
import { enterAs, explain, type WorldStay } from "./world-stay.ts";

/** Says where one is about to step in, and asks for a name. */
export function Entrance({ stay, scene }: { stay: WorldStay; scene: SceneView }) {
  const action = useAction(explain);
  const { connection, refusal } = stay.state.value;
  return (
    <main class="message" data-phase="entrance">
      <div class="card">
        <p class="kicker">A shared world, in words</p>
        <Heading>{stay.realm.title}</Heading>
        {stay.realm.summary && <p>{stay.realm.summary}</p>}
        <p class="soft">{outlook(scene)}</p>
        <NameForm
          enter={(name) => enterAs(stay, name)}
          action={action}
          label="Walk in"
          busyLabel="Walking in…"
          stopped={connection.state !== "live"}
          problem={refusal?.message}
        />
        <p class="soft">Up to {NAME_MAX_GRAPHEMES} characters. Whoever was here before keeps their old name.</p>
      </div>
    </main>
  );
}

/** What waits behind the door, in a sentence. */
function outlook({ title, minute, things }: SceneView): string {
  const people = things.filter(isSomebody).length;
  const company = people === 0 ? "nobody is about" : `${count(people, "person", "people")} about`;
  return `You begin at ${title}. It is ${dayTime(minute)}, ${company}.`;
}
