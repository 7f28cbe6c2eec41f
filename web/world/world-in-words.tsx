import type { SceneView } from "../../core/protocol/world-frames.ts";
import { GateNotice } from "./gate-notice.tsx";
import { LogView } from "./log-view.tsx";
import { PlaceCard } from "./place-card.tsx";
import { PromptForm } from "./prompt-form.tsx";
import type { WorldStay } from "./world-stay.ts";

interface WorldInWordsProps {
  stay: WorldStay;
  scene: SceneView;
  you: NonNullable<SceneView["you"]>;
}

/** A world as one reads and writes it: the place, what happens there, and the line to say what one does. */
export function WorldInWords({ stay, scene, you }: WorldInWordsProps) {
  return (
    <main class="world" data-phase="world">
      <PlaceCard key={scene.area} stay={stay} scene={scene} you={you} />
      <section class="happenings" aria-label="What happens">
        <LogView stay={stay} />
        <GateNotice stay={stay} />
        <PromptForm stay={stay} />
      </section>
    </main>
  );
}
