import { MessagePage } from "../shared/message-page.tsx";
import { PageTop } from "../shared/page-top.tsx";
import { ConnectionLine } from "./connection-line.tsx";
import { EndedStay } from "./ended-stay.tsx";
import { Entrance } from "./entrance.tsx";
import { WorldInWords } from "./world-in-words.tsx";
import type { WorldStay } from "./world-stay.ts";
import { WorldTop } from "./world-top.tsx";

/** A person's whole stay in a realm, from the name to the end of the connection. */
export function StayPage({ stay }: { stay: WorldStay }) {
  const { connection, scene } = stay.state.value;
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
      {scene?.you && <WorldInWords stay={stay} scene={scene} you={scene.you} />}
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
