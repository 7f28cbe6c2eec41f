import { codeInPath } from "../shared/address.ts";
import { Announcer } from "../shared/announcer.tsx";
import { CodeForm } from "../shared/code-form.tsx";
import { MessagePage } from "../shared/message-page.tsx";
import { PageTop } from "../shared/page-top.tsx";
import { FindRoom } from "./find-room.tsx";

/** The page behind `/r/CODE`. */
export function JoinPage() {
  const { code, typed } = codeInPath(location.pathname);
  return (
    <>
      <Announcer />
      {code ? <FindRoom code={code} /> : <WrongCode typed={typed} />}
    </>
  );
}

function WrongCode({ typed }: { typed: string }) {
  return (
    <>
      <PageTop />
      <MessagePage phase="not-found" title="That is not a room code">
        <CodeForm typed={typed} />
      </MessagePage>
    </>
  );
}
