import { MessagePage } from "../shared/message-page.tsx";
import { PageTop } from "../shared/page-top.tsx";
import { ConnectionLine } from "./connection-line.tsx";
import { EndedStay } from "./ended-stay.tsx";
import { Entrance } from "./entrance.tsx";
import { isFlat, view } from "./view-choice.ts";
import { WorldInWords } from "./world-in-words.tsx";
import { WorldOnStage } from "./world-on-stage.tsx";
import type { WorldStay } from "./world-stay.ts";
import { WorldTop } from "./world-top.tsx";

/** A person's whole stay in a realm, from the name to the end of the connection. */
export function StayPage({ stay }: { stay: WorldStay }) {
  const { connection, scene } = stay.state.value;
  const source = stay.motion.value;
  const isOnStage = source !== null && view.value === "3d" && !isFlat.value;
  if (connection.state === "ended") {
    return (
      <>
        <PageTop />
        <EndedStay stay={stay} connection={connection} />
      </>
    );
  }
  return (
    <>
      {scene?.you ? <WorldTop stay={stay} scene={scene} you={scene.you} /> : <PageTop />}
      <ConnectionLine stay={stay} />
      {scene === null && <Connecting title={stay.realm.title} />}
      {scene?.you === null && <Entrance stay={stay} scene={scene} />}
      {scene?.you && source && isFlat.value && (
        <p class="flat-note soft" role="status">
          This device cannot show the 3D view; nothing is missing in words.
        </p>
      )}
      {scene?.you && !isOnStage && <WorldInWords stay={stay} scene={scene} you={scene.you} />}
      {scene?.you && isOnStage && source && <WorldOnStage stay={stay} scene={scene} you={scene.you} source={source} />}
    </>
  );
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
