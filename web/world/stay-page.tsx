import type { SceneView } from "../../core/protocol/world-frames.ts";
import { ConnectionBanner } from "../shared/connection-banner.tsx";
import { EndedPage } from "../shared/ended-page.tsx";
import { MessagePage } from "../shared/message-page.tsx";
import { PageTop } from "../shared/page-top.tsx";
import { Entrance } from "./entrance.tsx";
import { useMotion } from "./use-motion.ts";
import { isFlat, view } from "./view-choice.ts";
import { endingOf } from "./world-ending.ts";
import { WorldInWords } from "./world-in-words.tsx";
import { WorldOnStage } from "./world-on-stage.tsx";
import type { WorldStay } from "./world-stay.ts";
import { WorldTop } from "./world-top.tsx";

/** A person's whole stay in a realm, from the name to the end of the connection. */
export function StayPage({ stay }: { stay: WorldStay }) {
  const { connection, scene } = stay.state.value;
  const isOnStage = view.value === "3d" && !isFlat.value;
  useMotion(stay, isOnStage && connection.state !== "ended" && isIn(scene));
  if (connection.state === "ended") {
    return (
      <>
        <PageTop />
        <EndedPage ending={endingOf(connection)} client={stay.client} />
      </>
    );
  }
  return (
    <>
      {scene?.you ? <WorldTop stay={stay} scene={scene} you={scene.you} /> : <PageTop />}
      <ConnectionBanner connection={connection} client={stay.client} buttonClass="small" />
      {scene === null && <Connecting title={stay.realm.title} />}
      {scene?.you === null && <Entrance stay={stay} scene={scene} />}
      {scene?.you && isFlat.value && (
        <p class="flat-note soft" role="status">
          The 3D view cannot be shown here just now; nothing is missing in words.
        </p>
      )}
      {scene?.you && !isOnStage && <WorldInWords stay={stay} scene={scene} you={scene.you} />}
      {scene?.you && isOnStage && <WorldOnStage stay={stay} scene={scene} you={scene.you} />}
    </>
  );
}

/** Somebody has entered. */
function isIn(scene: SceneView | null): boolean {
  return scene?.you != null;
}

function Connecting({ title }: { title: string }) {
  return (
    <MessagePage phase="connecting" title={`Entering ${title}…`}>
      <p class="soft">
        Waiting for the world to answer. <a href="/">To the start page</a>
      </p>
    </MessagePage>
  );
}
