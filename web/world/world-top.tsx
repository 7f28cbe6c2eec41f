import type { SceneView } from "../../core/protocol/world-frames.ts";
import { PageTop } from "../shared/page-top.tsx";
import { dayTime } from "./day-time.ts";
import { ViewSwitch } from "./view-switch.tsx";
import { act, type WorldStay } from "./world-stay.ts";

interface WorldTopProps {
  stay: WorldStay;
  scene: SceneView;
  you: NonNullable<SceneView["you"]>;
}

/** Who one is, what time it is in the world, and where help is. */
export function WorldTop({ stay, scene, you }: WorldTopProps) {
  return (
    <PageTop>
      <span class="who">
        <span class="unseen">You are </span>
        <bdi>{you.name}</bdi>
      </span>
      <span class="hour soft">
        <span class="unseen">It is </span>
        {dayTime(scene.minute)}
      </span>
      <ViewSwitch />
      <button type="button" class="quiet small" onClick={() => void act(stay, "help")}>
        Help
      </button>
    </PageTop>
  );
}
