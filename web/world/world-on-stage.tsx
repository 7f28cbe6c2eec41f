import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { SceneView } from "../../core/protocol/world-frames.ts";
import { GateNotice } from "./gate-notice.tsx";
import { LogView } from "./log-view.tsx";
import { menuOf, PlaceCard } from "./place-card.tsx";
import { PromptForm } from "./prompt-form.tsx";
import { StageView } from "./stage-view.tsx";
import { isFlat } from "./view-choice.ts";
import type { WorldStay } from "./world-stay.ts";

interface WorldOnStageProps {
  stay: WorldStay;
  scene: SceneView;
  you: NonNullable<SceneView["you"]>;
}

/** A world as one walks in it, with the words beside it: what happens, the prompt, and the place behind a button. */
export function WorldOnStage({ stay, scene, you }: WorldOnStageProps) {
  const open = useSignal<string | null>(null);
  const isPlaceOpen = useSignal(false);
  useEscapeToStage();
  const pick = (entity: number) => {
    const menu = menuOf(scene, entity);
    if (menu === null) return;
    isPlaceOpen.value = true;
    open.value = menu;
  };
  return (
    <main class="world on-stage" data-phase="world">
      <StageView
        source={stay.motion.value}
        onWish={(ask) => {
          stay.askWish.value = ask;
        }}
        onPick={pick}
        onFail={() => {
          isFlat.value = true;
        }}
      />
      <section class="beside" aria-label="The world in words">
        {!isPlaceOpen.value && <h1 class="unseen">{scene.title}</h1>}
        <Where isOpen={isPlaceOpen} scene={scene} />
        {isPlaceOpen.value && <PlaceCard key={scene.area} stay={stay} scene={scene} you={you} open={open} />}
        <section class="happenings" aria-label="What happens">
          <LogView stay={stay} />
          <GateNotice stay={stay} />
          <PromptForm stay={stay} />
        </section>
      </section>
    </main>
  );
}

/** The name of the place; it opens what is there. */
function Where({ isOpen, scene }: { isOpen: Signal<boolean>; scene: SceneView }) {
  return (
    <button
      type="button"
      class="where"
      aria-expanded={isOpen.value}
      onClick={() => {
        isOpen.value = !isOpen.value;
      }}
    >
      <b>{scene.title}</b>
      <span class="soft">{isOpen.value ? "close" : "exits, people, things"}</span>
    </button>
  );
}

/** Escape leads from the prompt back to the stage, where keys walk. */
function useEscapeToStage(): void {
  useEffect(() => {
    const back = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLInputElement && !event.isComposing;
      const stage = document.querySelector(".stage");
      if (event.key === "Escape" && isTyping && stage instanceof HTMLElement) stage.focus({ preventScroll: true });
    };
    document.addEventListener("keydown", back);
    return () => document.removeEventListener("keydown", back);
  }, []);
}
