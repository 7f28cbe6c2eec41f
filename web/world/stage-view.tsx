import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { MoveWish } from "../../client/motion/move-wish.ts";
import type { Stage } from "./stage/stage.ts";
import type { StageSource } from "./stage/stage-source.ts";

interface StageViewProps {
  source: StageSource | null;
  /** Is handed the way to ask where the controls want to go, and `null` once there are none. */
  onWish?(ask: (() => MoveWish) | null): void;
  /** Somebody or something was clicked or tapped. */
  onPick?(entity: number): void;
  /** There is no 3D to be had on this device. */
  onFail(): void;
}

/** The world as one walks in it. Its script is fetched only here: whoever plays in words never loads it. */
export function StageView({ source, onWish, onPick, onFail }: StageViewProps) {
  const container = useRef<HTMLElement>(null);
  const isLoading = useSignal(true);
  // The stage outlives the props that it was made with.
  const pick = useRef(onPick);
  pick.current = onPick;
  useEffect(() => {
    const element = container.current;
    if (!element || !source) return;
    let stage: Stage | null = null;
    let isGone = false;
    const begin = async () => {
      const { createStage } = await import("./stage/stage.ts");
      if (isGone) return;
      const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const shown = createStage(element, source, {
        reducedMotion,
        onPrompt: toPrompt,
        onPick: (entity) => pick.current?.(entity),
        onLost: onFail,
      });
      stage = shown;
      isLoading.value = false;
      onWish?.(() => shown.wish());
      // Keys walk from the first moment on, unless somebody is typing or choosing.
      if (isFree(document.activeElement)) element.focus({ preventScroll: true });
    };
    begin().catch(onFail);
    return () => {
      isGone = true;
      onWish?.(null);
      stage?.stop();
    };
  }, [source]);
  return (
    <section
      ref={container}
      class="stage"
      role="application"
      aria-label="3D view. Arrow keys walk, Space jumps, Enter goes to the prompt, Escape comes back. Everything is told in words as well."
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys walk while it has the focus
      tabIndex={0}
    >
      {isLoading.value && <p class="stage-loading">Building the world…</p>}
    </section>
  );
}

const PROMPT = "prompt";

function toPrompt(): void {
  document.getElementById(PROMPT)?.focus();
}

/** Nobody is at work there: at an empty prompt one has not begun. */
function isFree(at: Element | null): boolean {
  if (at === null || at === document.body) return true;
  return at instanceof HTMLInputElement && at.id === PROMPT && at.value === "";
}
